/** `shownOf`: what the fake shows of a text in LinkedIn's little format: all, or what stands before the first mistake. */

const RESERVED = new Set('|{}@[]()<>#\\*_~')
const TAG = /^\{hashtag\|\\?#\|((?:\\.|[^}\\])+)\}/su
const MENTION = /^@\[((?:\\.|[^\]\\])*)\]\(urn:li:(?:person|organization):[\w-]+\)/su
/** A hashtag may stand for itself. */
const PLAIN_TAG = /^#[\p{L}\p{N}]+/u

export function shownOf(little: string): string {
  let shown = ''
  for (let rest = little; rest !== ''; ) {
    const [taken, says] = next(rest)
    if (taken === 0) return shown
    shown += says
    rest = rest.slice(taken)
  }
  return shown
}

/** How much of `rest` belongs together, and what it shows; 0 for a character that had to be escaped. */
function next(rest: string): readonly [number, string] {
  const [tag, word] = TAG.exec(rest) ?? []
  if (tag !== undefined) return [tag.length, `#${plain(word ?? '')}`]
  const [mention, name] = MENTION.exec(rest) ?? []
  if (mention !== undefined) return [mention.length, plain(name ?? '')]
  const [plainTag] = PLAIN_TAG.exec(rest) ?? []
  if (plainTag !== undefined) return [plainTag.length, plainTag]
  const character = String.fromCodePoint(rest.codePointAt(0) as number)
  if (character === '\\' && rest.length > 1) return [2, rest.charAt(1)]
  return RESERVED.has(character) ? [0, ''] : [character.length, character]
}

function plain(text: string): string {
  return text.replace(/\\(.)/gsu, '$1')
}
