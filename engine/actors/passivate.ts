/** Lets rooms leave memory: those that nobody has asked for a while, and the oldest idle ones when there are too many. */
import type { Activation } from './activation.ts'
import type { RuntimeParts } from './parts.ts'
import { forget } from './settle.ts'

/** Sweeps after `sweepMs`, and again as long as rooms are in memory. */
export function sweepLater(parts: RuntimeParts): void {
  if (parts.sweep.cancel === null) {
    parts.sweep.cancel = parts.clock.after(parts.limits.sweepMs, () => {
      parts.sweep.cancel = null
      sweep(parts, parts.clock.now() - parts.limits.idleMs)
      if (parts.registry.size > 0) sweepLater(parts)
    })
  }
  makePlace(parts)
}

/** Takes idle rooms last touched before `beforeMs` out of memory. */
function sweep(parts: RuntimeParts, beforeMs: number): void {
  for (const activation of parts.registry.all()) {
    if (activation.touchedAt < beforeMs && isIdle(activation)) forget(parts, activation)
  }
}

/** Lets the least recently used idle rooms go until there is place for one more. */
function makePlace(parts: RuntimeParts): void {
  if (parts.registry.size < parts.limits.residentMax) return
  for (const activation of parts.registry.all()) {
    if (!isIdle(activation)) continue
    forget(parts, activation)
    if (parts.registry.size < parts.limits.residentMax) return
  }
}

/** Nothing waits in it, so nothing is lost but the time to read it again. */
function isIdle(activation: Activation): boolean {
  return activation.status === 'active' && activation.pending === null
}
