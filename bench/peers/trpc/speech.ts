/** `trpcFrame`, `sayTrpc`, `CALL_TRPC`: what a client of tRPC sends, to the official adapter and to Parley alike. */
import { ID_SLOT } from '../../load/plan.ts'

/** One request as tRPC's client sends it. */
export function trpcFrame(id: number | string, method: string, path: string, input: object): string {
  return JSON.stringify({ id, method, params: { path, input } })
}

/** A message, as our server and the official adapter take it. The slot of the request id is a number. */
export function sayTrpc(conversationId: string, text: string): string {
  const frame = trpcFrame(0, 'mutation', 'messages.send', { conversationId, commandId: ID_SLOT, text })
  return frame.replace('"id":0', `"id":${ID_SLOT}`)
}

/** Validated, signed in, and answered without the database, since nobody has such an id. */
export const CALL_TRPC = trpcFrame(0, 'query', 'people.byIds', { ids: [`nobody-${ID_SLOT}`] }).replace(
  '"id":0',
  `"id":${ID_SLOT}`,
)
