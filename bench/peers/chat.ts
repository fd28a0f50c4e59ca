/** What every peer does with a message: checks it as Parley does, makes the event that Parley makes of it. */
import { randomUUID } from 'node:crypto'
import { z } from 'zod'

export const Said = z.object({
  conversationId: z.string().min(1).max(64),
  commandId: z.string().min(1).max(64),
  text: z.string().max(8_000),
})
export type Said = z.infer<typeof Said>

/** The same as the input of `people.byIds`. */
export const Asked = z.object({ ids: z.array(z.string().min(1).max(64)).max(500) })

export const NOBODY = { items: [] as readonly string[] }

const AUTHOR = randomUUID()
const seqs = new Map<string, number>()

/** One event: the same fields and nearly the same bytes as those of Parley's `message.sent`, and nothing is stored. */
export function eventOf({ conversationId, commandId, text }: Said) {
  const seq = (seqs.get(conversationId) ?? 0) + 1
  seqs.set(conversationId, seq)
  return {
    seq,
    kind: 'message.sent',
    authorId: AUTHOR,
    commandId,
    at: new Date().toISOString(),
    payload: { messageId: randomUUID(), text, replyTo: null },
  }
}
export type ChatEvent = ReturnType<typeof eventOf>

/** Tells the parent where the server listens, and ends with it. */
export function ready(port: number): void {
  process.on('disconnect', () => process.exit())
  process.send?.({ port })
}
