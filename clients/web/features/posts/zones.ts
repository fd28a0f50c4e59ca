/** `matchingZones`: time zones found by what somebody types. */

const SHOWN_MAX = 40

/** All that this browser knows, UTC among them. */
export const ZONES: readonly string[] = [...new Set(['UTC', ...Intl.supportedValuesOf('timeZone')])]

/** Those whose name has each word of `text`; cities that begin with it first. Without words, `usual` come first. */
export function matchingZones(text: string, usual: readonly string[]): string[] {
  const words = text
    .toLowerCase()
    .split(/[\s,/]+/)
    .filter(Boolean)
  if (words.length === 0) return [...new Set([...usual, ...ZONES])].slice(0, SHOWN_MAX)
  const found = ZONES.filter((zone) => {
    const name = zone.toLowerCase().replaceAll('_', ' ')
    return words.every((word) => name.includes(word))
  })
  const first = words[0] as string
  const begins = (zone: string) =>
    zone.split('/').some((part) => part.toLowerCase().startsWith(first)) ? 0 : 1
  return found.toSorted((a, b) => begins(a) - begins(b)).slice(0, SHOWN_MAX)
}
