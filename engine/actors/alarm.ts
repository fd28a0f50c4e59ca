/**
 * `makeAlarm`: wakes the rooms of our shards when their time has come.
 *
 * The rows of the table are the truth. What is due within a minute is kept in memory, so that it is woken to the
 * millisecond; everything else stays where it is, and a million rooms that sleep until next year cost nothing.
 */
import type { Clock } from '../kernel/clock.ts'
import { makeEventQueue } from '../kernel/event-queue.ts'
import { SHARD_COUNT, shardOf } from '../kernel/shard.ts'
import type { DueChange, DueRow, Dues, Log, Ownership } from './ports.ts'

export interface Alarm {
  /** A commit has changed what this room wants to be woken for. */
  note(roomId: string, changes: readonly DueChange[]): void
  /** Shards came or went: looks at once. */
  look(): void
  /** Wakes nobody any more; resolves when what was woken is done. */
  stop(): Promise<void>
}

export interface AlarmParts {
  readonly dues: Dues
  readonly ownership: Pick<Ownership, 'termOf'>
  readonly clock: Clock
  /** Does what is due. The row goes when a commit of the room takes it away; until then it is due again. */
  readonly ring: (row: DueRow) => Promise<void>
  readonly log: Log
}

/** What is further away is not kept. */
const HORIZON_MS = 60_000
/** Between two looks at the table; well under the horizon, so that nothing comes due unseen. */
const LOOK_MS = 20_000
/** After a look that failed, or that did not see all. */
const LOOK_AGAIN_MS = 1_000
/** A ring that left its row where it was is made again, but not at once. */
const AGAIN_MS = 5_000
const ROWS_MAX = 5_000
// 100 at one instant: the last was begun 0.7 s late with 64, because the first had to be over before it
const RINGING_MAX = 256
const SHARDS = Array.from({ length: SHARD_COUNT }, (_, shard) => shard)

interface Armed {
  readonly atMs: number
  readonly cancel: () => void
}

export function makeAlarm({ dues, ownership, clock, ring, log }: AlarmParts): Alarm {
  const queue = makeEventQueue()
  /** What is due within the horizon, by room and name. */
  const soon = new Map<string, Armed>()
  /** Rows that were rung and were still there, and when they may be rung again. */
  const notBefore = new Map<string, number>()
  let ringing = 0
  let isLooking = false
  let isWanted = false
  let isStopped = false
  let wakesAt = Number.POSITIVE_INFINITY
  let cancelLook = () => {}
  let cancelWake = () => {}
  let whenQuiet: (() => void) | null = null

  function note(roomId: string, changes: readonly DueChange[]): void {
    for (const { name, due } of changes) {
      const key = `${roomId} ${name}`
      // the room has been seen as it is, so this is another wish
      notBefore.delete(key)
      const isSoon = due?.waker === 'owner' && Date.parse(due.at) <= clock.now() + HORIZON_MS
      if (isSoon) arm({ roomId, name, dueAt: due.at })
      else disarm(key)
    }
    wakeInTime()
  }

  function arm(row: DueRow): void {
    const key = `${row.roomId} ${row.name}`
    const atMs = Math.max(Date.parse(row.dueAt), notBefore.get(key) ?? 0)
    const before = soon.get(key)
    if (before?.atMs === atMs) return
    before?.cancel()
    soon.set(key, { atMs, cancel: queue.add(atMs, () => begin(key, row)) })
  }

  function disarm(key: string): void {
    soon.get(key)?.cancel()
    soon.delete(key)
  }

  async function look(): Promise<void> {
    if (isStopped) return
    // shards that come while it looks were not asked for: without another look, what is due there waits for 20 s
    isWanted = isLooking
    if (isLooking) return
    isLooking = true
    cancelLook()
    let nextMs = LOOK_MS
    try {
      const until = new Date(clock.now() + HORIZON_MS).toISOString()
      const rows = await dues.soon(ourShards(), until, ROWS_MAX)
      for (const row of rows) arm(row)
      if (rows.length === ROWS_MAX) nextMs = LOOK_AGAIN_MS
    } catch (error) {
      log.warn({ err: error }, 'what is due could not be read')
      nextMs = LOOK_AGAIN_MS
    }
    isLooking = false
    const nowMs = clock.now()
    for (const [key, ms] of notBefore) if (ms <= nowMs) notBefore.delete(key)
    if (isStopped) return
    cancelLook = clock.after(isWanted ? 0 : nextMs, look)
    wakeInTime()
  }

  function ourShards(): number[] {
    return SHARDS.filter((shard) => ownership.termOf(shard) !== null)
  }

  /** Sleeps to whatever comes first. */
  function wakeInTime(): void {
    const nextAt = ringing < RINGING_MAX ? queue.nextAt() : Number.POSITIVE_INFINITY
    if (isStopped || nextAt >= wakesAt) return
    cancelWake()
    wakesAt = nextAt
    cancelWake = clock.after(Math.max(0, nextAt - clock.now()), () => {
      wakesAt = Number.POSITIVE_INFINITY
      while (ringing < RINGING_MAX && !isStopped) {
        const due = queue.takeUntil(clock.now())
        if (due === null) break
        due.run()
      }
      wakeInTime()
    })
  }

  function begin(key: string, row: DueRow): void {
    soon.delete(key)
    // its new owner finds it in the table
    if (ownership.termOf(shardOf(row.roomId)) === null) return
    notBefore.set(key, clock.now() + AGAIN_MS)
    ringing++
    ring(row)
      .catch((error) => {
        log.warn({ err: error, room: row.roomId, due: row.name }, 'what was due failed')
        // the next look at the table may be 20 s away
        if (!soon.has(key)) arm(row)
      })
      .finally(() => {
        ringing--
        if (ringing === 0) whenQuiet?.()
        wakeInTime()
      })
  }

  void look()
  return {
    note,
    look: () => void look(),
    async stop() {
      isStopped = true
      cancelLook()
      cancelWake()
      if (ringing === 0) return
      await new Promise<void>((quiet) => {
        whenQuiet = quiet
      })
    },
  }
}
