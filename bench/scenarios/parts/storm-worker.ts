/** The clients of the storm, in a thread of their own so that they do not delay those whose sends are timed. */
import { parentPort, workerData } from 'node:worker_threads'
import { openWire } from './wire.ts'

export interface Returning {
  readonly token: string
  /** By room. */
  readonly positions: Readonly<Record<string, string>>
}

export interface Storm {
  readonly url: string
  readonly returning: readonly Returning[]
  /** Rooms whose news a client must have got to be live. */
  readonly ends: number
}

const RETRY_MS = 250
/** Once in each room's news, however many rooms come in one frame. */
const ROOM = '"roomId":'
const STARTED = '"type":"started"'
/** Handshakes under way at a time: the system holds no more in its queue (net.core.somaxconn) and drops the rest. */
const CONNECTING_MAX = 500

const { url, returning, ends } = workerData as Storm
const startMs = performance.now()
let connecting = 0
const waiting: (() => void)[] = []

const liveMs = await Promise.all(returning.map(comeBack))
parentPort?.postMessage(liveMs)
// open until we are ended, as people are who are back

async function comeBack({ token, positions }: Returning, number: number): Promise<number> {
  if (connecting >= CONNECTING_MAX) await new Promise<void>((resolve) => waiting.push(resolve))
  connecting++
  const request = JSON.stringify({
    id: 1,
    method: 'subscription',
    params: { path: 'sync.resume', input: { positions } },
  })
  try {
    return await live({ token, request, localAddress: `127.0.0.${2 + (number % 8)}` })
  } finally {
    connecting--
    waiting.shift()?.()
  }
}

interface Client {
  readonly token: string
  readonly request: string
  readonly localAddress: string
}

async function live({ token, request, localAddress }: Client): Promise<number> {
  for (;;) {
    try {
      return await new Promise((resolve, reject) => {
        let heard = 0
        let hasStarted = false
        openWire({
          url,
          token,
          localAddress,
          onText(payload) {
            if (payload.includes('"error":')) reject(new Error(payload.toString()))
            hasStarted ||= payload.includes(STARTED)
            for (let at = payload.indexOf(ROOM); at !== -1; at = payload.indexOf(ROOM, at + 1)) heard++
            if (heard >= ends && hasStarted) resolve(performance.now() - startMs)
          },
          onClose: () => reject(new Error('closed')),
        }).then((wire) => wire.send(request), reject)
      })
    } catch {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}
