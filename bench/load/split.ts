/** `split`: takes some listeners of a large room out of a plan, for a process that has nothing else to do than to look at the clock. */
import type { Plan } from './plan.ts'

/**
 * Reading one socket takes a generator some 10 µs, so it has read 5,000 of them 50 ms after the first: a delay of its own
 * that would be charged to the server. From so many listeners on, latency is taken where few are read.
 */
const LISTENERS_MIN = 1_000
const WATCHES = 64

export interface Split {
  /** Speaks, and counts what the others get. */
  readonly crowd: Plan
  /** Null: the crowd looks at the clock itself. */
  readonly watch: Plan | null
}

/** Watches are spread evenly over the listeners, since servers serve them one after another. */
export function split(plan: Plan): Split {
  const speaking = new Set(plan.voices.map(({ socket }) => socket))
  const listening = plan.sockets.flatMap(({ counts }, index) => (counts === 'deliveries' ? [index] : []))
  const isOneRoom = plan.expects !== 'answer' && plan.expects.deliveries === listening.length
  if (!isOneRoom || listening.length < LISTENERS_MIN) return { crowd: plan, watch: null }
  const step = listening.length / WATCHES
  const chosen = Array.from({ length: WATCHES }, (_, turn) => listening[Math.floor((turn + 0.5) * step)])
  const watches = new Set(chosen.filter((index) => index !== undefined && !speaking.has(index)))
  const placeOf = new Map<number, number>()
  const sockets = plan.sockets.filter((_, index) => {
    if (watches.has(index)) return false
    placeOf.set(index, placeOf.size)
    return true
  })
  return {
    crowd: {
      ...plan,
      sockets,
      voices: plan.voices.map((voice) => ({ ...voice, socket: placeOf.get(voice.socket) as number })),
      expects: { deliveries: listening.length - watches.size },
    },
    watch: {
      ...plan,
      sockets: plan.sockets.filter((_, index) => watches.has(index)),
      voices: [],
      expects: { deliveries: watches.size },
    },
  }
}
