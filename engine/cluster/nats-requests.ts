/** `makeRequests`: questions on their way and their answers, over one inbox. */
import { createInbox, type Msg } from 'nats'
import type { Clock } from '../kernel/clock.ts'
import { BusFault } from './bus.ts'

export interface Requests {
  /** The subject to listen on for answers. */
  readonly inbox: string
  /** Hands the place for the answer to `send` and resolves with the answer. Rejects with a `BusFault`. */
  ask(subject: string, timeoutMs: number, send: (replyTo: string) => void): Promise<string>
  /** An answer has come, or the server's word that nobody listens. */
  hear(msg: Msg): void
  /** We are cut off: none of them will be answered, and any may have been heard. */
  giveUp(): void
}

interface Waiting {
  readonly subject: string
  readonly resolve: (text: string) => void
  readonly reject: (fault: BusFault) => void
  readonly stopTimer: () => void
}

const NOBODY_LISTENS = 503

export function makeRequests(clock: Clock): Requests {
  const prefix = `${createInbox()}.`
  const waiting = new Map<string, Waiting>()
  let asked = 0

  function take(token: string): Waiting | undefined {
    const one = waiting.get(token)
    if (one === undefined) return undefined
    waiting.delete(token)
    one.stopTimer()
    return one
  }

  return {
    inbox: `${prefix}*`,
    ask(subject, timeoutMs, send) {
      const token = (++asked).toString(36)
      return new Promise((resolve, reject) => {
        const stopTimer = clock.after(timeoutMs, () => take(token)?.reject(new BusFault('timeout', subject)))
        waiting.set(token, { subject, resolve, reject, stopTimer })
        send(prefix + token)
      })
    },
    hear(msg) {
      const one = take(msg.subject.slice(prefix.length))
      if (one === undefined) return
      if (msg.data.length === 0 && msg.headers?.code === NOBODY_LISTENS)
        one.reject(new BusFault('nobody', one.subject))
      else one.resolve(textOf(msg.data))
    },
    giveUp() {
      for (const token of [...waiting.keys()]) {
        const one = take(token)
        one?.reject(new BusFault('timeout', one.subject))
      }
    },
  }
}

/** What a message says. Twice as fast as TextDecoder for the few hundred bytes of a forwarded wish. */
export function textOf(data: Uint8Array): string {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength).toString('utf8')
}
