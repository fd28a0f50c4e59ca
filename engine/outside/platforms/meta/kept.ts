/** `kept`: what was made before trouble came is told instead of it, so that it is not made twice; the next visit meets it again. */
import type { Keys } from '../../../protocol/post-shapes.ts'
import { later, type Verdict } from '../answer.ts'

export function kept(keys: Keys, meaning: Verdict, nowMs: number): Verdict {
  const isPassing = meaning.is === 'failed' || meaning.is === 'throttled' || meaning.is === 'authRefresh'
  if (!isPassing || Object.keys(keys).length === 0) return meaning
  return { is: 'stored', keys, retryAt: 'retryAt' in meaning ? meaning.retryAt : later(nowMs, 0) }
}
