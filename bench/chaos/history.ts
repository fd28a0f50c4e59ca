/** What a chaos run writes down: every wish, everything heard, every fault. Times are ms of one monotonic clock. */

/** One message on its way: invoked, then `ok` with its seq, `refused` for good, or `unknown`. */
export interface Operation {
  readonly client: string
  readonly authorId: string
  readonly roomId: string
  readonly commandId: string
  /** Unique in the run, so that a doubled message shows even under another commandId. */
  readonly text: string
  readonly invokedAt: number
  outcome: 'unknown' | 'ok' | 'refused'
  /** When the answer came; infinite until then. */
  endedAt: number
  /** Where the server said it is. */
  seq: number | null
  /** Why it was refused. */
  reason?: string
}

/** What one subscriber heard of one room, in the order it came. */
export interface Stream {
  readonly client: string
  readonly roomId: string
  /** It knew the room up to this seq when it began to listen. */
  readonly after: number
  /** What a screen shows: that it was told to reload is seen only where this changed something. */
  readonly isScreen?: boolean
  readonly heard: Heard[]
}

/** An event, or a reset that says: forget what you have, this is the room up to `seq`. */
export type Heard =
  | { readonly kind: 'event'; readonly seq: number; readonly commandId: string }
  | { readonly kind: 'reset'; readonly seq: number }

/** A fault that struck. */
export interface Struck {
  /** When it began to hurt. */
  readonly at: number
  /** From here on the system is asked to recover: its cause is gone, or others could have taken over. */
  readonly healedAt: number
  /** Clients must have lost connections by it. */
  readonly breaksSockets: boolean
}

/** A row of the journal, as the database tells it when all is over. */
export interface Row {
  readonly roomId: string
  readonly seq: number
  readonly kind: string
  readonly authorId: string
  readonly commandId: string
  /** Null when the event is no message. */
  readonly text: string | null
  readonly term: number
  /** A message stands in the table of messages too, with the same text. */
  readonly projected: boolean
}

/** Everything that the checker judges by. */
export interface History {
  readonly operations: readonly Operation[]
  readonly streams: readonly Stream[]
  readonly faults: readonly Struck[]
  /** Connections that clients made again after they had lost one. */
  readonly reconnects: number
  /** Senders that send strictly one after another, so that their own order can be held against them. */
  readonly ordered: ReadonlySet<string>
}
