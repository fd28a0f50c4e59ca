/** An event as its table holds it, and as the rest of the house knows it. */
import type { AnyEvent } from '../actors/ports.ts'

export const EVENT_COLUMNS = 'seq, kind, author_id, command_id, payload, at'

/** `seq` as text: `pg` gives a bigint so. */
export interface EventRow {
  readonly seq: string
  readonly kind: string
  readonly author_id: string
  readonly command_id: string
  readonly payload: unknown
  readonly at: Date
}

export function eventOf(row: EventRow): AnyEvent {
  return {
    seq: Number(row.seq),
    kind: row.kind,
    authorId: row.author_id,
    commandId: row.command_id,
    at: row.at.toISOString(),
    payload: row.payload,
  }
}
