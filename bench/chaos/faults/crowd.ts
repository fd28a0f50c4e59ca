/** `makeCrowd`: thousands of sockets that listen to rooms, count every hole, and come back when they are cut off. */
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'

/** One socket, on `sync.resume`. */
export interface Seat {
  /** Where it goes first, and in turn whenever it has lost its connection. */
  readonly urls: readonly string[]
  readonly token: string
  /** The rooms it listens to, and up to which seq it knows them. */
  readonly heads: Readonly<Record<string, number>>
}

export interface CrowdPlan {
  readonly seats: readonly Seat[]
  readonly epoch: string
}

export interface CrowdReport {
  /** Seats whose subscription has begun. */
  readonly live: number
  readonly events: number
  readonly holes: number
  readonly doubled: number
  readonly resets: number
  readonly reconnects: number
  /** Seats that have not heard all up to the heads that were asked for. */
  readonly behind: number
  /** For each return, ms from the loss of the connection until the subscription had begun again. */
  readonly liveAgainMs: readonly number[]
  /** What a server refused first, if anything. */
  readonly why: string | null
}

export interface Crowd {
  /** `heads`: up to which seq of which rooms everybody should have heard. */
  report(heads?: ReadonlyMap<string, number>): Promise<CrowdReport>
  /** Asks again and again until `isRight`, or `msMax` are over. Returns the last report and how long it took. */
  until(
    isRight: (report: CrowdReport) => boolean,
    msMax: number,
    heads?: ReadonlyMap<string, number>,
  ): Promise<{ readonly report: CrowdReport; readonly tookMs: number }>
  close(): Promise<unknown>
}

const ASK_MS = 50

export function makeCrowd(plan: CrowdPlan): Crowd {
  const worker = new Worker(fileURLToPath(new URL('./crowd-worker.ts', import.meta.url)), {
    workerData: plan,
  })
  const failed = new Promise<never>((_, reject) => worker.once('error', reject))
  failed.catch(() => undefined)

  function report(heads: ReadonlyMap<string, number> = new Map()): Promise<CrowdReport> {
    const answered = new Promise<CrowdReport>((resolve) => worker.once('message', resolve))
    worker.postMessage(heads)
    return Promise.race([answered, failed])
  }

  return {
    report,
    async until(isRight, msMax, heads) {
      const begin = performance.now()
      for (;;) {
        const now = await report(heads)
        const tookMs = performance.now() - begin
        if (isRight(now) || tookMs > msMax) return { report: now, tookMs }
        await sleep(ASK_MS)
      }
    },
    close: () => worker.terminate(),
  }
}
