/** `link` makes the link of a review, `withdraw` takes it back; the others are what a guest may do who has it. */
import { holdDead } from '../../engine/planning/hold-dead.ts'
import type { PostCommand } from '../../engine/protocol/commands/post-command.ts'
import { ReviewLink } from '../../engine/store/entities/review-link.ts'
import { askPost } from '../ask-post.ts'
import type { Ctx } from '../context.ts'
import { derivedId } from '../derived-id.ts'
import { checkMayWithPost, postOf } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkLink } from './check.ts'
import { type ReviewView, review, urlOf } from './read.ts'

const GOOD_FOR_MS = 14 * 24 * 3_600_000

/** A new one; those from before stay good. Refuses with UNKNOWN_POST, NO_PERMISSION. */
export async function link(
  ctx: SignedInCtx,
  { postId }: { readonly postId: string },
): Promise<{ url: string; endsAt: string }> {
  const { node, session } = ctx
  const { organisationId, userId: madeBy } = session
  const { id, state } = await postOf(node, organisationId, postId)
  await checkMayWithPost(ctx, 'share', state.authorId)
  const em = node.store.scoped(organisationId)
  const before = await em.findOne(ReviewLink, { postId: id })
  const now = node.clock.now()
  // later than all that were taken back, also when the clock of whoever did it is ahead of ours
  const endsAtMs = Math.max(now + GOOD_FOR_MS, (before?.withdrawnUntil?.getTime() ?? 0) + 1)
  const made = { endsAt: new Date(endsAtMs), madeBy, madeAt: new Date(now) }
  const row = { postId: id, organisationId, ...made }
  await node.store.scoped(organisationId).upsert(ReviewLink, row, {
    onConflictFields: ['postId'],
    onConflictMergeFields: ['endsAt', 'madeBy', 'madeAt'],
  })
  return { url: urlOf(node, { postId: id, organisationId, endsAtMs }), endsAt: made.endsAt.toISOString() }
}

/** Parameters: post, organisation, end of what was signed until now, who, when. */
const WITHDRAW = `
INSERT INTO review_link AS l (post_id, organisation_id, withdrawn_until, withdrawn_by, withdrawn_at) VALUES (?, ?, ?, ?, ?)
ON CONFLICT (post_id) DO UPDATE SET withdrawn_by = excluded.withdrawn_by, withdrawn_at = excluded.withdrawn_at,
  withdrawn_until = GREATEST(l.ends_at, l.withdrawn_until, excluded.withdrawn_until)`

/**
 * All links of the post that there are open nothing any more, also those that no row remembers: every link ends a fortnight after
 * it was made. Doing it again is no fault. Refuses with UNKNOWN_POST, NO_PERMISSION.
 */
export async function withdraw(
  ctx: SignedInCtx,
  { postId }: { readonly postId: string },
): Promise<Record<string, never>> {
  const { node, session } = ctx
  const { organisationId, userId } = session
  const { id, state } = await postOf(node, organisationId, postId)
  await checkMayWithPost(ctx, 'share', state.authorId)
  const now = node.clock.now()
  const [until, at] = [now + GOOD_FOR_MS, now].map((ms) => new Date(ms).toISOString())
  await node.store.em().execute(WITHDRAW, [id, organisationId, until, userId, at])
  return {}
}

/** A guest, with the link and the name they give. */
export interface Guest {
  readonly token: string
  readonly name: string
  /** The same name and commandId get the first answer. */
  readonly commandId?: string | undefined
}

/** The last yes, if the organisation has said its own. Refuses with LINK_INVALID, LINK_WITHDRAWN, POST_STANDS_OTHERWISE. */
export const approve = (ctx: Ctx, guest: Guest) =>
  say(ctx, guest, { type: 'post.approve', as: 'client', guest: guest.name })

export const requestChanges = (ctx: Ctx, { note, ...guest }: Guest & { readonly note: string }) =>
  say(ctx, guest, { type: 'post.requestChanges', as: 'client', note, guest: guest.name })

export const comment = (ctx: Ctx, { text, ...guest }: Guest & { readonly text: string }) =>
  say(ctx, guest, { type: 'post.comment', text, guest: guest.name })

async function say({ node }: Ctx, guest: Guest, command: PostCommand): Promise<ReviewView> {
  const { token, name, commandId } = guest
  const { postId, organisationId } = await checkLink(node, token)
  const { state } = await postOf(node, organisationId, postId)
  // a yes may be what gives it its time
  if (command.type === 'post.approve') await holdDead(node, postId, state)
  const authorId = derivedId(['guest', postId, name])
  await askPost(node, { postId, organisationId, authorId, commandId: commandId ?? node.newId() }, command)
  return review(node, token)
}
