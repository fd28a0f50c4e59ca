/** `split`: what each process of a generator connects and says. */
import type { Plan, SocketPlan } from './plan.ts'

/** What one process does of a plan. */
export interface Part {
  readonly plan: Plan
  /** Of the messages that are said, those that this process must say or hear. */
  readonly share: number
}

/**
 * Reading one socket takes a generator some 10 µs, so of 5,000 it reads the last 50 ms after the first: a delay of its own
 * that would be charged to the server. In a room this large, one process speaks and looks at the clock over few sockets,
 * and others only count.
 */
const LISTENERS_MIN = 200
const WATCHES = 64

/** `processes` is for the part that is heavy: those that count, or all where each speaks for itself. */
export function split(plan: Plan, processes: number): readonly Part[] {
  const listening = plan.sockets.flatMap(({ counts }, index) => (counts === 'deliveries' ? [index] : []))
  if (plan.expects === 'answer') return byVoice(plan, processes, (voice) => voice)
  const rooms = listening.length / plan.expects.deliveries
  if (rooms === 1 && listening.length >= LISTENERS_MIN) return watched(plan, listening, processes)
  if (rooms > 1 && Number.isInteger(rooms)) {
    const { deliveries } = plan.expects
    const heard = new Map(listening.map((socket, place) => [socket, Math.floor(place / deliveries)]))
    return byVoice(plan, Math.min(processes, rooms), (voice) => voice % rooms, heard)
  }
  return [{ plan, share: 1 }]
}

/** Watches are spread evenly over the listeners, since servers serve them one after another. */
function watched(plan: Plan, listening: readonly number[], processes: number): Part[] {
  const step = listening.length / WATCHES
  const watches = new Set(
    Array.from({ length: WATCHES }, (_, turn) => listening[Math.floor((turn + 0.5) * step)] as number),
  )
  const others = listening.filter((socket) => !watches.has(socket))
  const front = plan.sockets.flatMap(({ counts }, socket) =>
    counts !== 'deliveries' || watches.has(socket) ? [socket] : [],
  )
  const counters = Array.from({ length: processes }, (_, process) =>
    others.filter((_, place) => place % processes === process),
  )
  return [
    { plan: { ...keeping(plan, front), expects: { deliveries: watches.size } }, share: 1 },
    ...counters.map((sockets) => ({
      plan: { ...keeping(plan, sockets), voices: [], expects: { deliveries: sockets.length }, rests: true },
      share: 1,
    })),
  ]
}

/** Every process has voices of its own, and hears the rooms in which they speak. */
function byVoice(
  plan: Plan,
  processes: number,
  roomOf: (voice: number) => number,
  heard: ReadonlyMap<number, number> = new Map(),
): Part[] {
  if (processes <= 1) return [{ plan, share: 1 }]
  return Array.from({ length: processes }, (_, process) => {
    const voices = plan.voices.filter((_, voice) => roomOf(voice) % processes === process)
    const speaking = new Set(voices.map(({ socket }) => socket))
    const sockets = plan.sockets.flatMap((_, socket) =>
      speaking.has(socket) || (heard.has(socket) && (heard.get(socket) as number) % processes === process)
        ? [socket]
        : [],
    )
    return { plan: keeping({ ...plan, voices }, sockets), share: voices.length / plan.voices.length }
  })
}

/** Those sockets, and the voices that have one of them. */
function keeping(plan: Plan, sockets: readonly number[]): Plan {
  const placeOf = new Map(sockets.map((socket, place) => [socket, place]))
  return {
    ...plan,
    sockets: sockets.map((socket) => plan.sockets[socket] as SocketPlan),
    voices: plan.voices.flatMap((voice) => {
      const socket = placeOf.get(voice.socket)
      return socket === undefined ? [] : [{ ...voice, socket }]
    }),
  }
}
