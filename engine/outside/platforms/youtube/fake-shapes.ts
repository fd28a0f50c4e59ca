/** What the fake of YouTube keeps, its moods, and how it says no. */
import { createHash } from 'node:crypto'
import type { FakeReply } from '../fake-server.ts'

export interface FakeVideo {
  readonly id: string
  readonly channelId: string
  readonly title: string
  readonly description: string
  readonly bytes: number
  /** Of the bytes that arrived, hex. */
  readonly sha256: string
  readonly at: number
  /** Everything but the state of processing; an update overwrites it whole. */
  status: Readonly<Record<string, unknown>>
  uploadStatus: 'uploaded' | 'processed' | 'rejected' | 'failed'
  reason: string | null
  /** How often its owner has looked. */
  looks: number
  thumbnailBytes: number | null
}

export interface FakeComment {
  readonly id: string
  readonly videoId: string
  readonly parentId: string | null
  readonly channelId: string
  readonly text: string
  readonly at: number
}

/** What it does otherwise than usual, until it is set back. */
export interface YouTubeMoods {
  /** Of the whole project, until midnight in California. */
  uploadsPerDay: number
  unitsPerDay: number
  /** Nobody has audited the project: all stays private. What an update says then nobody documents. */
  locksPrivate: 'no' | 'andSaysYes' | 'andForbids'
  /** Looks of its owner until a film is processed; a minute is enough too. */
  looksToProcess: number
  /** What processing ends with: a failure or a rejection and its reason, as YouTube names them. */
  spoils: readonly ['failed' | 'rejected', string] | null
  /** A film that the channel has already is rejected when it is processed. */
  rejectsDuplicates: boolean
  /** Bytes that it keeps of the next chunk, and it leaves `Range` out when that is none. */
  keepsOfNextChunk: number | null
  /** Answers 503 to the next chunks, though it keeps them. */
  failsAfterChunks: number
  /** What just arrived is not listed yet. */
  listsNothing: boolean
  hasCommentsOff: boolean
  /** The channel may upload no more today. */
  channelIsFull: boolean
  /** Every upload gets 429; with seconds, it says when to come back. */
  slowsUploads: boolean | number
  longUploads: 'allowed' | 'eligible' | 'disallowed'
  /** Boxes that the person left unticked at the consent. */
  withholds: readonly string[]
  hasNoChannel: boolean
}

export const GOOD_MOODS: YouTubeMoods = {
  uploadsPerDay: 100,
  unitsPerDay: 10_000,
  locksPrivate: 'no',
  looksToProcess: 2,
  spoils: null,
  rejectsDuplicates: false,
  keepsOfNextChunk: null,
  failsAfterChunks: 0,
  listsNothing: false,
  hasCommentsOff: false,
  channelIsFull: false,
  slowsUploads: false,
  longUploads: 'allowed',
  withholds: [],
  hasNoChannel: false,
}

/** Made once: it costs more than everything else of a call. */
const IN_CALIFORNIA = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' })

/** What the parts of the fake share. */
export interface FakeWorld {
  readonly now: () => number
  readonly moods: YouTubeMoods
  readonly videos: Map<string, FakeVideo>
  /** By film, oldest first. */
  readonly comments: Map<string, FakeComment[]>
  /** Another one each time, of `chars` characters. */
  fresh(chars: number): string
  /** Takes units of the day, or says that there are none. */
  spend(units: number): FakeReply | null
  spendUpload(): FakeReply | null
}

export function makeFakeWorld(now: () => number, moods: YouTubeMoods): FakeWorld {
  let made = 0
  let day = ''
  let spent = { units: 0, uploads: 0 }

  function today() {
    const is = IN_CALIFORNIA.format(now())
    if (is !== day) spent = { units: 0, uploads: 0 }
    day = is
    return spent
  }

  return {
    now,
    moods,
    videos: new Map(),
    comments: new Map(),
    fresh: (chars) => createHash('sha256').update(`${++made}`).digest('base64url').slice(0, chars),
    spend(units) {
      if (today().units + units > moods.unitsPerDay) return OUT_OF_QUOTA
      spent.units += units
      return null
    },
    spendUpload() {
      if (today().uploads + 1 > moods.uploadsPerDay) return OUT_OF_QUOTA
      spent.uploads++
      return null
    },
  }
}

export function refusal(status: number, reason: string, message: string = reason): FakeReply {
  const error = { code: status, message, errors: [{ domain: 'youtube', reason, message }] }
  return { status, body: { error } }
}

const OUT_OF_QUOTA = refusal(
  403,
  'quotaExceeded',
  'The request cannot be completed because you have exceeded your <a href="/quota">quota</a>.',
)
