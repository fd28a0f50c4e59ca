/** `excerpt`: the beginning of a text, as lists show it. */

/** UTF-16 units that lists keep of a text. */
export const EXCERPT_CHARS = 200

/** At most `EXCERPT_CHARS` of it, and never half of a character. */
export function excerpt(text: string): string {
  if (text.length <= EXCERPT_CHARS) return text
  const last = text.charCodeAt(EXCERPT_CHARS - 1)
  return text.slice(0, last >= 0xd800 && last < 0xdc00 ? EXCERPT_CHARS - 1 : EXCERPT_CHARS)
}
