/** `Plan`: what a generator connects and says, as data, so that it can cross to another process. */

export interface Plan {
  /** `http://host:port` of the server. */
  readonly url: string
  readonly sockets: readonly SocketPlan[]
  /** Spoken in turn, one message each. */
  readonly voices: readonly Voice[]
  /** What every message must bring about: so many deliveries, or one answer. */
  readonly expects: { readonly deliveries: number } | 'answer'
  /** What a socket counts. Default: nothing. */
  readonly reading: Reading
  /** Nobody looks at the clock here: sockets are read now and then, much at a time, which costs a tenth. */
  readonly rests?: boolean
}

export interface SocketPlan {
  /** Of its own server, where the plan is for several. Default: that of the plan. */
  readonly url?: string
  /** Path and query of the handshake. */
  readonly path: string
  /** Goes into the Authorization header. */
  readonly token?: string
  readonly protocol?: string
  /** Frames sent once the handshake is accepted. */
  readonly opening: readonly string[]
  /** Sent after the `readyAfter - 1`th frame, by a protocol that must not be asked before it has said hello. */
  readonly onceGreeted?: string
  readonly binary?: boolean
  /** Frames that come before the socket counts as ready. */
  readonly readyAfter: number
  readonly counts: 'deliveries' | 'answers' | 'nothing'
  /** Rooms whose events it gets, with the seq each stands at; needed for `by: 'position'` only. */
  readonly rooms?: readonly (readonly [roomId: string, seq: number])[]
}

/** How events and answers are told in the frames of a server. */
export interface Reading {
  /**
   * `frame`: each text frame is one event. `position`: a frame says after `positionAfter` the seq of its last event,
   * and the difference to the former one is the number of events. `bytes`: events have `eventBytes` each and are
   * packed as the server likes.
   */
  readonly by: 'frame' | 'position' | 'bytes'
  /** The text before `epoch:seq`. */
  readonly positionAfter?: string
  readonly eventBytes?: number
  /** Where the ten digits of the request id stand in an answer. */
  readonly answerIdAt?: number
  /** An answer is good when this text follows its id. */
  readonly answerOk?: string
}

export interface Voice {
  readonly socket: number
  /** With `TIME_SLOT` for when the message was due and `ID_SLOT`, as often as wanted, for its number. */
  readonly template: string
}

/** 15 digits: µs on the generator's clock. The tilde is nowhere else in a frame. */
export const TIME_SLOT = '~000000000000000'
/** Ten digits that never begin with 0, so that they are a JSON number too. */
export const ID_SLOT = '7777777777'

export interface Load {
  /** Messages a second, all voices together. */
  readonly rate: number
  readonly warmMs: number
  readonly seconds: number
  /** When the first message is due, on the clock that all processes of this machine share (`nowUs`). */
  readonly startUs: number
}

export interface Measured {
  readonly offered: number
  readonly seconds: number
  readonly sent: number
  /** Of all messages of the load, warm-up included. */
  readonly expected: number
  readonly arrived: number
  /** Calls that were refused, and frames whose events do not add up. */
  readonly failed: number
  readonly closedSockets: number
  /** Arrived a second while the load went on, after the warm-up. */
  readonly achieved: number
  readonly latency: Latency
  readonly generator: GeneratorUse
}

/** ms. */
export interface Latency {
  readonly count: number
  readonly p50: number
  readonly p90: number
  readonly p99: number
  readonly p999: number
  readonly max: number
  readonly curve: readonly (readonly [percentile: number, ms: number])[]
}

/** Shares of the wall clock, 1 is all of one core; of several processes the busiest. */
export interface GeneratorUse {
  readonly cpu: number
  readonly loop: number
  /** p99 of how long after it was due a message was written: what the generator itself adds to every latency. */
  readonly lagMs: number
}

/** What one process of a generator has measured. */
export interface Share extends Omit<Measured, 'latency'> {
  /** Of `Latencies.packed`; null where nobody looked at the clock. */
  readonly latencies: string | null
}

export type Order =
  | { readonly kind: 'plan'; readonly plan: Plan }
  /** Of its sockets, in their order; those that are there already count. */
  | { readonly kind: 'connect'; readonly upTo: number }
  | { readonly kind: 'load'; readonly load: Load }
export type Told =
  | { readonly kind: 'obeyed' }
  | { readonly kind: 'measured'; readonly share: Share }
  | { readonly kind: 'failed'; readonly why: string }
