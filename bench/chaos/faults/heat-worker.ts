/** Sends to one room as fast as it takes messages, in a thread of its own: who measures others must not be delayed. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { parentPort, workerData } from 'node:worker_threads'
import { type Caller, openCaller } from '../../scenarios/parts/caller.ts'

export interface HeatPlan {
  /** Where each sender connects, and who it is. */
  readonly senders: readonly { readonly url: string; readonly token: string }[]
  /** Messages of each sender that wait for their answer. */
  readonly inFlight: number
  readonly roomId: string
  readonly seconds: number
}

export interface Heat {
  readonly taken: number
  readonly busy: number
  readonly refused: number
  /** The first refusal that was not BUSY. */
  readonly why: string | null
  /** The longest time without a message taken. */
  readonly gapMs: number
}

const { senders, inFlight, roomId, seconds } = workerData as HeatPlan
const RETRY_MS = 200
let [taken, busy, refused, gapMs] = [0, 0, 0, 0]
let why: string | null = null

const callers = await Promise.all(senders.map(({ url, token }) => openCaller({ url: `${url}/trpc`, token })))
// so that neither the start of this thread nor its first connections are felt by whoever is timed meanwhile
parentPort?.postMessage('ready')
if (parentPort !== null) await once(parentPort, 'message')
let lastAt = performance.now()
const overAt = lastAt + seconds * 1_000
await Promise.all(callers.flatMap((caller) => Array.from({ length: inFlight }, () => keepSending(caller))))
for (const caller of callers) caller.close()
parentPort?.postMessage({ taken, busy, refused, why, gapMs } satisfies Heat)

/** One message after another; who hears BUSY waits for as long as it is told. */
async function keepSending(caller: Caller): Promise<void> {
  while (performance.now() < overAt) {
    const wish = { conversationId: roomId, commandId: randomUUID(), text: 'hot' }
    try {
      await caller.mutate('messages.send', wish)
      taken++
      gapMs = Math.max(gapMs, performance.now() - lastAt)
      lastAt = performance.now()
    } catch (error) {
      const words = String(error)
      if (words.includes('"BUSY"')) busy++
      else {
        refused++
        why ??= words
      }
      await sleep(Number(/"retryAfterMs":(\d+)/.exec(words)?.[1] ?? RETRY_MS))
    }
  }
}
