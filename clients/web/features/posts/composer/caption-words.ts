/** `TONES` and `languageChoices`: how a suggestion may sound, and in which language. */

/** What the machine is told, and what a person reads. */
export const TONES = [
  ['friendly', 'Friendly'],
  ['matter-of-fact', 'Matter-of-fact'],
  ['playful', 'Playful'],
  ['formal', 'Formal'],
  ['short and punchy', 'Short and punchy'],
] as const satisfies readonly (readonly [told: string, label: string])[]

const COMMON = ['en', 'de', 'fr', 'es', 'it', 'pt', 'nl', 'pl', 'ja']

/** Those that the browser prefers first; `['de-CH', 'Swiss High German']`. */
export function languageChoices(preferred: readonly string[]): readonly (readonly [string, string])[] {
  const names = new Intl.DisplayNames(preferred, { type: 'language' })
  return [...new Set([...preferred, ...COMMON])].map((tag) => [tag, names.of(tag) ?? tag])
}
