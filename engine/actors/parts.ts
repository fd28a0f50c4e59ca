/** What the verbs of the runtime share: the ports it was given, its limits, and the rooms it holds. */
import type { Clock } from '../kernel/clock.ts'
import type { IdSource } from '../kernel/ids.ts'
import { LIMITS } from '../protocol/limits.ts'
import type { Activation } from './activation.ts'
import type { Alarm } from './alarm.ts'
import type { Answers } from './answers.ts'
import type { Lane } from './commit.ts'
import type { Decide } from './decide.ts'
import type { Gauges, Journal, Listeners, Log, Ownership, RoomKind } from './ports.ts'
import type { Quarantine } from './quarantine.ts'
import type { Registry } from './registry.ts'
import type { Turns } from './turns.ts'

/** What `makeRuntime` is given. */
export interface RuntimePorts {
  readonly kinds: readonly RoomKind[]
  readonly journal: Journal
  readonly ownership: Ownership
  readonly listeners: Listeners
  /** Hears of what rooms want to be woken for, only after the commit. Must not throw and must not block. */
  readonly alarm?: Pick<Alarm, 'note'>
  readonly clock: Clock
  readonly newId: IdSource
  readonly gauges: Gauges
  readonly log: Log
  readonly limits?: Partial<RuntimeLimits>
}

export interface RuntimeLimits {
  /** Commands without an answer in one room, decided or not. */
  readonly mailboxMax: number
  /** Commands without an answer in all rooms. */
  readonly waitingMax: number
  /** Events in one commit; a statement past some thousand rows only makes everybody wait longer. */
  readonly batchEventsMax: number
  /**
   * Events of one room in one commit. A load gives at least as many (`LoadedRoom.recent`), so that all of a commit
   * whose outcome was unknown can be told by whoever reads the room next.
   */
  readonly roomEventsMax: number
  /** Rooms in memory. Idle ones leave beyond it; busy ones never do, so it may be passed for a while. */
  readonly residentMax: number
  readonly idleMs: number
  readonly sweepMs: number
  /** Events between two snapshots, more if the room's dump is longer than they are: what a reload folds at most. */
  readonly snapshotEvery: number
  /** Answers remembered, of all rooms: about 200 bytes each. */
  readonly answersMax: number
  /** Reads of the journal at a time: loads and look-ups. */
  readonly readsMax: number
  /** Reads at a time that only confirm a refusal, so that a flood of refusals cannot crowd out the rest. */
  readonly refusalReadsMax: number
  /** Throws in a row that set a room aside. */
  readonly failuresMax: number
  readonly quarantineMs: number
  /** For what is decided in shards that go elsewhere. */
  readonly releaseMs: number
  /** What callers are told to wait after UNAVAILABLE and the like; after BUSY up to twice that. */
  readonly retryAfterMs: number
}

export const DEFAULT_LIMITS: RuntimeLimits = {
  mailboxMax: LIMITS.mailboxMax,
  waitingMax: 20_000,
  batchEventsMax: 2_000,
  roomEventsMax: 500,
  // 1.1 to 1.7 KB each; with 10,000, twice as many busy rooms were read again for each message
  residentMax: 50_000,
  idleMs: 5 * 60_000,
  sweepMs: 30_000,
  snapshotEvery: 256,
  answersMax: 20_000,
  readsMax: 32,
  refusalReadsMax: 8,
  failuresMax: 3,
  quarantineMs: 30_000,
  releaseMs: 2_000,
  retryAfterMs: 1_000,
}

export interface RuntimeParts extends Omit<RuntimePorts, 'kinds' | 'limits'> {
  readonly kinds: ReadonlyMap<RoomKind['name'], RoomKind>
  readonly limits: RuntimeLimits
  readonly registry: Registry
  readonly lanes: readonly Lane[]
  readonly quarantine: Quarantine
  readonly decide: Decide
  readonly answers: Answers
  readonly reads: Turns
  readonly refusalReads: Turns
  /** Rooms whose last commit has an unknown outcome, and the last seq that listeners have heard of. */
  readonly untold: Map<string, { readonly kind: RoomKind; readonly toldSeq: number }>
  /** When each of those who are turned away shall come back. */
  readonly spread: (ms: number) => number
  /** How to call off what `clock.after` will run; null when nothing is due. */
  readonly recovery: { cancel: (() => void) | null }
  readonly sweep: { cancel: (() => void) | null }
  /** The time as an event carries it. */
  readonly nowIso: () => string
  /** Lets a room that has just been read decide what waits. A field, so that loading need not import deciding. */
  readonly wake: (activation: Activation) => void
  /** What a refusal says that may be tried again. */
  readonly retryLater: { readonly retryAfterMs: number }
  isStopping: boolean
}
