/** The rooms that are open, and a few that were: one record each, however many screens show it. */
import { must } from '../../engine/kernel/assert.ts'
import type { OwnedRoom } from './room.ts'
import type { Storage } from './storage/port.ts'
import type { Room } from './types.ts'

export interface Rooms {
  open(id: string): Room
  get(id: string): OwnedRoom | undefined
  all(): Iterable<OwnedRoom>
  close(): void
}

/** Released rooms that stay up to date, so that going back to one shows it at once. */
const RESTING_MAX = 10
/** Rooms stored on the device; the one opened longest ago makes place. */
const STORED_MAX = 50
const RECENT = 'recentRooms'

export function makeRooms(storage: Storage, make: (id: string) => OwnedRoom): Rooms {
  const rooms = new Map<string, { room: OwnedRoom; screens: number }>()
  /** Released ones, longest ago first. */
  const resting = new Set<string>()
  let recent: Promise<string[]> | null = null

  function rest(id: string): void {
    resting.delete(id)
    resting.add(id)
    if (resting.size <= RESTING_MAX) return
    const [oldest] = resting
    const gone = must(oldest, 'a set over its limit has a first')
    resting.delete(gone)
    rooms.get(gone)?.room.close()
    rooms.delete(gone)
  }

  /** One after another, so that two rooms opened at once do not forget each other. */
  function remember(id: string): void {
    recent = (
      recent ?? storage.get(RECENT).then((stored) => (Array.isArray(stored) ? (stored as string[]) : []))
    )
      .then(async (before) => {
        const after = [id, ...before.filter((other) => other !== id)]
        const dropped = after.splice(STORED_MAX)
        await storage.put({ [RECENT]: after })
        await storage.remove(dropped.map((each) => `room/${each}`))
        return after
      })
      .catch(() => [id])
  }

  return {
    open(id) {
      const entry = rooms.get(id) ?? { room: make(id), screens: 0 }
      rooms.set(id, entry)
      entry.screens++
      resting.delete(id)
      remember(id)
      let isReleased = false
      return {
        ...entry.room,
        release() {
          if (isReleased) return
          isReleased = true
          if (--entry.screens === 0) rest(id)
        },
      }
    },
    get: (id) => rooms.get(id)?.room,
    *all() {
      for (const { room } of rooms.values()) yield room
    },
    close() {
      for (const { room } of rooms.values()) room.close()
      rooms.clear()
    },
  }
}
