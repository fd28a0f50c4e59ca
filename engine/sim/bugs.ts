/** Bugs planted to show that the checkers can fail: `BUGS`, each a wrapper around a port. Production code has no switch for any. */
import type { Journal, Listeners, Ownership, RoomWrite, WriteOutcome } from '../actors/ports.ts'
import type { Bus } from '../cluster/bus.ts'
import type { Resume } from '../fanout/resume.ts'
import type { HasTime, Visitor } from '../post/attempt.ts'
import { POST_BUGS } from './post-bugs.ts'
import type { SimPlatform } from './sim-platform.ts'

/** The ports of one node that a bug may wrap. */
export interface Wrapped {
  readonly journal: Journal
  readonly ownership: Ownership
  readonly listeners: Listeners
}

/** What a bug may use beside them. */
export interface Wrappable extends Wrapped {
  /** Writes the due rows of a write, as a statement of its own. */
  readonly setDues: (write: RoomWrite) => Promise<void>
}

export interface Bug {
  readonly name: string
  /** What is wrong, in words. */
  readonly what: string
  /** The laws it breaks; one of them must be among those that tell. */
  readonly breaks: readonly string[]
  /** Around a write as the database sees it; `term` is the one that is valid now. */
  readonly write?: (write: RoomWrite, term: number) => RoomWrite
  readonly ports?: (ports: Wrappable) => Wrapped
  readonly bus?: (bus: Bus) => Bus
  readonly resume?: (resume: Resume, epoch: string) => Resume
  /** Instead of the runtime's: what happens to rooms whose shard is given away. */
  readonly release?: () => Promise<void>
  /** Around the way in which rings and publishers reach a post. */
  readonly visitor?: (visitor: Visitor) => Visitor
  /** Instead of a look at what is left of the lease. */
  readonly hasTime?: HasTime
  /** Around what a publisher asks of a network. */
  readonly platform?: (platform: SimPlatform) => SimPlatform
}

const noFence: Bug = {
  name: 'no-fence',
  what: 'the journal takes what it is given, whatever its term',
  // two owners take each other's due rows away as well
  breaks: ['I6', 'I4', 'I7', 'I10'],
  write: (write, term) => ({ ...write, term }),
}

const ackBeforeCommit: Bug = {
  name: 'ack-before-commit',
  what: 'answers leave while the statement is under way; batches wait for it',
  breaks: ['I1'],
  ports({ journal, ownership, listeners }) {
    const written = new Set<string>()
    const told: (() => void)[] = []
    return {
      ownership,
      journal: {
        ...journal,
        async commit(lane, writes) {
          journal.commit(lane, writes).then(
            (outcomes) => {
              writes.forEach(({ roomId, events }, index) => {
                if (outcomes[index] === 'written')
                  for (const { commandId } of events) written.add(`${roomId} ${commandId}`)
              })
              for (const tell of told.splice(0)) tell()
            },
            () => {},
          )
          return writes.map((): WriteOutcome => 'written')
        },
      },
      listeners: {
        tell(kind, roomId, events) {
          const tell = () => {
            if (events.every(({ commandId }) => written.has(`${roomId} ${commandId}`)))
              listeners.tell(kind, roomId, events)
            else told.push(tell)
          }
          tell()
        },
      },
    }
  },
}

const publishBeforeCommit: Bug = {
  name: 'publish-before-commit',
  what: 'batches leave before the statement does; answers wait for it',
  breaks: ['I8'],
  ports({ journal, ownership, listeners }) {
    return {
      ownership,
      listeners: { tell: () => {} },
      journal: {
        ...journal,
        commit(lane, writes) {
          for (const { kind, roomId, events } of writes) listeners.tell(kind, roomId, events)
          return journal.commit(lane, writes)
        },
      },
    }
  },
}

const noIdempotencyKey: Bug = {
  name: 'no-idempotency-key',
  what: 'no command is known again once memory has forgotten it',
  breaks: ['I3'],
  ports({ journal, ...others }) {
    let writes = 0
    const unkeyed = (write: RoomWrite): RoomWrite => ({
      ...write,
      events: write.events.map((event) => ({ ...event, commandId: `${event.commandId}~${++writes}` })),
    })
    return {
      ...others,
      journal: { ...journal, commit: (lane, all) => journal.commit(lane, all.map(unkeyed)) },
    }
  },
}

/** Every other word of the bus passes, also that a digest was asked for and answered. */
const digestOff: Bug = {
  name: 'digest-off',
  what: 'digests name no heads, so that a lost last message is never missed',
  breaks: ['I13'],
  bus: (bus) => ({
    ...bus,
    get isConnected() {
      return bus.isConnected
    },
    answer: (subject, answer) => bus.answer(subject, async (text) => withoutHeads(await answer(text))),
  }),
}

function withoutHeads(text: string): string {
  const said = JSON.parse(text) as { kind?: string; heads?: unknown }
  return said.kind === 'digest' ? JSON.stringify({ ...said, heads: [] }) : text
}

const termNotChecked: Bug = {
  name: 'term-not-checked-on-read',
  what: 'a room that is in memory is believed, though its shard was elsewhere meanwhile',
  breaks: ['I4', 'I14', 'I1'],
  // letting go of rooms would hide it: the term is the second of two safeguards
  release: async () => {},
  ports({ journal, ownership, listeners }) {
    const first = new Map<number, number>()
    return {
      listeners,
      ownership: {
        lost: (shard) => ownership.lost(shard),
        isCertain: () => ownership.isCertain?.() ?? true,
        termOf(shard) {
          const term = ownership.termOf(shard)
          if (term === null) return null
          if (!first.has(shard)) first.set(shard, term)
          return first.get(shard) ?? null
        },
      },
      journal: {
        ...journal,
        commit(lane, writes) {
          const now = (write: RoomWrite) => ({ ...write, term: ownership.termOf(write.shard) ?? write.term })
          return journal.commit(lane, writes.map(now))
        },
      },
    }
  },
}

const oldEpochTrusted: Bug = {
  name: 'old-epoch-trusted',
  what: 'a position is continued although it belongs to a history that was lost',
  breaks: ['I9'],
  resume: (resume, epoch) => (rooms) =>
    resume(rooms.map(({ roomId, from }) => ({ roomId, from: from && { ...from, epoch } }))),
}

export const BUGS: readonly Bug[] = [
  noFence,
  ackBeforeCommit,
  publishBeforeCommit,
  noIdempotencyKey,
  digestOff,
  termNotChecked,
  oldEpochTrusted,
  ...POST_BUGS,
]
