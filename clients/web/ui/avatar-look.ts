/** What stands in the circle of somebody without a picture: initials, and a colour that is always theirs. */

/** Hues that stay apart from each other and from apricot, which means "new". */
const TINTS = [205, 160, 125, 255, 290, 330, 15, 95] as const

/** One or two letters: of the first and the last word. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s\-_.]+/).filter((word) => /[\p{L}\p{N}]/u.test(word))
  const letter = (word: string | undefined) => word?.match(/[\p{L}\p{N}]/u)?.[0] ?? ''
  const first = letter(words[0])
  const last = words.length > 1 ? letter(words.at(-1)) : ''
  return (first + last).toLocaleUpperCase() || '?'
}

/** A hue for `id`, the same on every device. */
export function tintOf(id: string): number {
  let hash = 0
  for (let i = 0; i < id.length; i++) hash = (Math.imul(hash, 31) + id.charCodeAt(i)) >>> 0
  // the low bits of a sum of UUID digits are uneven: mix before taking them
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) >>> 0
  return TINTS[(hash >>> 12) % TINTS.length] as number
}
