/** The calls one room makes, and how their answers become a copy of it. */
import type { Message } from '../../engine/conversation/message.ts'
import type { ConversationKind } from '../../engine/conversation/state.ts'
import type { Role } from '../../engine/protocol/permissions.ts'
import { parsePosition } from '../../engine/protocol/position.ts'
import { mayHaveOlder, type RoomCopy } from './room-copy.ts'

export interface RoomCalls {
  /** `conversations.get` */
  get(): Promise<RoomFound>
  /** `messages.history` */
  history(page: { before?: number; limit: number }): Promise<{ items: readonly Message[]; head: number }>
  /** `conversations.markRead` */
  markRead(seq: number): Promise<{ readSeq: number }>
}

export interface RoomFound {
  readonly kind: ConversationKind
  readonly title: string | null
  readonly archived: boolean
  readonly head: number
  readonly position: string
  readonly readSeq: number
  readonly members: readonly { readonly userId: string; readonly role: Role }[]
}

export const PAGE = 50

/**
 * State and newest page, read side by side. Each is at least as new as its head says, so the copy stands at the
 * lower of the two; events between them are applied twice, which changes nothing.
 */
export async function readRoom(
  calls: RoomCalls,
  organisationId: string,
): Promise<{ copy: RoomCopy; readSeq: number }> {
  const [found, page] = await Promise.all([calls.get(), calls.history({ limit: PAGE })])
  const epoch = parsePosition(found.position)?.epoch ?? ''
  const seq = Math.min(found.head, page.head)
  const copy: RoomCopy = {
    position: { epoch, seq },
    conversation: {
      organisationId,
      kind: found.kind,
      title: found.title,
      archived: found.archived,
      head: seq,
      lastAt: page.items.at(-1)?.at ?? '',
      members: new Map(found.members.map(({ userId, role }) => [userId, role])),
    },
    messages: page.items,
    hasOlder: page.items.length === PAGE && mayHaveOlder(page.items),
  }
  return { copy, readSeq: found.readSeq }
}
