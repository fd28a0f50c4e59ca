/** Follows all rooms of a person over one `sync.resume`: from what is known to the present, then live, gaps repaired. */
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Random } from '../../engine/kernel/ids.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { formatPosition, type Position, parsePosition } from '../../engine/protocol/position.ts'
import { backoff } from './backoff.ts'
import { type Arrival, makeOrder, type Order, type Ready } from './order.ts'

/** What `sync.resume` yields. */
export interface Datum {
  readonly roomId: string
  /** Position of the last of `events`; of the room's head when there are none. */
  readonly position: string
  readonly events: readonly Arrival[]
}

export interface SyncOptions {
  readonly clock: Clock
  readonly random: Random
  /** Starts `sync.resume`; `ended` says that it is over: its socket was lost, or the server ended it. */
  readonly resume: (
    positions: Readonly<Record<string, string>>,
    on: { data(datum: Datum): void; ended(): void },
  ) => () => void
  /** Called with what is next in a room, in order, each event once. */
  readonly deliver: (roomId: string, ready: Ready) => void
}

export interface Sync {
  /** `position` is known of a room: follow it from there, or catch up with it when we are behind. */
  know(roomId: string, position: Position): void
  positionOf(roomId: string): Position | null
  forget(roomId: string): void
  /** There is a live connection. */
  follow(): void
  /** There is none. */
  pause(): void
}

/** A gap stays open for this long before it is repaired: frames of two sockets may overtake one another. */
const GAP_MS = 1_000

export function makeSync(options: SyncOptions): Sync {
  const { clock } = options
  /** Least recently active first, so that the rooms beyond the limit of one resume are the quiet ones. */
  const rooms = new Map<string, Order>()
  const gaps = new Set<string>()
  const restarts = backoff(options.random)
  let repairWaitMs = GAP_MS
  let isFollowing = false
  let stop: (() => void) | null = null
  let cancelRestart = () => {}
  let cancelRepair: (() => void) | null = null

  function start(): void {
    cancelRestart()
    let isMine = true
    const stopThis = options.resume(positions(), {
      data: (datum) => {
        if (isMine) received(datum)
      },
      ended() {
        if (!isMine) return
        isMine = false
        stop = null
        cancelRestart = clock.after(restarts.next(), () => {
          if (isFollowing && stop === null) start()
        })
      },
    })
    if (isMine) {
      stop = () => {
        isMine = false
        stopThis()
      }
    }
  }

  function positions(): Record<string, string> {
    const latest = [...rooms].slice(-LIMITS.resumeRoomsMax)
    return Object.fromEntries(
      latest.map(([roomId, order]) => {
        const { epoch, seq } = order.position()
        return [roomId, formatPosition(epoch, seq)]
      }),
    )
  }

  function received({ roomId, position, events }: Datum): void {
    restarts.reset()
    const at = parsePosition(position)
    if (at === null) return
    const order = rooms.get(roomId) ?? makeOrder({ epoch: at.epoch, seq: firstSeq(at, events) - 1 })
    rooms.delete(roomId)
    rooms.set(roomId, order)
    const ready = order.take(at, events)
    watch(roomId, order)
    if (ready.reset !== null || ready.events.length > 0) options.deliver(roomId, ready)
  }

  /** Restarts the resume when a gap does not close by itself, ever more slowly while that does not help. */
  function watch(roomId: string, order: Order): void {
    if (order.hasGap()) gaps.add(roomId)
    else gaps.delete(roomId)
    plan()
  }

  function plan(): void {
    if (gaps.size === 0) {
      cancelRepair?.()
      cancelRepair = null
      repairWaitMs = GAP_MS
    } else {
      cancelRepair ??= clock.after(repairWaitMs, repair)
    }
  }

  function repair(): void {
    cancelRepair = null
    repairWaitMs = Math.min(repairWaitMs * 2, 30_000)
    if (isFollowing && stop !== null) {
      stop()
      start()
    }
    plan()
  }

  return {
    know(roomId, position) {
      const order = rooms.get(roomId)
      if (order === undefined) rooms.set(roomId, makeOrder(position))
      else {
        order.take(position, [])
        watch(roomId, order)
      }
    },
    positionOf: (roomId) => rooms.get(roomId)?.position() ?? null,
    forget(roomId) {
      rooms.delete(roomId)
      gaps.delete(roomId)
      plan()
    },
    follow() {
      isFollowing = true
      if (stop === null) start()
      plan()
    },
    pause() {
      isFollowing = false
      cancelRestart()
      cancelRepair?.()
      cancelRepair = null
      stop?.()
      stop = null
    },
  }
}

/** Of a room never heard of before: a reset brings its own start, events are taken from the first one on. */
function firstSeq(at: Position, events: readonly Arrival[]): number {
  const first = events[0]
  if (first === undefined) return at.seq + 1
  return first.kind === 'reset' ? 0 : first.seq
}
