/** Whether a room takes one more command: `isBusy`; and when those it does not take shall come back: `busyRefusal`. */
import { Refusal } from '../protocol/errors.ts'
import type { Activation } from './activation.ts'
import type { RuntimeParts } from './parts.ts'

export function isBusy({ registry, limits }: RuntimeParts, { pending }: Activation): boolean {
  return (pending?.size ?? 0) >= limits.mailboxMax || registry.waiting >= limits.waitingMax
}

export function busyRefusal({ spread, limits, gauges }: RuntimeParts): Refusal {
  gauges.refused('BUSY')
  return new Refusal('BUSY', { retryAfterMs: spread(limits.retryAfterMs) })
}
