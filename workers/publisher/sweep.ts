/**
 * `startSweep`: looks from time to time for what neither an owner nor a publisher came for.
 *
 * There should be nothing to find. Rows that stay say that nobody can get at what they are for; a post without rows has
 * lost them, in a restore of some tables say, and gets them again from its journal.
 */
import type { Log } from '../../engine/actors/ports.ts'
import type { Clock } from '../../engine/kernel/clock.ts'
import { duesOf } from '../../engine/post/due.ts'
import type { PostState } from '../../engine/post/state.ts'
import type { PgDues } from '../../engine/store/dues.ts'
import { startRounds } from '../rounds.ts'

export interface SweepParts {
  readonly dues: Pick<PgDues, 'overdue' | 'forgotten' | 'restore'>
  readonly read: (postId: string) => Promise<PostState | null>
  readonly clock: Clock
  readonly log: Log
}

const SWEEP_MS = 5 * 60_000
/** Longer than any claim, lease of one call, or failover. */
const PATIENCE_MS = 10 * 60_000
const FORGOTTEN_MAX = 100

/** Returns a function that ends it. */
export function startSweep(parts: SweepParts): () => void {
  const { clock, log } = parts
  const failure = 'the sweep for forgotten posts failed'
  return startRounds({ clock, log, failure, firstMs: SWEEP_MS, everyMs: SWEEP_MS, round: () => sweep(parts) })
}

/** How many posts got their rows again. */
export async function sweep({ dues, read, clock, log }: SweepParts): Promise<number> {
  const before = new Date(clock.now() - PATIENCE_MS).toISOString()
  const overdue = await dues.overdue(before)
  if (overdue > 0) log.warn({ overdue }, 'something has been due for ten minutes and nobody could do it')
  let restored = 0
  for (const postId of await dues.forgotten(before, FORGOTTEN_MAX)) {
    const state = await read(postId)
    const wanted = state && duesOf(state)
    if (!wanted || wanted.size === 0) continue
    await dues.restore(postId, wanted)
    log.error({ post: postId }, 'a post had lost what wakes it')
    restored++
  }
  return restored
}
