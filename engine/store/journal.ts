/** The journal in PostgreSQL: one of two prepared statements a commit, one connection a lane. */
import type pg from 'pg'
import type { AnyEvent, Journal, RoomWrite, WriteOutcome } from '../actors/ports.ts'
import { assert } from '../kernel/assert.ts'
import { isUuid, seqOfId } from '../kernel/ids.ts'
import { type Arrays, makeArrays } from './array-binary.ts'
import { EVENT_COLUMNS, type EventRow, eventOf } from './event-row.ts'
import { areMessages, messagesQuery } from './journal-messages.ts'
import { COMMITS, statementFor } from './journal-statement.ts'
import { isBadValue, type Lane, makeLane } from './lane.ts'
import type { StoreLog } from './log.ts'
import { MESSAGE_COLUMNS, type MessageRow, messageOf, WITH_CHANGES } from './message-row.ts'
import { NO_ROOM } from './warm-up.ts'

/** Newest events a load gives as `recent`: answers that need no second look at the database. */
const RECENT = 200

const LOAD_SNAPSHOT = {
  name: 'load-snapshot',
  text: 'SELECT seq, version, dump FROM snapshot WHERE room_id = $1',
}
const LOAD_EVENTS = {
  name: 'load-events',
  text: `SELECT ${EVENT_COLUMNS} FROM event
    WHERE room_id = $1
      AND seq > least($2::bigint, (SELECT max(seq) FROM event WHERE room_id = $1) - ${RECENT})
    ORDER BY seq`,
}
/** What waking a room asks, of a room that is not there. */
export const LOADS: readonly pg.QueryConfig[] = [
  { ...LOAD_SNAPSHOT, values: [NO_ROOM] },
  { ...LOAD_EVENTS, values: [NO_ROOM, 0] },
]

export interface JournalOptions {
  readonly url: string
  readonly applicationName: string
  readonly lanes: number
  /** For loads and look-ups. */
  readonly reads: pg.Pool
  readonly log: StoreLog
}

export interface PgJournal extends Journal {
  /** Connects its lanes and has their statements planned, which the first commit would wait for. */
  warmUp(): Promise<void>
  close(): Promise<void>
}

/** Connects when first used; reconnects by itself. Every call settles within 16 s, however the database fails. */
export function openJournal({ url, applicationName, lanes, reads, log }: JournalOptions): PgJournal {
  const all = Array.from({ length: lanes }, () => makeLane({ url, applicationName, log }))
  /** One for each commit under way at once. */
  const spareArrays: Arrays[] = []

  async function commit(index: number, writes: readonly RoomWrite[]): Promise<readonly WriteOutcome[]> {
    const lane = all[index]
    assert(lane !== undefined, `lane ${index} is one of ${lanes}`)
    const outcomes: WriteOutcome[] = writes.map((write) => (repeatsItself(write) ? 'conflict' : 'written'))
    const asked = writes.flatMap((write, index) => (outcomes[index] === 'written' ? [{ write, index }] : []))
    if (asked.length === 0) return outcomes
    const { fenced, conflicts } = await write(
      lane,
      asked.map(({ write }) => write),
    )
    for (const n of fenced) outcomes[asked[n - 1]?.index ?? -1] = 'fenced'
    for (const n of conflicts) outcomes[asked[n - 1]?.index ?? -1] = 'conflict'
    return outcomes
  }

  /** What is only messages goes the short way; when that fails, the general statement says why. */
  async function write(lane: Lane, writes: readonly RoomWrite[]): Promise<Refused> {
    if (areMessages(writes)) {
      const arrays = spareArrays.pop() ?? makeArrays()
      try {
        await lane.query(messagesQuery(arrays, writes))
        // Only now is it certain that nobody has still to send them. After an error they are left alone.
        arrays.reuse()
        spareArrays.push(arrays)
        return NONE
      } catch (error) {
        if (!isBadValue(error)) throw error
      }
    }
    return execute(lane, writes)
  }

  /** One bad value spoils the whole statement; so that it spoils one room only, each then goes alone. */
  async function execute(lane: Lane, writes: readonly RoomWrite[]): Promise<Refused> {
    try {
      const { name, text, parametersOf } = statementFor(writes)
      const { rows } = await lane.query<Refused>({ name, text, values: parametersOf(writes) })
      assert(rows[0] !== undefined, 'the commit statement answers one row')
      return rows[0]
    } catch (error) {
      if (writes.length === 1 || !isBadValue(error)) throw error
      log.warn(
        { err: error, rooms: writes.length },
        'a commit was refused as a whole; committing room by room',
      )
    }
    const refused = { fenced: [] as number[], conflicts: [] as number[] }
    let failure: unknown = null
    for (const [index, write] of writes.entries()) {
      try {
        const { fenced, conflicts } = await execute(lane, [write])
        if (fenced.length > 0) refused.fenced.push(index + 1)
        if (conflicts.length > 0) refused.conflicts.push(index + 1)
      } catch (error) {
        failure = error
        log.warn({ err: error, room: write.roomId }, 'a room cannot be written')
      }
    }
    if (failure !== null) throw failure
    return refused
  }

  return {
    lanes,
    commit,

    async load(roomId) {
      if (!isUuid(roomId)) return null
      // the snapshot first: events that are read after it can only be more than it needs
      const kept = await reads.query<{ seq: string; version: number; dump: unknown }>({
        ...LOAD_SNAPSHOT,
        values: [roomId],
      })
      const row = kept.rows[0]
      const snapshot = row ? { seq: Number(row.seq), version: row.version, dump: row.dump } : null
      const since = snapshot?.seq ?? 0
      const { rows } = await reads.query<EventRow>({
        ...LOAD_EVENTS,
        values: [roomId, since],
      })
      if (rows.length === 0) return null
      const events = rows.map(eventOf)
      return { snapshot, events: events.filter((event) => event.seq > since), recent: events.slice(-RECENT) }
    },

    async findCommand(roomId, authorId, commandId) {
      if (!isUuid(roomId) || !isUuid(authorId) || commandId.includes('\0')) return null
      const { rows } = await reads.query<EventRow>({
        name: 'find-command',
        text: `SELECT ${EVENT_COLUMNS} FROM event WHERE room_id = $1 AND author_id = $2 AND command_id = $3`,
        values: [roomId, authorId, commandId],
      })
      return rows[0] ? eventOf(rows[0]) : null
    },

    async findMessage(roomId, messageId) {
      if (!isUuid(roomId) || !isUuid(messageId)) return null
      const { rows } = await reads.query<MessageRow>({
        name: 'find-message',
        text: `SELECT ${MESSAGE_COLUMNS} FROM event AS e ${WITH_CHANGES}
          WHERE e.room_id = $1 AND e.seq = $2 AND e.kind = 'message.sent'`,
        values: [roomId, seqOfId(messageId)],
      })
      const message = rows[0] && messageOf(rows[0])
      // anybody can make an id that speaks of this seq
      if (message?.messageId !== messageId) return null
      return {
        messageId,
        authorId: message.authorId,
        text: message.text,
        deleted: message.deletedAt !== null,
      }
    },

    async warmUp() {
      const nothing = [
        messagesQuery(makeArrays(), []),
        ...COMMITS.map(({ name, text, parametersOf }) => ({ name, text, values: parametersOf([]) })),
      ]
      await Promise.all(
        all.map(async (lane) => {
          for (const statement of nothing) await lane.query(statement)
        }),
      )
    },

    async close() {
      await Promise.all(all.map((lane) => lane.end()))
    },
  }
}

/** Places of the writes, from 1. */
interface Refused {
  readonly fenced: readonly number[]
  readonly conflicts: readonly number[]
}

const NONE: Refused = { fenced: [], conflicts: [] }

/** Two events of one write with the same commandId: the second would be dropped in silence. */
function repeatsItself({ events }: RoomWrite): boolean {
  if (events.length < 2) return false
  return (
    new Set(events.map(({ authorId, commandId }: AnyEvent) => `${authorId} ${commandId}`)).size <
    events.length
  )
}
