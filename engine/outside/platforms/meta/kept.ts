/** `kept`: what was made before trouble came is told instead of it, so that it is not made twice; the next visit meets it again. */
import type { Keys } from '../../../protocol/post-shapes.ts'
import type { Meaning } from './answers.ts'
import { after } from './settings.ts'

export function kept(keys: Keys, meaning: Meaning, nowMs: number): Meaning {
  const isPassing = meaning.is === 'failed' || meaning.is === 'throttled' || meaning.is === 'authRefresh'
  if (!isPassing || Object.keys(keys).length === 0) return meaning
  return { is: 'stored', keys, retryAt: 'retryAt' in meaning ? meaning.retryAt : after(nowMs, 0) }
}
