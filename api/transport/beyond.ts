/** `beyond`: what of a batch is new to somebody who has everything up to a seq. */
import type { AnyEvent } from '../../engine/actors/ports.ts'
import type { Batch } from '../../engine/fanout/sink.ts'
import type { Passed } from './following.ts'

/** `old`: nothing of it. `hole`: events between are missing. Else the batch, or its new end. */
export function beyond(batch: Batch, after: number): Passed | 'old' | 'hole' {
  if (batch.firstSeq === after + 1) return batch
  if (batch.lastSeq <= after) return 'old'
  if (batch.isReset) return batch
  if (batch.firstSeq > after) return 'hole'
  // Rare: the journal was read between the commit and the tick that told of it.
  const events = JSON.parse(batch.json) as AnyEvent[]
  const json = JSON.stringify(events.filter(({ seq }) => seq > after))
  return { json, position: batch.position, firstSeq: after + 1, lastSeq: batch.lastSeq }
}
