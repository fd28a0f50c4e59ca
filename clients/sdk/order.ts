/** The order of one room as it arrives: doubles are dropped, early events wait until the gap before them closes. */
import type { ConversationReset } from '../../engine/conversation/message.ts'
import type { ConversationEvent } from '../../engine/protocol/events/conversation-event.ts'
import type { Position } from '../../engine/protocol/position.ts'

export type Arrival = ConversationEvent | ConversationReset

/** What may be shown now: first the reset, if there is one, then the events, dense and in order. */
export interface Ready {
  readonly epoch: string
  readonly reset: ConversationReset | null
  readonly events: readonly ConversationEvent[]
}

export interface Order {
  /** Everything up to here has been handed out. */
  position(): Position
  /** `at` is the position the server gave for these; it tells the head even when nothing came with it. */
  take(at: Position, arrivals: readonly Arrival[]): Ready
  /** Something that we have not got is known to exist. */
  hasGap(): boolean
}

/** Early events held per room; a longer gap is read again anyway. */
const EARLY_MAX = 1_000

export function makeOrder(start: Position): Order {
  let { epoch, seq } = start
  /** The highest seq we have been told of, in our epoch. */
  let told = seq
  let isForeign = false
  const early = new Map<number, ConversationEvent>()

  function takeReset(at: Position, arrivals: readonly Arrival[]): ConversationReset | null {
    const reset = arrivals.findLast((arrival) => arrival.kind === 'reset')
    if (reset === undefined || (at.epoch === epoch && reset.seq <= seq)) return null
    epoch = at.epoch
    seq = reset.seq
    isForeign = false
    told = seq
    early.clear()
    return reset
  }

  function nextInOrder(): ConversationEvent[] {
    const events: ConversationEvent[] = []
    for (let next = early.get(seq + 1); next !== undefined; next = early.get(seq + 1)) {
      early.delete(next.seq)
      seq = next.seq
      events.push(next)
    }
    return events
  }

  return {
    position: () => ({ epoch, seq }),
    take(at, arrivals) {
      const reset = takeReset(at, arrivals)
      if (at.epoch !== epoch) {
        // Another history than ours, and no reset: seqs say nothing until one comes.
        isForeign = true
        return { epoch, reset, events: [] }
      }
      told = Math.max(told, at.seq)
      for (const arrival of arrivals) {
        if (arrival.kind === 'reset' || arrival.seq <= seq) continue
        if (early.size < EARLY_MAX || arrival.seq === seq + 1) early.set(arrival.seq, arrival)
        told = Math.max(told, arrival.seq)
      }
      return { epoch, reset, events: nextInOrder() }
    },
    hasGap: () => isForeign || told > seq,
  }
}
