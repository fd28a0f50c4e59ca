/** Due rows in memory, with the semantics of `store/dues.ts`: `makeMemoryDues`. It remembers how late each was done. */
import type { DueRow, RoomWrite } from '../actors/ports.ts'
import type { PgDues } from '../store/dues.ts'

/** A row, and since when it has been as it is. Milliseconds since 1970. */
export interface KeptRow extends DueRow {
  readonly waker: 'owner' | 'publisher'
  readonly shard: number
  readonly dueMs: number
  readonly sinceMs: number
  readonly claimedUntilMs: number
}

/** A row that a commit took away, or gave another time, after it had come due. */
export interface DoneRow extends DueRow {
  readonly waker: 'owner' | 'publisher'
  /** From when on nothing stood in its way. Milliseconds since 1970. */
  readonly readyMs: number
  readonly doneMs: number
}

export interface MemoryDues extends Pick<PgDues, 'soon' | 'claim' | 'nextBefore' | 'isHeld'> {
  /** A commit took effect. */
  written(write: Pick<RoomWrite, 'roomId' | 'shard' | 'due' | 'listing'>): void
  /** Somebody stops all posts of an organisation, or lets them go. */
  hold(organisationId: string, isHeld: boolean): void
  rows(): readonly KeptRow[]
  rowsOf(roomId: string): readonly KeptRow[]
  /** Of all timelines, in the order in which they were done. */
  readonly done: readonly DoneRow[]
  /** What a standby has now. Calling it fails over to it. */
  mark(): () => void
}

/** An owner that came in vain, because somebody had stopped everything, comes again with its next look at the table. */
const OWNERS_LOOK_MS = 20_000

/** `now`: the database's clock, ms since 1970. */
export function makeMemoryDues(now: () => number): MemoryDues {
  let rooms = new Map<string, Map<string, KeptRow>>()
  const organisations = new Map<string, string>()
  let held = new Set<string>()
  let releasedMs = Number.NEGATIVE_INFINITY
  const done: DoneRow[] = []

  const all = () => [...rooms.values()].flatMap((rows) => [...rows.values()])
  const isOnHold = (roomId: string) => held.has(organisations.get(roomId) ?? '')

  function isFree({ waker, claimedUntilMs, name, roomId }: KeptRow, nowMs: number): boolean {
    if (waker !== 'publisher' || claimedUntilMs > nowMs) return false
    return name.startsWith('reconcile:') || !isOnHold(roomId)
  }

  function finish({ roomId, name, dueAt, waker, dueMs, sinceMs }: KeptRow): void {
    const doneMs = now()
    if (dueMs > doneMs || isOnHold(roomId)) return
    const freeMs = releasedMs + (waker === 'owner' ? OWNERS_LOOK_MS : 0)
    done.push({ roomId, name, dueAt, waker, readyMs: Math.max(dueMs, sinceMs, freeMs), doneMs })
  }

  return {
    done,
    rows: all,
    rowsOf: (roomId) => [...(rooms.get(roomId)?.values() ?? [])],
    written({ roomId, shard, due: changes, listing }) {
      if (listing !== null) organisations.set(roomId, listing.organisationId)
      if (changes.length === 0) return
      const rows = rooms.get(roomId) ?? new Map<string, KeptRow>()
      rooms.set(roomId, rows)
      for (const { name, due } of changes) {
        const before = rows.get(name)
        if (before !== undefined) finish(before)
        if (due === null) rows.delete(name)
        else {
          const { at: dueAt, waker } = due
          const times = { dueMs: Date.parse(dueAt), sinceMs: now(), claimedUntilMs: 0 }
          rows.set(name, { roomId, name, shard, dueAt, waker, ...times })
        }
      }
    },
    hold(organisationId, isHeld) {
      if (isHeld) held.add(organisationId)
      else if (held.delete(organisationId)) releasedMs = now()
    },
    async isHeld(organisationId) {
      return held.has(organisationId)
    },
    async soon(shards, until, limit) {
      const ours = all().filter(
        ({ waker, shard, dueAt }) => waker === 'owner' && shards.includes(shard) && dueAt <= until,
      )
      return ours.sort(soonestFirst).slice(0, limit)
    },
    async claim(limit, claimMs) {
      const nowMs = now()
      const free = all().filter((row) => row.dueMs <= nowMs && isFree(row, nowMs))
      const claimed = free.sort(soonestFirst).slice(0, limit)
      for (const row of claimed)
        rooms.get(row.roomId)?.set(row.name, { ...row, claimedUntilMs: nowMs + claimMs })
      return claimed.map((row) => ({ ...row, organisationId: organisations.get(row.roomId) ?? '' }))
    },
    async nextBefore(until) {
      const nowMs = now()
      const free = all().filter((row) => row.dueAt <= until && isFree(row, nowMs))
      return free.sort(soonestFirst)[0]?.dueAt ?? null
    },
    mark() {
      const kept = new Map([...rooms].map(([roomId, rows]) => [roomId, new Map(rows)]))
      const holds = new Set(held)
      return () => {
        rooms = kept
        held = holds
        releasedMs = now()
      }
    },
  }
}

function soonestFirst(one: KeptRow, other: KeptRow): number {
  return one.dueMs - other.dueMs
}
