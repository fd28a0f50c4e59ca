/** `connectAll`: many sockets of many loopback addresses, first connected, then subscribed. */
import { openWire } from './wire.ts'

/** How one socket connects and subscribes. */
export interface Subscriber {
  readonly path: string
  readonly token?: string
  /** Said first: a call whose answer shows that the server knows the socket. */
  readonly hello?: string
  /** Said to subscribe. */
  readonly opening: readonly string[]
  /** Said when one frame is missing to `readyAfter`; see `SocketPlan`. */
  readonly onceGreeted?: string
  /** Frames that come after the handshake until it is subscribed, the answer to `hello` among them. */
  readonly readyAfter: number
}

export interface Connected {
  /** From the first handshake until the last socket was known to the server. */
  readonly seconds: number
  /** Resolves when every subscription has begun. */
  subscribe(): Promise<void>
  close(): void
}

/** Fewer than a listen queue holds: what it drops is tried again by TCP after a whole second. */
const CONNECTING_MAX = 200
const SUBSCRIBING_MAX = 200
const ADDRESSES = 16

export async function connectAll(url: string, people: readonly Subscriber[]): Promise<Connected> {
  const startMs = performance.now()
  const seats = await inTurns(people, CONNECTING_MAX, take)
  const seconds = (performance.now() - startMs) / 1_000

  async function take(person: Subscriber, number: number) {
    let heard = 0
    let wanted = 0
    let enough: () => void = () => {}
    const wire = await openWire({
      url: url + person.path,
      ...(person.token && { token: person.token }),
      localAddress: `127.0.0.${2 + (number % ADDRESSES)}`,
      onText(payload) {
        if (payload.includes('"error":')) throw new Error(payload.toString())
        if (++heard >= wanted) enough()
      },
    })
    /** Says it, and resolves once so many frames have come since the handshake. */
    const say = async (texts: readonly string[], frames: number) => {
      wanted = frames
      const answered = new Promise<void>((resolve) => {
        enough = resolve
      })
      for (const text of texts) wire.send(text)
      if (heard < wanted) await answered
    }
    if (person.hello) await say([person.hello], 1)
    const subscribe = async () => {
      const { opening, onceGreeted, readyAfter } = person
      if (onceGreeted === undefined) return say(opening, readyAfter)
      await say(opening, readyAfter - 1)
      await say([onceGreeted], readyAfter)
    }
    return { wire, subscribe }
  }

  return {
    seconds,
    async subscribe() {
      await inTurns(seats, SUBSCRIBING_MAX, (seat) => seat.subscribe())
    },
    close() {
      for (const { wire } of seats) wire.close()
    },
  }
}

/** `work` for each item, so many at a time; results in order. */
export async function inTurns<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item, index: number) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  let next = 0
  const one = async () => {
    while (next < items.length) {
      const index = next++
      results[index] = await work(items[index] as Item, index)
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, one))
  return results
}
