/** The runtime of rooms: decide, commit, tell. The wiring of the verbs in this folder. */
import { makeSpread } from '../kernel/spread.ts'
import { Answers } from './answers.ts'
import { makeLanes } from './commit.ts'
import { makeDecide } from './decide.ts'
import { deliver } from './deliver.ts'
import { pump } from './mailbox.ts'
import { DEFAULT_LIMITS, type RuntimeParts, type RuntimePorts } from './parts.ts'
import type { Answer, Wish } from './ports.ts'
import { Quarantine } from './quarantine.ts'
import { Registry } from './registry.ts'
import { release } from './release.ts'
import { drop } from './settle.ts'
import { makeTurns } from './turns.ts'

export interface Runtime {
  /**
   * Brings a wish to its room and resolves once its event is durable. A repeated commandId gets the first answer.
   * Rejects with a `Refusal`: one of the machine's, or BUSY, UNAVAILABLE, NOT_OWNER, QUARANTINED, INTERNAL,
   * SHUTTING_DOWN, COMMAND_ID_REUSED, INVALID_INPUT (a commandId that is not 1 to 64 printable ASCII characters).
   */
  deliver(wish: Wish): Promise<Answer>
  /** Takes nothing more and resolves when everything that waits has its answer. */
  drain(): Promise<void>
  /**
   * Lets go of shards that `ownership` no longer calls ours: what is decided becomes durable and is answered, the rest
   * is NOT_OWNER at once, and their rooms leave memory. Resolves after at most `releaseMs`.
   */
  release(shards: ReadonlySet<number>): Promise<void>
  inspect(): Inspection
  /** Null when the room is not in memory. */
  inspectRoom(roomId: string): RoomInspection | null
}

export interface Inspection {
  readonly rooms: number
  /** Commands without an answer. */
  readonly waiting: number
  /** Rooms that are set aside. */
  readonly quarantined: readonly string[]
}

export interface RoomInspection {
  readonly status: string
  /** seq of the last decided event. */
  readonly seq: number
  /** seq of the last durable event. */
  readonly committed: number
  readonly waiting: number
  /** The machine's context; null while the room is being read. */
  readonly state: unknown
}

export function makeRuntime(ports: RuntimePorts): Runtime {
  const parts = assemble(ports)
  let drained: Promise<void> | null = null
  return {
    deliver: (wish) => deliver(parts, wish),
    drain() {
      drained ??= drain(parts)
      return drained
    },
    release: (shards) => release(parts, shards),
    inspect: () => ({
      rooms: parts.registry.size,
      waiting: parts.registry.waiting,
      quarantined: parts.quarantine.rooms(),
    }),
    inspectRoom(roomId) {
      const room = parts.registry.get(roomId)
      if (room === undefined) return null
      const { status, seq, committed, pending, state } = room
      return { status, seq, committed, waiting: pending?.size ?? 0, state: state ?? null }
    },
  }
}

function assemble({ kinds, limits: given, ...ports }: RuntimePorts): RuntimeParts {
  const limits = { ...DEFAULT_LIMITS, ...given }
  const parts: RuntimeParts = {
    ...ports,
    kinds: new Map(kinds.map((kind) => [kind.name, kind])),
    limits,
    registry: new Registry(),
    lanes: makeLanes(ports.journal.lanes),
    quarantine: new Quarantine(limits.failuresMax, limits.quarantineMs),
    decide: makeDecide(),
    answers: new Answers(limits.answersMax, ports.newId()),
    nowIso: isoClock(ports.clock.now),
    reads: makeTurns(limits.readsMax),
    refusalReads: makeTurns(limits.refusalReadsMax),
    untold: new Map(),
    spread: makeSpread(),
    recovery: { cancel: null },
    sweep: { cancel: null },
    wake: (activation) => pump(parts, activation),
    retryLater: { retryAfterMs: limits.retryAfterMs },
    isStopping: false,
  }
  return parts
}

async function drain(parts: RuntimeParts): Promise<void> {
  const { registry } = parts
  parts.isStopping = true
  for (const room of registry.all()) if (room.status === 'active') room.status = 'draining'
  if (registry.waiting > 0) {
    await new Promise<void>((quiet) => {
      registry.whenQuiet = quiet
    })
  }
  parts.recovery.cancel?.()
  parts.sweep.cancel?.()
  for (const room of [...registry.all()]) drop(parts, room, 'SHUTTING_DOWN', parts.retryLater)
}

/** The time as ISO 8601. Remembers the last one, because formatting costs more than deciding's other small change. */
function isoClock(now: () => number): () => string {
  let lastMs = Number.NaN
  let lastIso = ''
  return () => {
    const nowMs = now()
    if (nowMs !== lastMs) {
      lastMs = nowMs
      lastIso = new Date(nowMs).toISOString()
    }
    return lastIso
  }
}
