/** Who may read a conversation: asked by every read that is not already narrowed to one's own rooms. */
import type { EntityManager } from '@mikro-orm/postgresql'
import { isUuid } from '../engine/kernel/ids.ts'
import { refuse } from '../engine/protocol/errors.ts'
import { Conversation } from '../engine/store/entities/conversation.ts'
import { Member } from '../engine/store/entities/member.ts'
import { Membership } from '../engine/store/entities/membership.ts'
import { conversationIdOf } from './inputs.ts'
import type { SignedInCtx } from './procedure.ts'

export interface Access {
  /** Sees the asking person's organisation only. */
  readonly em: EntityManager
  readonly conversation: Conversation
  /** Null for somebody who looks at a channel from outside. */
  readonly member: Member | null
}

/**
 * Members may read; anybody of the organisation may look at a channel, but not at its messages.
 * Refuses with UNKNOWN_CONVERSATION (also for one of another organisation) and NOT_A_MEMBER.
 */
export async function accessTo(
  { node, session }: SignedInCtx,
  conversationId: string,
  options: { readonly outsideToo?: boolean } = {},
): Promise<Access> {
  const id = conversationIdOf(conversationId)
  const em = node.store.scoped(session.organisationId)
  const [conversation, member] = await Promise.all([
    em.findOne(Conversation, { id }),
    em.findOne(Member, { conversationId: id, userId: session.userId }),
  ])
  if (!conversation) refuse('UNKNOWN_CONVERSATION')
  if (!member && !(options.outsideToo && conversation.kind === 'channel')) refuse('NOT_A_MEMBER')
  return { em, conversation, member }
}

/** Refuses with UNKNOWN_PERSON unless every id is a person of the organisation. */
export async function checkPeople({ node, session }: SignedInCtx, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  const wanted = [...new Set(ids)]
  if (!wanted.every(isUuid)) refuse('UNKNOWN_PERSON')
  const found = await node.store.scoped(session.organisationId).count(Membership, { userId: { $in: wanted } })
  if (found !== wanted.length) refuse('UNKNOWN_PERSON')
}
