/** Whether a room has neighbours that its crowd would keep waiting: `hasCompany`, by what `noteTakenOff` has seen. */
import type { Lane } from './commit.ts'

/** A room that has been alone for so long has nobody to be considerate of. */
const COMPANY_MS = 1_000

/** Whether others are, or were a moment ago, written beside this room. */
export function hasCompany({ companyAt }: Lane, nowMs: number): boolean {
  return nowMs - companyAt < COMPANY_MS
}

/** To be called for each room that goes into a commit. */
export function noteTakenOff(lane: Lane, roomId: string, nowMs: number): void {
  if (lane.lastRoomId !== roomId) lane.companyAt = nowMs
  lane.lastRoomId = roomId
}
