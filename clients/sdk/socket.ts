/** One WebSocket to the server: what is sent in one turn leaves in one frame, and a silent peer is found dead. */
import type { Clock } from '../../engine/kernel/clock.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { type Incoming, type Outgoing, readFrame, writeFrames } from './frames.ts'

/** Asked after this long without a word from the server. */
const QUIET_MS = 4_000
/** No answer to a PING for this long: the line is half open, whatever the operating system believes. */
const DEAD_MS = 8_000
/** An attempt to open takes no longer. */
const OPENING_MS = 10_000
/** Characters may need three bytes each in UTF-8; the server counts bytes. */
const FRAME_CHARS_MAX = LIMITS.payloadBytesMax / 3

/** No close frame came: the network failed, or silence was taken for death. */
export const NO_CLOSE_CODE = 1006

export interface SocketEvents {
  /** The server has spoken for the first time: it is there, and it accepts us. Called once. */
  live(): void
  message(message: Incoming): void
  /** The end. Called once, also when it never opened; nothing is called after it. */
  closed(code: number): void
}

export interface Socket {
  /** May be called before the socket is open. Lost without a word if it closes. */
  send(message: Outgoing): void
  /** Asks the server for a sign of life now; found dead earlier than usual when there is none. */
  probe(): void
  /** Closes with 1000 and calls `closed` at once. */
  close(): void
}

export interface SocketOptions {
  /** ws(s) address. */
  readonly url: string
  readonly WebSocket: typeof WebSocket
  /** Sent first: who we are. */
  readonly params: Readonly<Record<string, string>>
  readonly clock: Clock
  readonly on: SocketEvents
}

export function openSocket(options: SocketOptions): Socket {
  const { clock, on } = options
  const web = new options.WebSocket(options.url)
  let waiting: Outgoing[] = []
  let hasOpened = false
  let isLive = false
  let isOver = false
  let cancelTimer = clock.after(OPENING_MS, () => end(NO_CLOSE_CODE))

  web.onopen = () => {
    hasOpened = true
    web.send(JSON.stringify({ method: 'connectionParams', data: options.params }))
    ping(DEAD_MS)
    flush()
  }
  web.onmessage = ({ data }) => {
    if (typeof data !== 'string') return
    // Anything the server says shows that it lives; only PONG shows that it has let us in.
    cancelTimer()
    cancelTimer = clock.after(QUIET_MS, () => ping(DEAD_MS))
    if (data === 'PING') web.send('PONG')
    else if (data === 'PONG') greeted()
    else for (const message of readFrame(data)) if (!isOver) on.message(message)
  }
  web.onclose = ({ code }) => end(code)
  // Node's WebSocket tells of a refused attempt by an error alone; browsers follow it by a close with 1006.
  web.onerror = () => {
    if (!hasOpened) end(NO_CLOSE_CODE)
  }

  function greeted(): void {
    if (isLive) return
    isLive = true
    on.live()
  }

  function ping(patienceMs: number): void {
    cancelTimer()
    cancelTimer = clock.after(patienceMs, () => end(NO_CLOSE_CODE))
    if (web.readyState === web.OPEN) web.send('PING')
  }

  function flush(): void {
    if (web.readyState !== web.OPEN) return
    const messages = waiting
    waiting = []
    for (const frame of writeFrames(messages, LIMITS.batchCallsMax, FRAME_CHARS_MAX)) web.send(frame)
  }

  function end(code: number): void {
    if (isOver) return
    isOver = true
    cancelTimer()
    web.onopen = web.onmessage = web.onclose = null
    // Closing what has not opened is an error, of which nobody needs to hear.
    web.onerror = () => {}
    // Not awaited: the closing handshake of a dead line takes as long as its time-out.
    web.close(1000)
    on.closed(code)
  }

  return {
    send(message) {
      if (isOver) return
      if (waiting.push(message) === 1) clock.nextTick(flush)
    },
    probe: () => {
      if (isLive && !isOver) ping(DEAD_MS / 2)
    },
    close: () => end(1000),
  }
}
