/** Many posts at once: `bulkReschedule` moves those that are named. */
import { shiftLocal, type WallClock } from '../../engine/post/wall-clock.ts'
import { type Reason, Refusal, refuse } from '../../engine/protocol/errors.ts'
import { derivedId } from '../derived-id.ts'
import { postOf } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { reschedule } from './do.ts'

/** Posts moved at once. */
const AT_ONCE = 8

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
