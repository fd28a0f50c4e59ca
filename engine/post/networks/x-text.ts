/** `weightOf`: how long a text is to X, which counts neither characters nor bytes. */

export const X_WEIGHTS = { url: 23, emoji: 2, light: 1, heavy: 2 } as const

/**
 * Uncertain: the code points that weigh 1 (Latin and its neighbours, and some punctuation), from the configuration
 * published as version 3. All others, Chinese and Japanese among them, weigh 2.
 */
const LIGHT: readonly (readonly [number, number])[] = [
  [0x0000, 0x10ff],
  [0x2000, 0x200d],
  [0x2010, 0x201f],
  [0x2032, 0x2037],
]

/**
 * Uncertain: endings that make an address of a word without `https://`. X knows all 1,500; here are the usual ones and
 * any two letters as a country's. An address with another ending counts by its characters.
 */
const ENDINGS =
  'com|net|org|edu|gov|mil|int|info|biz|name|pro|mobi|app|dev|xyz|online|site|website|shop|store|blog|cloud|tech|' +
  'news|live|media|agency|academy|digital|design|studio|art|world|today|global|company|email|events|group|network|' +
  'team|tools|video|wiki|work|zone|club|link|page|space|co|tv'

const LABEL = String.raw`[\p{L}\p{N}][\p{L}\p{N}_-]*\.`
const PLAIN_LABEL = String.raw`[a-z0-9][a-z0-9_-]*\.`
const IN_PATH = String.raw`[\p{Script=Latin}\p{Script=Cyrillic}0-9!*';:=+,.$/%#\[\]\-–_~@|&]`
const ENDS_PATH = String.raw`[\p{Script=Latin}\p{Script=Cyrillic}0-9=_#/+\-]`
/** A bracket belongs to a path only as one of a pair: `(see https://a.example/b)` ends before the last. */
const PAIR = String.raw`\(${IN_PATH}+\)`
const PATH = `(?:/(?:(?:${IN_PATH}|${PAIR})*(?:${ENDS_PATH}|${PAIR}))?)`
const QUERY = String.raw`(?:\?[a-z0-9!?*'@();:&=+$/%#\[\]\-_.,~|]*[a-z0-9\-_&=#/])`
const NO_MORE = '(?![a-z0-9@+-])'
const WITH_PROTOCOL = String.raw`(?<![a-z0-9@＠$#＃])https?://(?:${LABEL})+\p{L}{2,}${NO_MORE}(?::\d+)?${PATH}?${QUERY}?`
/** A country's ending makes an address only with a name before the name, or with a path: `bbc.uk` is none, `bbc.uk/a` is. */
const BARE = [
  `(?:${PLAIN_LABEL}){2,}[a-z]{2}${NO_MORE}${PATH}?`,
  `${PLAIN_LABEL}[a-z]{2}${NO_MORE}${PATH}`,
  `(?:${PLAIN_LABEL})+(?:${ENDINGS})${NO_MORE}${PATH}?`,
].join('|')
const WITHOUT_PROTOCOL = String.raw`(?<![\p{L}\p{N}@＠$#＃_./-])(?:${BARE})${QUERY}?`
const URL_IN_TEXT = new RegExp(`${WITH_PROTOCOL}|${WITHOUT_PROTOCOL}`, 'giu')

/** Whole sequences: a family of five people with two skin tones is one. The flag is newer than our compile target. */
const EMOJI_SOURCE = String.raw`\p{RGI_Emoji}`
const EMOJI = new RegExp(EMOJI_SOURCE, 'v')

const CASHTAG = /(?<=^|\s)\$[a-z]{1,6}(?:[._][a-z]{1,2})?(?=$|\s|[!-/:-@[-`{-~])/gi

/** In units of X: of the normal form C, 23 for each address, 2 for each emoji whatever it is made of. */
export function weightOf(text: string): number {
  const pieces = text.normalize('NFC').split(URL_IN_TEXT)
  return pieces.reduce((sum, piece) => sum + weightWithoutUrls(piece), (pieces.length - 1) * X_WEIGHTS.url)
}

/** The addresses that X will shorten, as they stand in the text. */
export function urlsIn(text: string): string[] {
  return text.normalize('NFC').match(URL_IN_TEXT) ?? []
}

/** `text` with another word in the place of each address. */
export function replaceUrls(text: string, by: (url: string) => string): string {
  return text.normalize('NFC').replace(URL_IN_TEXT, by)
}

/** How many stocks a text names: `$PRLY`. */
export function countCashtags(text: string): number {
  return text.match(CASHTAG)?.length ?? 0
}

function weightWithoutUrls(text: string): number {
  const pieces = text.split(EMOJI)
  let weight = (pieces.length - 1) * X_WEIGHTS.emoji
  for (const piece of pieces) {
    for (const character of piece) weight += isLight(character) ? X_WEIGHTS.light : X_WEIGHTS.heavy
  }
  return weight
}

function isLight(character: string): boolean {
  const code = character.codePointAt(0) as number
  return LIGHT.some(([first, last]) => code >= first && code <= last)
}
