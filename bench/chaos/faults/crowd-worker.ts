/** The crowd of `crowd.ts`, in a thread of its own: so many sockets must not delay those whose answers are timed. */
import { parentPort, workerData } from 'node:worker_threads'
import { openWire, type Wire } from '../../scenarios/parts/wire.ts'
import type { CrowdPlan, CrowdReport, Seat } from './crowd.ts'
import { readNews } from './frame-news.ts'

const RETRY_MS = 250
/** Handshakes under way at a time: a listen queue holds no more and drops the rest. */
const CONNECTING_MAX = 500
/** An address has 28,000 ports only. */
const ADDRESSES = 16
const STARTED = '"type":"started"'
const ERROR = '"error":'

const { seats, epoch } = workerData as CrowdPlan
const waiting: (() => void)[] = []
let connecting = 0
let events = 0
let holes = 0
let doubled = 0
let resets = 0
let reconnects = 0
let live = 0
/** The first thing that a server refused, if any. */
let why: string | null = null
const liveAgainMs: number[] = []

const heads = seats.map(({ heads }) => new Map(Object.entries(heads)))
seats.forEach((seat, number) => void attend(seat, number))

parentPort?.on('message', (wanted: ReadonlyMap<string, number>) => {
  const isBehind = (known: ReadonlyMap<string, number>) =>
    wanted.size > 0 && [...known].some(([room, seq]) => seq < (wanted.get(room) ?? 0))
  const report: CrowdReport = {
    live,
    events,
    holes,
    doubled,
    resets,
    reconnects,
    behind: heads.filter(isBehind).length,
    liveAgainMs,
    why,
  }
  parentPort?.postMessage(report)
})

/** Sits down, and again whenever the connection is lost, at the next node. */
async function attend(seat: Seat, number: number): Promise<void> {
  for (let turn = 0, goneAt = Number.NaN; ; turn++) {
    if (connecting >= CONNECTING_MAX) await new Promise<void>((resolve) => waiting.push(resolve))
    connecting++
    const { isLive, isGone } = sit(seat, number, turn)
    const wasLive = await Promise.race([isLive.then(() => true), isGone.then(() => false)])
    connecting--
    waiting.shift()?.()
    if (wasLive) {
      live++
      if (!Number.isNaN(goneAt)) liveAgainMs.push(performance.now() - goneAt)
      await isGone
      goneAt = performance.now()
      live--
      reconnects++
    } else {
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }
}

function sit({ urls, token }: Seat, number: number, turn: number) {
  const known = heads[number] as Map<string, number>
  const positions = Object.fromEntries([...known].map(([room, seq]) => [room, `${epoch}:${seq}`]))
  const subscription = {
    id: 1,
    method: 'subscription',
    params: { path: 'sync.resume', input: { positions } },
  }
  let begun = () => {}
  let lost = () => {}
  const isLive = new Promise<void>((resolve) => {
    begun = resolve
  })
  const isGone = new Promise<void>((resolve) => {
    lost = resolve
  })
  let wire: Wire | null = null
  const options = {
    url: `${urls[turn % urls.length]}/trpc`,
    token,
    localAddress: `127.0.0.${2 + (number % ADDRESSES)}`,
    onText(payload: Buffer) {
      if (payload.includes(ERROR)) {
        why ??= payload.toString('utf8', 0, 300)
        wire?.close()
      } else hear(payload, known)
      if (payload.includes(STARTED)) begun()
    },
    onClose: lost,
  }
  openWire(options).then((opened) => {
    wire = opened
    opened.send(JSON.stringify(subscription))
  }, lost)
  return { isLive, isGone }
}

function hear(payload: Buffer, known: Map<string, number>): void {
  for (const { roomId, first, last, isReset } of readNews(payload)) {
    const before = known.get(roomId) ?? 0
    if (isReset) resets++
    else if (first > before + 1) holes += first - before - 1
    else if (first <= before) doubled += before - first + 1
    events += last - first + 1
    known.set(roomId, Math.max(before, last))
  }
}
