/** What the presences of different nodes say to each other: numbered words to all, and questions to one. */

/** Words to all nodes. */
export const WORDS = 'presence'
/** Questions to the presence of one process: who of these is at yours? */
export const askPresence = (life: string) => `presence.${life}`

/** The bus carries 256 KB, and one entry is at most 160 characters of ASCII. */
const ENTRIES_A_WORD = 1_400
/** A person is 73 characters: 150 KB. */
export const PEOPLE_A_QUESTION = 2_000

/** Who is meant: `organisation/user`. In another organisation the same human being is somebody else. */
export type Person = string

export function personOf(organisationId: string, userId: string): Person {
  return `${organisationId}/${userId}`
}

/** That somebody types in a room, or has stopped. */
export type TypingWord = readonly [roomId: string, userId: string, isTyping: 0 | 1]

/** What one node tells all others, ten times a second at most. A beat is a word that holds nothing. */
export interface Word {
  readonly from: string
  /** Another one for each process. */
  readonly life: string
  /** Grows by one with each word of this process, so that a lost one is noticed. */
  readonly no: number
  readonly came: readonly Person[]
  readonly went: readonly Person[]
  readonly typing: readonly TypingWord[]
  /** Its last word: its people are on their way to other nodes. */
  readonly isParting?: true
}

export type WordBody = Pick<Word, 'came' | 'went' | 'typing'>

/** What is told, in as many pieces as fit the bus; at least one. */
export function piecesOf({ came, went, typing }: WordBody): readonly WordBody[] {
  if (came.length + went.length + typing.length <= ENTRIES_A_WORD) return [{ came, went, typing }]
  const of = (part: Partial<WordBody>): WordBody => ({ came: [], went: [], typing: [], ...part })
  return [
    ...pagesOf(came, ENTRIES_A_WORD).map((page) => of({ came: page })),
    ...pagesOf(went, ENTRIES_A_WORD).map((page) => of({ went: page })),
    ...pagesOf(typing, ENTRIES_A_WORD).map((page) => of({ typing: page })),
  ]
}

export function pagesOf<Entry>(entries: readonly Entry[], size: number): readonly (readonly Entry[])[] {
  const pages: (readonly Entry[])[] = []
  for (let start = 0; start < entries.length; start += size) pages.push(entries.slice(start, start + size))
  return pages
}

export interface Question {
  readonly people: readonly Person[]
}

export interface QuestionAnswer {
  /** The number of the last word before this answer. */
  readonly no: number
  /** Those of the people who are there. */
  readonly here: readonly Person[]
}
