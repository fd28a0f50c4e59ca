/** Many posts at once: `bulk` and `bulkReschedule` act on those that are named. */
import { shiftLocal, type WallClock } from '../../engine/post/wall-clock.ts'
import { type Reason, Refusal, refuse } from '../../engine/protocol/errors.ts'
import { derivedId } from '../derived-id.ts'
import { postOf } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { act, type OfPost, reschedule, submit } from './do.ts'

/** Posts acted on at once. */
const AT_ONCE = 8

/** What became of one of them. */
export interface Outcome {
  readonly postId: string
  readonly ok: boolean
  readonly reason?: Reason
}

export interface ToAct {
  readonly postIds: readonly string[]
  readonly act: keyof typeof ACTS
  readonly commandId?: string | undefined
}

const ACTS = {
  submit,
  approve: (ctx: SignedInCtx, of: OfPost) =>
    act(ctx, of, 'approve', { type: 'post.approve', as: 'internal' }),
  cancel: (ctx: SignedInCtx, of: OfPost) => act(ctx, of, 'cancel', { type: 'post.cancel', targetId: null }),
} as const

/** Each post for itself, as if it had been asked alone: one that refuses says why and holds up none. */
export function bulk(
  ctx: SignedInCtx,
  { postIds, act: name, commandId }: ToAct,
): Promise<{ results: Outcome[] }> {
  return ofEach(postIds, async (postId) => {
    await ACTS[name](ctx, { postId, commandId: commandId && derivedId(['bulk', name, commandId, postId]) })
  })
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
): Promise<{ results: Outcome[] }> {
  if ((shift === undefined) === (at === undefined))
    refuse('INVALID_INPUT', { message: 'Either shift or at, not both.' })
  return ofEach(postIds, async (postId) => {
    const own = commandId && derivedId(['bulk', commandId, postId])
    const to = at ?? (await shifted(ctx, { postId, commandId: own }, shift ?? {}))
    if (to !== null) await reschedule(ctx, { postId, at: to, commandId: own })
  })
}

/** In the order in which they were named, each once. */
async function ofEach(
  postIds: readonly string[],
  act: (postId: string) => Promise<void>,
): Promise<{ results: Outcome[] }> {
  const results: Outcome[] = []
  const waiting = [...new Set(postIds)].map((postId, index) => ({ postId, index }))
  const next = async () => {
    for (let one = waiting.shift(); one !== undefined; one = waiting.shift()) {
      const { postId, index } = one
      results[index] = await outcomeOf(postId, () => act(postId))
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, next))
  return { results }
}

async function outcomeOf(postId: string, act: () => Promise<void>): Promise<Outcome> {
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
