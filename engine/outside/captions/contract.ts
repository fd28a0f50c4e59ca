/** `Captions`: somebody who suggests what a post could say, piece by piece. */
import type { Network } from '../../protocol/post-shapes.ts'

export interface Captions {
  /** As a person knows them. */
  readonly title: string
  /**
   * Pieces of one suggestion as they come. It was whole when the iteration ends without a `failed`, which is always the
   * last piece. Never asks twice by itself, and never rejects for what others do. Who stops reading ends the call.
   */
  suggest(asked: CaptionAsked): AsyncIterable<CaptionPiece>
}

export interface CaptionAsked {
  /** What somebody has written so far: a draft, or only what it is to be about. */
  readonly text: string
  /** Null: a message to a conversation. */
  readonly network: Network | null
  /** In the words of whoever asks: `friendly`. */
  readonly tone: string
  /** BCP 47: the language of the answer. */
  readonly locale: string
  /** Of the network's own units; asked for, not enforced: a caption is checked like anything that people write. */
  readonly maxUnits: number
  /** Ends the call at once, also between two pieces. */
  readonly signal?: AbortSignal
}

export type CaptionPiece =
  | { readonly is: 'text'; readonly text: string }
  | { readonly is: 'failed'; readonly failure: CaptionFailure }

export type CaptionFailure =
  /** It will not write this; null where it does not say why. */
  | { readonly is: 'refused'; readonly message: string | null }
  /** It was still writing when its limit came: what is there is not whole. */
  | { readonly is: 'truncated' }
  /** Too many calls, or too busy. ISO 8601 in UTC. */
  | { readonly is: 'throttled'; readonly retryAt: string }
  /** An operator must change something: the key, the plan, the model. */
  | { readonly is: 'configDead'; readonly code: string }
  /** It does not take what was asked. */
  | { readonly is: 'rejected'; readonly code: string; readonly message: string }
  /** Nothing came, or it broke off; asking again does no harm but that it is billed. */
  | { readonly is: 'broken'; readonly why: string }
  /** Whoever asked ended it. */
  | { readonly is: 'stopped' }
