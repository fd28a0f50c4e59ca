/** Tells the world what has been committed: one batch a room a tick, encoded once, kept in the tail, handed to sinks. */
import type { AnyEvent, Listeners } from '../actors/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import { formatPosition } from '../protocol/position.ts'

import type { History } from './history.ts'
import { membershipChange } from './membership.ts'
import { makeResume, type Resume } from './resume.ts'
import type { Batch, Sink } from './sink.ts'
import { Tail, type TailLimits } from './tail.ts'

export interface Fanout extends Listeners {
  /** Hands every later batch to `sink`. Returns a function that stops it. */
  attach(sink: Sink): () => void
  readonly resume: Resume
}

export interface FanoutParts {
  readonly epoch: string
  readonly history: History
  readonly clock: Clock
  readonly tailLimits?: TailLimits
}

export function makeFanout({ epoch, history, clock, tailLimits }: FanoutParts): Fanout {
  const tail = new Tail(tailLimits)
  const sinks = new Set<Sink>()
  /** What was committed in this turn of the event loop. */
  let fresh = new Map<string, AnyEvent[]>()

  function flush(): void {
    const rooms = fresh
    fresh = new Map()
    for (const [roomId, events] of rooms) {
      const batch = encode(epoch, roomId, events)
      tail.add(batch)
      for (const sink of sinks) sink.publish(batch)
    }
  }

  return {
    tell(_kind, roomId, events) {
      if (events.length === 0) return
      if (fresh.size === 0) clock.nextTick(flush)
      const waiting = fresh.get(roomId)
      if (waiting === undefined) fresh.set(roomId, [...events])
      else waiting.push(...events)
    },
    attach(sink) {
      sinks.add(sink)
      return () => void sinks.delete(sink)
    },
    resume: makeResume({ epoch, history, tail }),
  }
}

function encode(epoch: string, roomId: string, events: readonly AnyEvent[]): Batch {
  const firstSeq = (events[0] as AnyEvent).seq
  const lastSeq = (events.at(-1) as AnyEvent).seq
  return {
    roomId,
    position: formatPosition(epoch, lastSeq),
    firstSeq,
    lastSeq,
    json: JSON.stringify(events),
    ...membershipChange(events),
  }
}
