/** Acts on conversations: each is one wish to a room, but for read positions, which are a person's own. */

import type { ConversationKind } from '../../engine/conversation/state.ts'
import { assert, must } from '../../engine/kernel/assert.ts'
import { sleep } from '../../engine/kernel/sleep.ts'
import type { ConversationCommand } from '../../engine/protocol/commands/conversation-command.ts'
import { Refusal, refuse } from '../../engine/protocol/errors.ts'
import type { Role } from '../../engine/protocol/permissions.ts'
import { Conversation } from '../../engine/store/entities/conversation.ts'
import { accessTo, checkPeople } from '../access.ts'
import { type Asking, ask } from '../ask.ts'
import { conversationIdOf } from '../inputs.ts'
import type { SignedInCtx } from '../procedure.ts'
import { directRoomId, madeRoomId } from './room-id.ts'

export interface Created {
  readonly conversation: {
    readonly id: string
    readonly kind: ConversationKind
    readonly title: string | null
  }
  readonly seq: number
}

const CREATE_ATTEMPTS = 20
const CREATE_RETRY_MS = 50

interface ToCreate {
  readonly kind: ConversationKind
  readonly title?: string | null
  readonly memberIds: readonly string[]
  readonly commandId?: string
}

/**
 * Begins a conversation, or answers with the one there is: the direct one of these two people, or the one this
 * commandId made before. Refuses with DIRECT_NEEDS_TWO, UNKNOWN_PERSON, TITLE_EMPTY, TITLE_TOO_LONG, MEMBERS_FULL.
 */
export async function create(ctx: SignedInCtx, input: ToCreate): Promise<Created> {
  const { userId, organisationId } = ctx.session
  const memberIds = [...new Set(input.memberIds)].filter((id) => id !== userId)
  const isDirect = input.kind === 'direct'
  if (isDirect && memberIds.length !== 1) refuse('DIRECT_NEEDS_TWO')
  await checkPeople(ctx, memberIds)

  const commandId = input.commandId ?? ctx.node.newId()
  const id = isDirect
    ? directRoomId(organisationId, userId, must(memberIds[0], 'a direct conversation has another person'))
    : madeRoomId(organisationId, userId, commandId)
  const title = isDirect ? null : (input.title ?? null)
  const command = { type: 'conversation.create', conversationKind: input.kind, title, memberIds } as const
  for (let attempt = 0; attempt < CREATE_ATTEMPTS; attempt++) {
    const isThere = await createOrFind(ctx, { conversationId: id, commandId }, command)
    const made = await ctx.node.store.scoped(organisationId).findOne(Conversation, { id })
    if (made) return { conversation: { id, kind: made.kind, title: made.title ?? null }, seq: 1 }
    assert(isThere === 'found', 'a conversation just made is in the store')
    await sleep(ctx.node.clock, CREATE_RETRY_MS)
  }
  return refuse('UNAVAILABLE', { retryAfterMs: CREATE_RETRY_MS })
}

/**
 * Found: the other person was faster, or it has been there for years; either way it is the one that was wished for.
 * The other person's wish may still be on its way to the journal, and may yet fail: then a second try makes it.
 */
async function createOrFind(
  ctx: SignedInCtx,
  asking: Asking,
  command: Extract<ConversationCommand, { type: 'conversation.create' }>,
): Promise<'made' | 'found'> {
  try {
    await ask(ctx, asking, command)
    return 'made'
  } catch (error) {
    const isThere = error instanceof Refusal && error.reason === 'ALREADY_EXISTS'
    if (isThere && command.conversationKind === 'direct') return 'found'
    throw error
  }
}

export interface Done {
  readonly seq: number
}

export const join = (ctx: SignedInCtx, input: Asking) => done(ctx, input, { type: 'member.join' })
export const leave = (ctx: SignedInCtx, input: Asking) => done(ctx, input, { type: 'member.leave' })
export const archive = (ctx: SignedInCtx, input: Asking) => done(ctx, input, { type: 'conversation.archive' })
export const restore = (ctx: SignedInCtx, input: Asking) => done(ctx, input, { type: 'conversation.restore' })

/** Refuses with UNKNOWN_PERSON, ALREADY_A_MEMBER when nobody new is named, MEMBERS_FULL, DIRECT_IS_FIXED. */
export async function invite(ctx: SignedInCtx, input: Asking & { userIds: string[] }): Promise<Done> {
  await checkPeople(ctx, input.userIds)
  return done(ctx, input, { type: 'member.invite', userIds: input.userIds })
}

export const remove = (ctx: SignedInCtx, input: Asking & { userId: string }) =>
  done(ctx, input, { type: 'member.remove', userId: input.userId })

export const changeRole = (ctx: SignedInCtx, input: Asking & { userId: string; role: Role }) =>
  done(ctx, input, { type: 'member.changeRole', userId: input.userId, role: input.role })

export const rename = (ctx: SignedInCtx, input: Asking & { title: string }) =>
  done(ctx, input, { type: 'conversation.rename', title: input.title })

async function done(ctx: SignedInCtx, asking: Asking, command: ConversationCommand): Promise<Done> {
  return { seq: (await ask(ctx, asking, command)).seq }
}

/** Moves the read position forward, never back, and never beyond what there is to read. */
export async function markRead(
  ctx: SignedInCtx,
  input: { conversationId: string; seq: number },
): Promise<{ readSeq: number }> {
  const { userId, organisationId } = ctx.session
  const id = conversationIdOf(input.conversationId)
  const rows = await ctx.node.store.scoped(organisationId).execute<{ read_seq: string | number }[]>(
    `UPDATE member SET read_seq = greatest(member.read_seq, least(?::bigint, conversation.head))
       FROM conversation
      WHERE conversation.id = member.conversation_id
        AND member.conversation_id = ? AND member.user_id = ? AND member.organisation_id = ?
     RETURNING member.read_seq`,
    [input.seq, id, userId, organisationId],
  )
  if (!rows[0]) await accessTo(ctx, id)
  return { readSeq: Number(must(rows[0], 'a member has a read position').read_seq) }
}
