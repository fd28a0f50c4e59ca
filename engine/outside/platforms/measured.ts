/** `unmeasured`: why the numbers of posts could not be read; `numberIn`: one of them. */
import { fieldOf, later, type Verdict } from './answer.ts'
import type { Measured } from './contract.ts'

/** `patienceMs` is waited where the network does not say how long. */
export function unmeasured(
  trouble: Verdict,
  nowMs: number,
  patienceMs: number,
): Exclude<Measured, { is: 'ok' }> {
  if (trouble.is === 'authRefresh') return { is: 'authRefresh' }
  const retryAt = 'retryAt' in trouble ? trouble.retryAt : later(nowMs, patienceMs)
  return { is: 'failed', why: trouble.is, retryAt }
}

/** Null for what is no number: the network does not tell. */
export function numberIn(json: unknown, name: string): number | null {
  const value = fieldOf(json, name)
  return typeof value === 'number' ? value : null
}
