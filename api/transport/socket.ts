/** `Socket`: the record of one WebSocket. Its verbs are the files beside it: connect, receive, subscribe, backpressure. */
import type { WebSocket } from 'uWebSockets.js'
import type { Refusal } from '../../engine/protocol/errors.ts'
import type { Session } from '../context.ts'
import { Few } from './few.ts'
import type { RequestId } from './frames.ts'
import type { Bucket } from './rates.ts'

/**
 *   upgraded ──▶ opening ──▶ open ──▶ closed
 *                   │         │  ▲
 *                   │ token   │  │ (until it is closed: calls get the refusal)
 *                   └─────────┴──┘
 *
 * opening  waits for connectionParams, or for the check of its token; calls wait with it
 * open     answers calls
 * broken   a message was dropped: nothing is sent any more, it is closed in the same turn
 * closed   gone
 */
export type SocketState = 'opening' | 'open' | 'broken' | 'closed'

/** One subscription of a socket. */
export interface Subscription {
  /** Ends it without a word to the client. */
  stop(): void
}

/** What the upgrade request said. */
export interface Upgrade {
  readonly address: string
  readonly requestId: string
  /** Only those that a browser lets an application see or set. */
  readonly headers: ReadonlyMap<string, string>
  readonly cookies: Readonly<Record<string, string | undefined>>
  /** The client sends its connectionParams as the first message. */
  readonly announcesParams: boolean
}

export interface Socket extends Omit<Upgrade, 'headers'> {
  headers: ReadonlyMap<string, string>
  /** Null before it is open and once it is closed. */
  ws: WebSocket<Seat> | null
  state: SocketState
  session: Session | null
  /** Why there is no session although credentials came. */
  fault: Refusal | null
  /** Resolves when `session` and `fault` are known. */
  opened: Promise<void>
  /** Gives the connectionParams to whoever waits for them; null once given. */
  hello: ((params: Readonly<Record<string, string | undefined>>) => void) | null
  readonly subscriptions: Few<RequestId, Subscription>
  /** Told to reconnect: it is answered, and follows nothing any more. */
  isSentAway: boolean
  /** Queries and mutations not yet answered. */
  callsInFlight: number
  /** Calls ever made; numbers their request ids. */
  callsMade: number
  readonly bucket: Bucket
  /** That of the person over all sockets; null until the first call. */
  personBucket: Bucket | null
  /** Answers that leave at the end of this turn; null when there are none. */
  answers: string[] | null
  /** Made when somebody asks; aborted when it is closed. See `signalOf`. */
  gone: AbortController | null
  /** Run once it has read enough, or is closed. */
  drained: (() => void)[] | null
  /** Run when it is closed. */
  cleanUp: (() => void)[] | null
}

/**
 * What uWebSockets keeps for a socket. It copies every field to an object of its own, as in a dictionary: of the whole
 * record that was 830 bytes, and slow to read.
 */
export interface Seat {
  readonly socket: Socket
}

/** Of all sockets that wait for nothing: a promise each would be 60 bytes. */
export const SETTLED = Promise.resolve()

export function makeSocket(upgrade: Upgrade, bucket: Bucket): Socket {
  // field by field: what is spread lies in a second object, 90 bytes
  const { address, requestId, headers, cookies, announcesParams } = upgrade
  return {
    address,
    requestId,
    headers,
    cookies,
    announcesParams,
    ws: null,
    state: 'opening',
    session: null,
    fault: null,
    opened: SETTLED,
    hello: null,
    subscriptions: new Few(),
    isSentAway: false,
    callsInFlight: 0,
    callsMade: 0,
    bucket,
    personBucket: null,
    answers: null,
    gone: null,
    drained: null,
    cleanUp: null,
  }
}

/** Aborted when the socket is closed. A controller takes 500 bytes, and few calls look at it. */
export function signalOf(socket: Socket): AbortSignal {
  socket.gone ??= new AbortController()
  if (socket.state === 'closed') socket.gone.abort()
  return socket.gone.signal
}

/** Has `run` called when the socket is closed. */
export function whenClosed(socket: Socket, run: () => void): void {
  if (socket.cleanUp === null) socket.cleanUp = [run]
  else socket.cleanUp.push(run)
}

export function isClosed(socket: Socket): boolean {
  return socket.state === 'broken' || socket.state === 'closed'
}
