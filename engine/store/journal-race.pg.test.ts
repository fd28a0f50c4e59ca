import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AnyEvent } from '../actors/ports.ts'
import { makeRoom } from './conversation-events.ts'
import type { Store } from './store.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

/** The two ways in which a takeover and a zombie's write can meet. `FOR SHARE` decides both. */
describe('a zombie that writes while its shard is taken over', () => {
  const ann = randomUUID()
  let database: TestDatabase
  let store: Store
  let successor: pg.Client
  let neighbour: pg.Client
  let watcher: pg.Client

  beforeAll(async () => {
    database = await withDatabase()
    store = await database.open()
    successor = new pg.Client({ connectionString: database.url })
    neighbour = new pg.Client({ connectionString: database.url })
    watcher = new pg.Client({ connectionString: database.url })
    await Promise.all([successor, neighbour, watcher].map((client) => client.connect()))
  })
  beforeEach(() => watcher.query('UPDATE shard SET term = 1'))
  afterAll(async () => {
    await Promise.all([successor, neighbour, watcher].map((client) => client.end()))
    await database.stop()
  })

  /** Until so many sessions wait for a lock. */
  const waiting = (sessions: number) =>
    vi.waitUntil(
      async () => {
        const { rowCount } = await watcher.query(
          "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND datname = current_database()",
        )
        return rowCount === sessions
      },
      { timeout: 60_000, interval: 5 },
    )
  /** Somebody else's row, in a transaction that is left open. */
  async function neighbourWrites({ seq, at }: AnyEvent, roomId: string) {
    await neighbour.query('BEGIN')
    await neighbour.query(
      `INSERT INTO event (room_id, seq, kind, author_id, command_id, payload, at, term)
       VALUES ($1, $2, 'neighbour', $3, 'neighbour', '{}', $4, 1)`,
      [roomId, seq, ann, at],
    )
  }
  const takeShard = (shard: number) =>
    successor.query('UPDATE shard SET term = 2 WHERE shard_id = $1', [shard])
  const zombieWrites = (room: ReturnType<typeof makeRoom>) =>
    store.journal.commit(room.shard % 2, [room.write([room.created(ann), room.sent(ann, 'from beyond')])])

  it('waits for the takeover and finds itself fenced', async () => {
    const room = makeRoom()
    await successor.query('BEGIN')
    await takeShard(room.shard)
    const writing = zombieWrites(room)
    await waiting(1)
    await successor.query('COMMIT')
    expect(await writing).toEqual(['fenced'])
    expect(await store.journal.load(room.roomId)).toBeNull()
  })

  it('goes on when the takeover is called off', async () => {
    const room = makeRoom()
    await successor.query('BEGIN')
    await takeShard(room.shard)
    const writing = zombieWrites(room)
    await waiting(1)
    await successor.query('ROLLBACK')
    expect(await writing).toEqual(['written'])
  })

  it('is waited for by the takeover, whose owner then sees what was written', async () => {
    const room = makeRoom()
    const event = room.created(ann)
    await neighbourWrites(event, room.roomId)
    const writing = store.journal.commit(room.shard % 2, [room.write([event])])
    await waiting(1)
    let taken = false
    const taking = takeShard(room.shard).then(() => {
      taken = true
    })
    await waiting(2)
    expect(taken).toBe(false)
    await neighbour.query('ROLLBACK')
    expect(await writing).toEqual(['written'])
    await taking
    expect((await store.journal.load(room.roomId))?.events).toHaveLength(1)
  })

  it('gives up after a second rather than wait for a takeover that hangs, and nothing was written', async () => {
    const room = makeRoom()
    await successor.query('BEGIN')
    await takeShard(room.shard)
    await expect(zombieWrites(room)).rejects.toThrow(/lock timeout/)
    await successor.query('ROLLBACK')
    expect(await store.journal.load(room.roomId)).toBeNull()
  })

  it('never writes half a room, even when two writers of one term meet', async () => {
    const room = makeRoom()
    const events = [room.created(ann), room.sent(ann, 'two')] as const
    await neighbourWrites(events[1], room.roomId)
    const refused = expect(store.journal.commit(room.shard % 2, [room.write(events)])).rejects.toThrow(
      /division by zero/,
    )
    await waiting(1)
    await neighbour.query('COMMIT')
    await refused
    const { rowCount } = await watcher.query('SELECT FROM event WHERE room_id = $1', [room.roomId])
    expect(rowCount).toBe(1)
  })

  describe('and has nothing but messages', () => {
    /** A room that exists, and a message for it. */
    async function roomInUse() {
      const room = makeRoom()
      await store.journal.commit(room.shard % 2, [room.write([room.created(ann)])])
      const message = room.sent(ann, 'from beyond')
      const writes = (events = [message]) => store.journal.commit(room.shard % 2, [room.write(events)])
      return { ...room, message, writes }
    }

    it('waits for the takeover and finds itself fenced', async () => {
      const room = await roomInUse()
      await successor.query('BEGIN')
      await takeShard(room.shard)
      const writing = room.writes()
      await waiting(1)
      await successor.query('COMMIT')
      expect(await writing).toEqual(['fenced'])
      expect((await store.journal.load(room.roomId))?.events).toHaveLength(1)
    })

    it('is waited for by the takeover', async () => {
      const room = await roomInUse()
      await neighbourWrites(room.message, room.roomId)
      const writing = room.writes()
      await waiting(1)
      const taking = takeShard(room.shard)
      await waiting(2)
      await neighbour.query('ROLLBACK')
      expect(await writing).toEqual(['written'])
      await taking
      expect((await store.journal.load(room.roomId))?.events).toHaveLength(2)
    })

    it('writes nothing of a room when another writer of its term was first', async () => {
      const room = await roomInUse()
      const second = room.sent(ann, 'three')
      await neighbourWrites(second, room.roomId)
      const writing = room.writes([room.message, second])
      await waiting(1)
      await neighbour.query('COMMIT')
      expect(await writing).toEqual(['conflict'])
      const { rowCount } = await watcher.query('SELECT FROM event WHERE room_id = $1', [room.roomId])
      expect(rowCount).toBe(2)
    })
  })
})
