/**
 * `startPublisher`: claims what is due for networks, and visits each post for it.
 *
 * A claim only keeps publishers from running to the same post at once; what keeps a post from going out twice is the
 * post itself, which lets one of them fire. So a publisher may die, or sleep longer than its claim, at any point.
 */
import type { DueChange } from '../../engine/actors/ports.ts'
import { attempt } from '../../engine/post/attempt.ts'
import { workOf } from '../../engine/post/due.ts'
import type { ClaimedRow } from '../../engine/store/dues.ts'
import { ask } from './ask.ts'
import type { PublisherParts } from './parts.ts'
import { toNextSlot } from './to-next-slot.ts'

export interface Publisher {
  /** A commit of this node has changed what is due. */
  note(roomId: string, changes: readonly DueChange[]): void
  /** Claims nothing more; resolves when every visit is over. */
  stop(): Promise<void>
}

/** Visits at once: most of their time they wait for a network. */
const VISITS_MAX = 128
/** How long a publisher sleeps at most: other nodes arm rows too, and nobody tells. */
const LOOK_MS = 1_000
/** Within it, the next row is known to the millisecond. */
const AHEAD_MS = 5_000

export function startPublisher(parts: PublisherParts): Publisher {
  const { clock, dues, log, patience, lookMs = LOOK_MS } = parts
  const aheadMs = Math.max(AHEAD_MS, lookMs)
  let visits = 0
  let isStopped = false
  let isClaiming = false
  let isWanted = false
  let wakesAt = Number.POSITIVE_INFINITY
  let cancelWake = () => {}
  let whenQuiet: (() => void) | null = null

  async function claim(): Promise<void> {
    if (isClaiming) {
      isWanted = true
      return
    }
    isClaiming = true
    cancelWake()
    wakesAt = Number.POSITIVE_INFINITY
    let nextMs = lookMs
    try {
      do {
        isWanted = false
        const free = VISITS_MAX - visits
        const rows = isStopped || free === 0 ? [] : await dues.claim(free, patience.claimMs)
        for (const row of rows) begin(row)
        // as many as were asked for: there may be more
        if (rows.length > 0 && rows.length === free) isWanted = visits < VISITS_MAX
      } while (isWanted && !isStopped)
      nextMs = await untilNext()
    } catch (error) {
      log.warn({ err: error }, 'what is due for networks could not be claimed')
    }
    isClaiming = false
    wakeIn(nextMs)
  }

  async function untilNext(): Promise<number> {
    if (isStopped) return lookMs
    const nowMs = clock.now()
    const next = await dues.nextBefore(new Date(nowMs + aheadMs).toISOString())
    return next === null ? lookMs : Math.min(lookMs, Math.max(0, Date.parse(next) - clock.now()))
  }

  function wakeIn(ms: number): void {
    const atMs = clock.now() + ms
    if (isStopped || atMs >= wakesAt) return
    cancelWake()
    wakesAt = atMs
    cancelWake = clock.after(ms, () => {
      wakesAt = Number.POSITIVE_INFINITY
      void claim()
    })
  }

  function begin(row: ClaimedRow): void {
    visits++
    visit(parts, row)
      .catch((error) => log.warn({ err: error, post: row.roomId, due: row.name }, 'a visit failed'))
      .finally(() => {
        visits--
        if (visits === 0) whenQuiet?.()
        if (visits === VISITS_MAX - 1) void claim()
      })
  }

  void claim()
  return {
    note(_, changes) {
      for (const { due } of changes) {
        if (due?.waker !== 'publisher') continue
        const inMs = Date.parse(due.at) - clock.now()
        if (inMs < lookMs) wakeIn(Math.max(0, inMs))
      }
    },
    async stop() {
      isStopped = true
      cancelWake()
      if (visits === 0) return
      await new Promise<void>((quiet) => {
        whenQuiet = quiet
      })
    },
  }
}

async function visit(
  parts: PublisherParts,
  { roomId: postId, organisationId, name }: ClaimedRow,
): Promise<void> {
  const due = workOf(name)
  if (due === null || due.work === 'lease') return
  const { targetId, step, work: purpose } = due
  const place = { postId, organisationId, targetId, step }
  const leaseMs = parts.patience.leaseMs[purpose]
  const isMade = await attempt(parts, place, { purpose, leaseMs }, (order, _, hasTime) =>
    ask(parts, purpose, order, hasTime),
  )
  if (!isMade && purpose === 'publish') await toNextSlot(parts, place)
}
