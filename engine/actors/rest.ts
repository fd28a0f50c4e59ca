/** A crowded room beside others rests between its commits, so that they are few and large: `isResting`, `noteTakenOff`. */
import type { Activation } from './activation.ts'
import type { Lane } from './commit.ts'
import type { RuntimeParts } from './parts.ts'

/**
 * Each commit of a room is a frame for each of its listeners: a hundred messages in one cost hardly more than ten in
 * one. Its neighbours notice that, and its own people hardly the rest.
 */
const REST_MS = 20
/** Of one room in one commit: what comes faster than 400 a second. */
const CROWD_EVENTS = 8
/** A room that has been alone for so long has nobody to be considerate of. */
const COMPANY_MS = 1_000

/** Whether others are, or were a moment ago, written beside this room. */
export function hasCompany({ companyAt }: Lane, nowMs: number): boolean {
  return nowMs - companyAt < COMPANY_MS
}

export function isResting(lane: Lane, activation: Activation, nowMs: number): boolean {
  const until = lane.resting.get(activation)
  if (until === undefined) return false
  // clocks may jump
  if (nowMs < until && until - nowMs <= REST_MS && activation.status !== 'gone') return true
  lane.resting.delete(activation)
  return false
}

/** To be called for each room that goes into a commit, with how many events of it do. */
export function noteTakenOff(lane: Lane, activation: Activation, eventCount: number, nowMs: number): void {
  if (lane.lastRoomId !== activation.roomId) lane.companyAt = nowMs
  lane.lastRoomId = activation.roomId
  if (eventCount >= CROWD_EVENTS && hasCompany(lane, nowMs)) lane.resting.set(activation, nowMs + REST_MS)
}

/** Calls `wake` once whoever rests may have rested enough. */
export function afterRest({ clock }: RuntimeParts, lane: Lane, wake: () => void): void {
  if (lane.stopResting !== null) return
  lane.stopResting = clock.after(REST_MS, () => {
    lane.stopResting = null
    wake()
  })
}
