/** `link` makes the link of a review; the others are what a guest may do who has it. */
import { holdDead } from '../../engine/planning/hold-dead.ts'
import type { PostCommand } from '../../engine/protocol/commands/post-command.ts'
import { askPost } from '../ask-post.ts'
import type { Ctx } from '../context.ts'
import { derivedId } from '../derived-id.ts'
import { checkMayWithPost, postOf } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { type ReviewView, review } from './read.ts'
import { makeToken, readToken } from './token.ts'

const GOOD_FOR_MS = 14 * 24 * 3_600_000

/** Refuses with UNKNOWN_POST, NO_PERMISSION. */
export async function link(
  ctx: SignedInCtx,
  { postId }: { readonly postId: string },
): Promise<{ url: string; endsAt: string }> {
  const { node, session } = ctx
  const { organisationId } = session
  const { id, state } = await postOf(node, organisationId, postId)
  await checkMayWithPost(ctx, 'share', state.authorId)
  const endsAtMs = node.clock.now() + GOOD_FOR_MS
  const token = makeToken(node.outside.signatures, { postId: id, organisationId, endsAtMs })
  return {
    url: `${node.config.publicUrl}/#/review/${token}`,
    endsAt: new Date(endsAtMs).toISOString(),
  }
}

/** A guest, with the link and the name they give. */
export interface Guest {
  readonly token: string
  readonly name: string
  /** The same name and commandId get the first answer. */
  readonly commandId?: string | undefined
}

/** The last yes, if the organisation has said its own. Refuses with LINK_INVALID, POST_STANDS_OTHERWISE. */
export const approve = (ctx: Ctx, guest: Guest) =>
  say(ctx, guest, { type: 'post.approve', as: 'client', guest: guest.name })

export const requestChanges = (ctx: Ctx, { note, ...guest }: Guest & { readonly note: string }) =>
  say(ctx, guest, { type: 'post.requestChanges', as: 'client', note, guest: guest.name })

export const comment = (ctx: Ctx, { text, ...guest }: Guest & { readonly text: string }) =>
  say(ctx, guest, { type: 'post.comment', text, guest: guest.name })

async function say({ node }: Ctx, guest: Guest, command: PostCommand): Promise<ReviewView> {
  const { token, name, commandId } = guest
  const { postId, organisationId } = readToken(node.outside.signatures, token, node.clock.now())
  const { state } = await postOf(node, organisationId, postId)
  // a yes may be what gives it its time
  if (command.type === 'post.approve') await holdDead(node, postId, state)
  const authorId = derivedId(['guest', postId, name])
  await askPost(node, { postId, organisationId, authorId, commandId: commandId ?? node.newId() }, command)
  return review(node, token)
}
