import { z } from 'zod'

/** What every event of every room has around its payload. */
export interface Envelope<Kind extends string, Payload> {
  /** Place in the room's journal: 1, 2, 3 … without gaps. */
  readonly seq: number
  readonly kind: Kind
  /** Who caused it: a person's id. */
  readonly authorId: string
  /** The wish that caused it; made once by the client, unique per room and author for ever. */
  readonly commandId: string
  /** When it was decided, ISO 8601 in UTC. Never decreases along seq. */
  readonly at: string
  readonly payload: Payload
}

/** The schema of one event: used where events come back in from the world. */
export function eventSchema<Kind extends string, Payload extends z.ZodType>(kind: Kind, payload: Payload) {
  return z.object({
    seq: z.int().positive(),
    kind: z.literal(kind),
    authorId: z.string(),
    commandId: z.string(),
    at: z.string(),
    payload,
  })
}
