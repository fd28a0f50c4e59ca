/** Whether a room takes one more command: `isBusy`; and when those it does not take shall come back: `busyRefusal`. */
import { must } from '../kernel/assert.ts'
import { Refusal } from '../protocol/errors.ts'
import type { Activation } from './activation.ts'
import { hasCompany } from './company.ts'
import type { RuntimeParts } from './parts.ts'

/** No divisor of a thousand: those who are turned away one after another come back at times far apart. */
const STEP_MS = 379

/** More of what waits in the node than this is a crowd. Where all rooms wait alike, the node is slow, and nobody is. */
const CROWD_SHARE = 1 / 4

/**
 * By count, and beside other rooms by time: while its oldest command has waited for longer than `waitMs`, a crowded room
 * takes no more than `mailboxFew`. A crowd that comes at once is taken in; one that keeps coming faster than its commands
 * are done would keep the room's neighbours waiting behind turns of a thousand commands each.
 */
export function isBusy({ registry, limits, clock, lanes }: RuntimeParts, room: Activation): boolean {
  const { pending, status } = room
  const size = pending?.size ?? 0
  if (size >= limits.mailboxMax || registry.waiting >= limits.waitingMax) return true
  // while it is read, that is what they wait for
  if (size < limits.mailboxFew || size < registry.waiting * CROWD_SHARE || status !== 'active') return false
  const nowMs = clock.now()
  const oldest = pending?.values().next().value
  const lane = must(lanes[room.lane], `lane ${room.lane} exists`)
  return oldest !== undefined && nowMs - oldest.cameAt > limits.waitMs && hasCompany(lane, nowMs)
}

/** After one to two times `retryAfterMs`: together they would come back as the crowd that they were. */
export function busyRefusal({ comebacks, limits: { retryAfterMs }, gauges }: RuntimeParts): Refusal {
  gauges.refused('BUSY')
  return new Refusal('BUSY', { retryAfterMs: retryAfterMs + ((comebacks.count++ * STEP_MS) % retryAfterMs) })
}
