/** `takePulse`: finds a connection that is dead although nobody said so, and bounds what waits to be sent. */
import type { NatsConnection } from 'nats'
import type { Clock } from '../kernel/clock.ts'

export interface Pulse {
  /** So many bytes have been handed to the connection. */
  sent(bytes: number): void
  stop(): void
}

const TICK_MS = 500
/** A server is given 2 s. Counted in ticks: a process that was itself frozen has missed one, not all of them. */
const MISSES_MAX = 4
const PING_AFTER_BYTES = 1 << 20
/**
 * More than that unread by the server, and we are cut off: it is frozen, or slower than we are. The client would go
 * on buffering until memory ends.
 */
const UNREAD_BYTES_MAX = 32 << 20

/** Calls `onDead` once, with the reason. */
export function takePulse(nats: NatsConnection, clock: Clock, onDead: (why: string) => void): Pulse {
  let sentBytes = 0
  let readBytes = 0
  let isWaiting = false
  let misses = 0
  let isStopped = false
  let stopTimer = clock.after(TICK_MS, tick)

  function tick(): void {
    stopTimer = clock.after(TICK_MS, tick)
    if (!isWaiting) ping()
    else if (++misses >= MISSES_MAX) die('the server has not answered for 2 s')
  }

  /** A server answers a ping after it has read everything before it. */
  function ping(): void {
    const upTo = sentBytes
    isWaiting = true
    misses = 0
    nats.flush().then(
      () => {
        readBytes = upTo
        isWaiting = false
      },
      () => {
        // the connection is over, and says so itself
      },
    )
  }

  function die(why: string): void {
    if (isStopped) return
    stop()
    onDead(why)
  }

  function stop(): void {
    isStopped = true
    stopTimer()
  }

  return {
    sent(bytes) {
      sentBytes += bytes
      const unread = sentBytes - readBytes
      if (unread > UNREAD_BYTES_MAX) die(`the server has not read ${unread >> 20} MB`)
      else if (unread > PING_AFTER_BYTES && !isWaiting) ping()
    },
    stop,
  }
}
