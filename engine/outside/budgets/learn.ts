/** `learn`, `block` and `giveBack`: what a budget is told after a call. */
import type { Store } from '../../store/store.ts'
import { isoOf } from './take.ts'

type Em = Pick<Store, 'em'>

/**
 * What the network says is left counts on top of what we have used, calls that are under way included. Within a window it
 * only ever makes a limit tighter: answers overtake each other, and an old one tells of more than there is.
 */
const LEARN = `
INSERT INTO budget AS known (key, used, limit_at_most, blocked_until, ends_at)
VALUES (?, 0, ?::bigint, ?::timestamptz, ?::timestamptz)
ON CONFLICT (key) DO UPDATE SET
  used = CASE WHEN known.ends_at > ?::timestamptz THEN known.used ELSE 0 END,
  limit_at_most = CASE WHEN known.ends_at > ?::timestamptz
    THEN least(known.limit_at_most, known.used + excluded.limit_at_most) ELSE excluded.limit_at_most END,
  blocked_until = greatest(known.blocked_until, excluded.blocked_until),
  ends_at = CASE WHEN known.ends_at > ?::timestamptz THEN known.ends_at ELSE excluded.ends_at END`

export interface Said {
  readonly key: string
  readonly remaining: number
  readonly resetAtMs: number
}

export async function learn(store: Em, { key, remaining, resetAtMs }: Said, nowMs: number): Promise<void> {
  if (resetAtMs <= nowMs) return
  const left = Math.max(0, Math.floor(remaining))
  const [now, resetAt] = [isoOf(nowMs), isoOf(resetAtMs)]
  await store.em().execute(LEARN, [key, left, left === 0 ? resetAt : null, resetAt, now, now, now])
}

const BLOCK = `
INSERT INTO budget AS known (key, used, blocked_until, ends_at) VALUES (?, 0, ?::timestamptz, ?::timestamptz)
ON CONFLICT (key) DO UPDATE SET blocked_until = greatest(known.blocked_until, excluded.blocked_until)`

export async function block(store: Em, key: string, untilMs: number): Promise<void> {
  await store.em().execute(BLOCK, [key, isoOf(untilMs), isoOf(untilMs)])
}

const GIVE_BACK = `
UPDATE budget SET used = greatest(0, used - ?::bigint) WHERE key = ? AND ends_at > ?::timestamptz`

/** Into the window that runs now; what was taken from one that is over means nothing any more. */
export async function giveBack(store: Em, key: string, amount: number, nowMs: number): Promise<void> {
  await store.em().execute(GIVE_BACK, [amount, key, isoOf(nowMs)])
}
