/** Many posts at once: `bulkReschedule` moves those that are named, `recur` makes what a rule brings within a month. */
import { isRule, occurrencesOf } from '../../engine/post/recurrence.ts'
import { instantOf, localTimeOf, shiftLocal, type WallClock } from '../../engine/post/wall-clock.ts'
import { type Reason, Refusal, refuse } from '../../engine/protocol/errors.ts'
import { askPost } from '../ask-post.ts'
import { derivedId, madePostId } from '../derived-id.ts'
import { checkMayWithPost, postOf } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkPlan, checkTimeZone } from './check.ts'
import { copyOf, giveTime, reschedule } from './do.ts'

/** Posts moved at once. */
const AT_ONCE = 8
/** Made now; asking again later makes the next ones, and none twice. */
const RECUR_DAYS = 30
/** Two a day, every day. */
const RECURRENCES_MAX = 60

export interface Moved {
  readonly postId: string
  readonly ok: boolean
  readonly reason?: Reason
}

export interface ToMove {
  readonly postIds: readonly string[]
  /** Later on the clock where each post is planned: nine stays nine when clocks change. */
  readonly shift?: { readonly days?: number | undefined; readonly minutes?: number | undefined } | undefined
  /** All to one time. */
  readonly at?: WallClock | undefined
  readonly commandId?: string | undefined
}

/** Each post for itself: one that cannot be moved says why and holds up none. Refuses with INVALID_INPUT. */
export async function bulkReschedule(
  ctx: SignedInCtx,
  { postIds, shift, at, commandId }: ToMove,
): Promise<{ results: Moved[] }> {
  if ((shift === undefined) === (at === undefined))
    refuse('INVALID_INPUT', { message: 'Either shift or at, not both.' })
  const results: Moved[] = []
  const waiting = [...new Set(postIds)].map((postId, index) => ({ postId, index }))
  const next = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const { postId, index } = one
      results[index] = await outcomeOf(postId, async () => {
        const own = commandId && derivedId(['bulk', commandId, postId])
        const to = at ?? (await shifted(ctx, { postId, commandId: own }, shift ?? {}))
        if (to !== null) await reschedule(ctx, { postId, at: to, commandId: own })
      })
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  return { results }
}

async function outcomeOf(postId: string, act: () => Promise<void>): Promise<Moved> {
  try {
    await act()
    return { postId, ok: true }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { postId, ok: false, reason: error.reason }
  }
}

/** Null when this very command has moved it already: shifted from where it stands now it would go twice as far. */
async function shifted(
  { node, session }: SignedInCtx,
  { postId, commandId }: { postId: string; commandId: string | undefined },
  shift: NonNullable<ToMove['shift']>,
): Promise<WallClock | null> {
  const { state } = await postOf(node, session.organisationId, postId)
  const { plan } = state
  if (plan === null) refuse('NO_PLAN')
  const isDone =
    commandId !== undefined &&
    (await node.store.journal.findCommand(postId, session.userId, commandId)) !== null
  return isDone ? null : { ...plan.at, localDateTime: shiftLocal(plan.at.localDateTime, shift) }
}

export interface ToRecur {
  readonly postId: string
  /** RFC 5545 without DTSTART: `FREQ=WEEKLY;BYDAY=MO`. */
  readonly rule: string
  readonly timeZone: string
  /** Local dates on which it does not come. */
  readonly skip: readonly string[]
  /** Not after this local date. */
  readonly until?: string | undefined
  /** In all, the post itself not counted. */
  readonly count?: number | undefined
}

/**
 * Duplicates of a planned post, at the times that its rule brings in the next 30 days. A duplicate's command follows from the
 * rule and its time, so asking again makes nothing twice. Refuses with NO_PLAN, RULE_INVALID, TIME_INVALID.
 */
export async function recur(ctx: SignedInCtx, input: ToRecur): Promise<{ postIds: string[] }> {
  const { node, session } = ctx
  const { postId, rule, timeZone } = input
  const { userId, organisationId } = session
  const { state } = await postOf(node, organisationId, postId)
  await checkMayWithPost(ctx, 'plan', state.authorId)
  checkTimeZone(timeZone)
  const { plan } = state
  if (plan === null) refuse('NO_PLAN')
  const postIds: string[] = []
  for (const localDateTime of timesOf(ctx, plan.at.localDateTime, input)) {
    const commandId = derivedId(['recur', postId, rule, timeZone, localDateTime])
    const at = { ...plan.at, timeZone, localDateTime }
    if (instantOf(at) === null) continue
    checkPlan(ctx, { ...plan, at })
    const id = madePostId(organisationId, userId, commandId)
    const command = { type: 'post.create', ...copyOf(state) } as const
    await askPost(node, { postId: id, organisationId, authorId: userId, commandId }, command)
    await giveTime(ctx, id, commandId, { ...plan, at })
    postIds.push(id)
  }
  return { postIds }
}

/** Local times to come within 30 days, counted from the post's own. */
function timesOf(
  { node }: SignedInCtx,
  start: string,
  { rule, timeZone, skip, until, count }: ToRecur,
): string[] {
  if (!isRule(rule, start)) refuse('RULE_INVALID')
  const nowMs = node.clock.now()
  const now = localTimeOf(new Date(nowMs).toISOString(), timeZone)
  const end = shiftLocal(now, { days: RECUR_DAYS })
  const last = until === undefined || until > end.slice(0, 10) ? end : `${until}T23:59`
  const all = occurrencesOf({ rule, start, skip }, start, count ?? RECURRENCES_MAX * 40)
  return all.filter((time) => time > now && time <= last).slice(0, RECURRENCES_MAX)
}
