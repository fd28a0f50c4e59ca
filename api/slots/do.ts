/** Acts on the weekly slots of accounts, and `shuffle`, which exchanges the times of what is queued in them. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { Refusal, refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { PostingSlot } from '../../engine/store/entities/posting-slot.ts'
import { askPost } from '../ask-post.ts'
import { derivedId } from '../derived-id.ts'
import { checkMayWithPost, postOf } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkAccount, checkTimeZone } from './check.ts'
import { type Slot, slotOf } from './read.ts'

export interface NewSlot {
  readonly accountId: string
  readonly weekday: number
  readonly localTime: string
  readonly timeZone: string
}

/**
 * The slot, also when it was there already, then with the zone it has: an account has one slot at a time of the week.
 * Refuses with NO_PERMISSION, UNKNOWN_ACCOUNT, TIME_INVALID, SLOTS_FULL.
 */
export async function add(ctx: SignedInCtx, input: NewSlot): Promise<{ slot: Slot }> {
  await checkMayWithPost(ctx, 'keepSlots', null)
  await checkAccount(ctx, input.accountId)
  checkTimeZone(input.timeZone)
  const { node, session } = ctx
  const { accountId, weekday, localTime } = input
  const { organisationId } = session
  const row = { id: node.newId(), organisationId, ...input }
  const em = node.store.scoped(organisationId)
  if ((await em.count(PostingSlot, { accountId })) >= LIMITS.slotsMax) refuse('SLOTS_FULL')
  await em.upsert(PostingSlot, row, {
    onConflictFields: ['accountId', 'weekday', 'localTime'],
    onConflictAction: 'ignore',
  })
  const slot = await node.store
    .scoped(organisationId)
    .findOneOrFail(PostingSlot, { accountId, weekday, localTime })
  return { slot: slotOf(slot) }
}

/** Refuses with NO_PERMISSION, UNKNOWN_SLOT. */
export async function remove(ctx: SignedInCtx, { slotId }: { readonly slotId: string }): Promise<object> {
  await checkMayWithPost(ctx, 'keepSlots', null)
  const { organisationId } = ctx.session
  const em = ctx.node.store.scoped(organisationId)
  const gone = isUuid(slotId) ? await em.nativeDelete(PostingSlot, { id: slotId, organisationId }) : 0
  if (gone === 0) refuse('UNKNOWN_SLOT')
  return {}
}

/** What is planned in it stays planned. Refuses with NO_PERMISSION, UNKNOWN_SLOT. */
export async function pause(
  ctx: SignedInCtx,
  { slotId, isPaused }: { readonly slotId: string; readonly isPaused: boolean },
): Promise<{ slot: Slot }> {
  await checkMayWithPost(ctx, 'keepSlots', null)
  const em = ctx.node.store.scoped(ctx.session.organisationId)
  const slot = isUuid(slotId) ? await em.findOne(PostingSlot, { id: slotId }) : null
  if (slot === null) refuse('UNKNOWN_SLOT')
  await em.nativeUpdate(PostingSlot, { id: slotId }, { paused: isPaused })
  return { slot: slotOf({ ...slot, paused: isPaused }) }
}

interface Queued {
  readonly id: string
  readonly localAt: string
  readonly timeZone: string
}

/** Posts that go nowhere else: another account's queue stays as it is. Parameters: organisation, account, not before. */
const QUEUED = `
  SELECT p.id, p.local_at AS "localAt", p.time_zone AS "timeZone"
    FROM post_target t JOIN post p ON p.id = t.post_id
   WHERE t.organisation_id = ? AND t.to_id = ? AND t.life = 'scheduled' AND p.status = 'scheduled' AND p.at > ?
     AND NOT EXISTS (SELECT 1 FROM post_target o WHERE o.post_id = p.id AND o.to_id <> t.to_id)
   GROUP BY p.id ORDER BY p.at, p.id`

/** What is about to be prepared is left alone. */
const SOON_MS = 60 * 60_000

/**
 * Gives the planned posts of an account each other's times, by an order that follows from the commandId: asked again, it
 * changes nothing more. Answers with the posts that moved. Refuses with NO_PERMISSION, UNKNOWN_ACCOUNT.
 */
export async function shuffle(
  ctx: SignedInCtx,
  {
    accountId,
    commandId = ctx.node.newId(),
  }: { readonly accountId: string; readonly commandId?: string | undefined },
): Promise<{ postIds: string[] }> {
  await checkMayWithPost(ctx, 'keepSlots', null)
  await checkAccount(ctx, accountId)
  const { node, session } = ctx
  const { organisationId, userId: authorId } = session
  const later = new Date(node.clock.now() + SOON_MS)
  const times = await node.store.em().execute<Queued[]>(QUEUED, [organisationId, accountId, later])
  const rank = ({ id }: Queued) => derivedId([commandId, id])
  const posts = [...times].sort((a, b) => (rank(a) < rank(b) ? -1 : 1))
  const postIds: string[] = []
  for (const [index, post] of posts.entries()) {
    const time = times[index]
    const { state } = await postOf(node, organisationId, post.id)
    if (time === undefined || time.id === post.id || state.plan === null) continue
    const at = { ...state.plan.at, localDateTime: time.localAt, timeZone: time.timeZone }
    const own = derivedId(['shuffle', commandId, post.id])
    try {
      await askPost(
        node,
        { postId: post.id, organisationId, authorId, commandId: own },
        { type: 'post.plan', plan: { ...state.plan, at } },
      )
      postIds.push(post.id)
    } catch (error) {
      // it was cancelled or published meanwhile: its time stays with nobody
      if (!(error instanceof Refusal) || error.retryAfterMs !== undefined) throw error
    }
  }
  return { postIds }
}
