/** `cutText`: how much of a text a network shows before "more", and the pieces of it that it draws as links. */

export interface Cut {
  /** What is shown at first; all of it when nothing is cut. */
  readonly shown: string
  readonly isCut: boolean
}

export interface Fold {
  readonly charsMax: number
  readonly linesMax: number
}

/** Uncertain: where each network folds a post in its feed. They say it nowhere; these are estimates. */
export const FOLDS = {
  x: { charsMax: 280, linesMax: 10 },
  instagram: { charsMax: 125, linesMax: 2 },
  linkedin: { charsMax: 210, linesMax: 3 },
  facebook: { charsMax: 477, linesMax: 5 },
  youtube: { charsMax: 140, linesMax: 3 },
} as const satisfies Record<string, Fold>

/** Cuts at the end of a word, never inside a character. */
export function cutText(text: string, { charsMax, linesMax }: Fold): Cut {
  const lines = text.trimEnd().split('\n')
  const byLines = lines.slice(0, linesMax).join('\n')
  const characters = [...byLines]
  if (characters.length <= charsMax) return { shown: byLines.trimEnd(), isCut: lines.length > linesMax }
  const cut = characters.slice(0, charsMax).join('')
  const space = cut.search(/\s\S*$/)
  return { shown: (space > charsMax / 2 ? cut.slice(0, space) : cut).trimEnd(), isCut: true }
}

export interface Piece {
  readonly text: string
  readonly isLink: boolean
}

const LINKS = /(https?:\/\/[^\s]+|[#@][\p{L}\p{N}_.]*[\p{L}\p{N}_])/gu

/** Addresses, tags and mentions apart from the words between them. */
export function piecesOf(text: string): Piece[] {
  return text
    .split(LINKS)
    .map((part, index) => ({ text: part, isLink: index % 2 === 1 }))
    .filter((piece) => piece.text !== '')
}
