/** A conversation's events, for tests of the store: dense, with fresh ids, at times that grow. */
import { randomUUID } from 'node:crypto'
import type { AnyEvent, RoomWrite } from '../actors/ports.ts'
import { idSource } from '../kernel/ids.ts'
import { shardOf } from '../kernel/shard.ts'

const newId = idSource(Date.now, Math.random)

/** A room whose next events are made one after another. */
export function makeRoom({ organisationId = randomUUID(), roomId = randomUUID() as string } = {}) {
  let head = 0

  function event(kind: string, authorId: string, payload: unknown): AnyEvent {
    const seq = ++head
    const at = new Date(Date.UTC(2026, 10, 21, 12, 0, seq, 7)).toISOString()
    return { seq, kind, authorId, commandId: randomUUID(), at, payload }
  }

  return {
    roomId,
    organisationId,
    shard: shardOf(roomId),
    event,
    created: (authorId: string, others: readonly string[] = [], title = 'A room') =>
      event('conversation.created', authorId, {
        organisationId,
        conversationKind: 'group',
        title,
        members: [
          { userId: authorId, role: 'owner' },
          ...others.map((userId) => ({ userId, role: 'member' })),
        ],
      }),
    sent: (authorId: string, text: string) =>
      event('message.sent', authorId, { messageId: newId(head + 1), text, replyTo: null }),
    edited: (authorId: string, messageId: string, text: string) =>
      event('message.edited', authorId, { messageId, text }),
    deleted: (authorId: string, messageId: string) => event('message.deleted', authorId, { messageId }),
    write: (events: readonly AnyEvent[], more: Partial<RoomWrite> = {}): RoomWrite => ({
      kind: 'conversation',
      roomId,
      shard: shardOf(roomId),
      term: 1,
      events,
      snapshot: null,
      due: [],
      listing: null,
      ...more,
    }),
  }
}

/** The id of the message that an event speaks of. */
export function messageIdOf({ payload }: AnyEvent): string {
  return (payload as { messageId: string }).messageId
}
