/** Tells the world what has been committed: one batch a room a tick, encoded once, for sockets here and for other nodes. */
import type { AnyEvent, Listeners } from '../actors/ports.ts'
import type { Bus } from '../cluster/bus.ts'
import type { Directory } from '../cluster/directory.ts'
import type { Clock } from '../kernel/clock.ts'
import { makeBatch } from './batch.ts'
import type { History } from './history.ts'
import { joinOthers, type Others } from './others.ts'
import { Repair } from './repair.ts'
import { makeResume, type Resume } from './resume.ts'
import type { Batch, Interest, Sink } from './sink.ts'
import { Tail, type TailLimits } from './tail.ts'

export interface Fanout extends Listeners {
  /** Hands every later batch to `sink`. Returns a function that stops it. */
  attach(sink: Sink): () => void
  readonly resume: Resume
  readonly interest: Interest
  /** What is kept; every number of it is bounded. */
  size(): FanoutSize
  /** Listens to no node any more and reads nothing. What is told still goes to the sinks. */
  stop(): void
}

export interface FanoutSize {
  /** Rooms that wait for a read of the journal, and characters kept behind their gaps. */
  readonly repair: { readonly rooms: number; readonly chars: number }
  /** Batches that were read from the journal because they did not come. */
  readonly repaired: number
  /** Answers to nodes that asked what they may have missed. */
  readonly digests: number
  /** Null when there are no other nodes. */
  readonly others: ReturnType<Others['size']> | null
}

/** What makes a node one of many. */
export interface FanoutCluster {
  readonly bus: Bus
  readonly directory: Directory
  /** Another one for each process: the node's incarnation. */
  readonly life: string
  /** Another node lives in another history: the register should be looked at. */
  readonly otherEpoch?: (epoch: string) => void
}

export interface FanoutParts {
  readonly epoch: string
  readonly history: History
  readonly clock: Clock
  /** Null: there is no other node, and no way to one. */
  readonly cluster?: FanoutCluster | null
  readonly log?: { warn(detail: object, message: string): void }
  readonly tailLimits?: TailLimits
}

const SILENT = { warn() {} }

export function makeFanout(parts: FanoutParts): Fanout {
  const { epoch, history, clock, tailLimits, cluster = null, log = SILENT } = parts
  const tail = new Tail(tailLimits)
  const sinks = new Set<Sink>()

  function publish(batch: Batch): void {
    if (batch.isReset) tail.forget(batch.roomId)
    else tail.add(batch)
    for (const sink of sinks) sink.publish(batch)
  }
  const repair = new Repair({
    epoch,
    history,
    clock,
    log,
    publish,
    lastSeqOf: (roomId) => lastSeqOf(sinks, roomId),
    expect: (roomId, head) => {
      // A word was lost while nobody here was up to date: memory would keep telling them less than there is.
      if ((tail.head(roomId) ?? 0) < head) tail.forget(roomId)
      for (const sink of sinks) sink.expect(roomId, head)
    },
    skipped: () => {
      for (const sink of sinks) sink.recheck()
    },
  })
  const others = cluster && joinOthers({ ...cluster, epoch, clock, tail, sinks, repair })
  /** What the commits that landed just now brought. */
  let fresh = new Map<string, AnyEvent[]>()

  function flush(): void {
    const rooms = fresh
    fresh = new Map()
    for (const [roomId, events] of rooms) {
      const batch = makeBatch(epoch, roomId, events)
      repair.arrive(batch)
      others?.tell(batch)
    }
    others?.flush()
  }

  return {
    tell(_kind, roomId, events) {
      if (events.length === 0) return
      // the room was elsewhere in between: what lies there is for others to tell
      if (isHole(fresh.get(roomId), events)) flush()
      if (fresh.size === 0) clock.soon(flush)
      const waiting = fresh.get(roomId)
      if (waiting === undefined) fresh.set(roomId, [...events])
      else waiting.push(...events)
    },
    attach(sink) {
      sinks.add(sink)
      return () => void sinks.delete(sink)
    },
    resume: makeResume({ epoch, history, tail, isCurrent: others?.isTold ?? (() => true) }),
    interest: others?.interest ?? { want() {}, unwant() {} },
    size: () => ({
      repair: repair.size(),
      repaired: repair.repaired,
      digests: others?.digests() ?? 0,
      others: others?.size() ?? null,
    }),
    stop() {
      repair.stop()
      others?.stop()
    },
  }
}

function isHole(before: readonly AnyEvent[] | undefined, after: readonly AnyEvent[]): boolean {
  const last = before?.at(-1)
  return last !== undefined && after[0]?.seq !== last.seq + 1
}

/** Up to where every sink has been told. */
function lastSeqOf(sinks: ReadonlySet<Sink>, roomId: string): number | undefined {
  let least: number | undefined
  for (const sink of sinks) {
    const lastSeq = sink.lastSeqOf(roomId)
    if (lastSeq !== undefined && (least === undefined || lastSeq < least)) least = lastSeq
  }
  return least
}
