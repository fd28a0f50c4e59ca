/** The messages of tRPC's WebSocket protocol, as far as our link speaks it. */
import type { Reason } from '../../engine/protocol/errors.ts'

export type RequestId = string | number

export interface Request {
  readonly id: RequestId
  readonly method: 'query' | 'mutation' | 'subscription'
  readonly params: { readonly path: string; readonly input: unknown; readonly lastEventId?: string }
}

export type Outgoing = Request | { readonly id: RequestId; readonly method: 'subscription.stop' }

/** What an error of ours looks like on the wire; `data` is what `TRPCClientError.data` gives. */
export interface ErrorShape {
  readonly code: number
  readonly message: string
  readonly data: {
    readonly code: string
    readonly httpStatus: number
    readonly reason?: Reason
    readonly retryAfterMs?: number
    readonly path?: string
  }
}

export interface Incoming {
  /** Null when it speaks of the connection and not of a request. */
  readonly id?: RequestId | null
  /** A wish of the server: `reconnect` when it is about to stop. */
  readonly method?: string
  readonly result?: {
    readonly type?: 'data' | 'started' | 'stopped'
    /** The `tracked()` id. */
    readonly id?: string
    readonly data?: unknown
  }
  readonly error?: ErrorShape
}

/** The messages of one frame; none when it is not JSON or no protocol of ours. */
export function readFrame(text: string): readonly Incoming[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return []
  }
  const messages = Array.isArray(parsed) ? parsed : [parsed]
  return messages.filter((message) => typeof message === 'object' && message !== null) as Incoming[]
}

/**
 * Frames that carry `messages` in order. A frame is one message or an array of them; each holds at most `countMax`
 * messages and about `charsMax` characters (a longer single message gets a frame of its own).
 */
export function writeFrames(messages: readonly Outgoing[], countMax: number, charsMax: number): string[] {
  const frames: string[] = []
  let open: string[] = []
  let chars = 0
  const close = () => {
    if (open.length > 0) frames.push(open.length === 1 ? (open[0] as string) : `[${open.join(',')}]`)
    open = []
    chars = 0
  }
  for (const message of messages) {
    const text = JSON.stringify(message)
    if (open.length >= countMax || (chars > 0 && chars + text.length > charsMax)) close()
    open.push(text)
    chars += text.length + 1
  }
  close()
  return frames
}
