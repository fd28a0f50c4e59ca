/** `makeBatch`: events of one room become one batch, encoded once. */
import type { AnyEvent } from '../actors/ports.ts'
import { formatPosition } from '../protocol/position.ts'
import { membershipChange } from './membership.ts'
import type { Batch } from './sink.ts'

/** `events`: at least one, in order. */
export function makeBatch(epoch: string, roomId: string, events: readonly AnyEvent[]): Batch {
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

/** A batch that brings everybody to `seq`, whatever they have. `json` is the reset itself. */
export function resetBatch(epoch: string, roomId: string, seq: number, json: string): Batch {
  const position = formatPosition(epoch, seq)
  return {
    roomId,
    position,
    firstSeq: seq,
    lastSeq: seq,
    json: `[${json}]`,
    joined: [],
    left: [],
    isReset: true,
  }
}
