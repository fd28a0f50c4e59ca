/** Reads of slots: those there are, what comes in them, and the next one that is free. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { type SlotTime, slotTimes } from '../../engine/post/slots.ts'
import { Post } from '../../engine/store/entities/post.ts'
import type { PostTarget } from '../../engine/store/entities/post-target.ts'
import { PostingSlot } from '../../engine/store/entities/posting-slot.ts'
import { nextSlotOf, takersOf } from '../../engine/store/next-slot.ts'
import { maySomeone } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkAccount } from './check.ts'

export interface Slot {
  readonly id: string
  readonly accountId: string
  /** ISO 8601: 1 is Monday. */
  readonly weekday: number
  /** `09:00`. */
  readonly localTime: string
  readonly timeZone: string
  readonly isPaused: boolean
}

/** By account, then by time of the week; and whether the reader may keep them. */
export async function list(
  ctx: SignedInCtx,
  { accountId }: { readonly accountId?: string | undefined },
): Promise<{ items: Slot[]; mayKeep: boolean }> {
  const { node, session } = ctx
  const mayKeep = await maySomeone(ctx, 'keepSlots', null)
  if (accountId !== undefined && !isUuid(accountId)) return { items: [], mayKeep }
  const found = await node.store
    .scoped(session.organisationId)
    .find(PostingSlot, accountId === undefined ? {} : { accountId }, {
      orderBy: { accountId: 'asc', weekday: 'asc', localTime: 'asc' },
    })
  return { items: found.map(slotOf), mayKeep }
}

export interface ComingSlot extends SlotTime {
  readonly slotId: string
  /** What goes out then; none: it is free. */
  readonly posts: readonly PostInSlot[]
}

export interface PostInSlot extends Pick<Post, 'id' | 'status' | 'text' | 'mediaIds'> {}

/** Soonest first; slots that rest are left out. Refuses with UNKNOWN_ACCOUNT. */
export async function coming(
  ctx: SignedInCtx,
  { accountId, days }: { readonly accountId: string; readonly days: number },
): Promise<{ items: ComingSlot[] }> {
  await checkAccount(ctx, accountId)
  const { node, session } = ctx
  const { organisationId } = session
  const em = node.store.scoped(organisationId)
  const slots = await em.find(PostingSlot, { accountId, paused: false })
  const after = new Date(node.clock.now()).toISOString()
  const times = slots
    .flatMap((slot) => slotTimes([slot], after, days).map((time) => ({ ...time, slotId: slot.id })))
    .sort((a, b) => (a.instant < b.instant ? -1 : 1))
  const takers = await takersOf(node.store, { organisationId, accountId }, times)
  const posts = await em.find(Post, { id: { $in: takers.map(({ postId }) => postId) } })
  return { items: times.map((time) => ({ ...time, posts: postsAt(time, takers, posts) })) }
}

function postsAt({ instant }: SlotTime, takers: readonly PostTarget[], posts: readonly Post[]): PostInSlot[] {
  const there = takers.filter(({ at }) => at?.toISOString() === instant).map(({ postId }) => postId)
  return posts
    .filter(({ id }) => there.includes(id))
    .map(({ id, status, text, mediaIds }) => ({ id, status, text, mediaIds }))
}

/** Null when the account has no slot, or none is free within a year. Refuses with UNKNOWN_ACCOUNT. */
export async function next(
  ctx: SignedInCtx,
  { accountId }: { readonly accountId: string },
): Promise<{ localDateTime: string; timeZone: string } | null> {
  await checkAccount(ctx, accountId)
  const { node, session } = ctx
  const after = new Date(node.clock.now()).toISOString()
  const slot = await nextSlotOf(node.store, { organisationId: session.organisationId, accountId }, after)
  return slot && { localDateTime: slot.localDateTime, timeZone: slot.timeZone }
}

export function slotOf({
  id,
  accountId,
  weekday,
  localTime,
  timeZone,
  paused,
}: Omit<PostingSlot, 'organisationId'>): Slot {
  return { id, accountId, weekday, localTime, timeZone, isPaused: paused }
}
