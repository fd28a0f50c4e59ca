import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeRoom } from './conversation-events.ts'
import { BEGINNING, type Followed } from './follow.ts'
import { migrate } from './migrate.ts'
import type { Store } from './store.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

describe('follow', () => {
  const ann = randomUUID()
  let database: TestDatabase
  let store: Store
  let late: pg.Client

  beforeAll(async () => {
    database = await withDatabase()
    store = await database.open()
    await store.em().getConnection().execute('UPDATE shard SET term = 1')
    late = new pg.Client({ connectionString: database.url })
    await late.connect()
  })
  afterAll(async () => {
    await late.end()
    await database.stop()
  })

  const commit = (write: ReturnType<ReturnType<typeof makeRoom>['write']>) =>
    store.journal.commit(write.shard % 2, [write])
  const names = (events: readonly Followed[]) => events.map(({ roomId, event }) => `${roomId} ${event.seq}`)

  async function all(from: string, limit: number) {
    const seen: Followed[] = []
    let position = from
    for (;;) {
      const page = await store.follow('every event', position, limit)
      seen.push(...page.events)
      position = page.position
      if (page.events.length < limit) return { seen, position }
    }
  }

  it('gives every event once, rooms in their order, in pages of any size', async () => {
    const rooms = Array.from({ length: 5 }, () => makeRoom())
    for (const room of rooms) await commit(room.write([room.created(ann), room.sent(ann, 'one')]))
    for (const room of rooms) await commit(room.write([room.sent(ann, 'two')]))
    const { seen } = await all(BEGINNING, 100)
    expect(seen).toHaveLength(15)
    for (const room of rooms) {
      const mine = seen.filter(({ roomId }) => roomId === room.roomId)
      expect(mine.map(({ event }) => event.seq)).toEqual([1, 2, 3])
    }
    for (const size of [1, 2, 7]) expect(names((await all(BEGINNING, size)).seen)).toEqual(names(seen))
  })

  it('waits for a transaction that began earlier and commits later, so that nobody is skipped', async () => {
    const { position } = await all(BEGINNING, 100)
    const slow = makeRoom()
    const first = slow.created(ann)
    await late.query('BEGIN')
    await late.query(
      'INSERT INTO event (room_id, seq, kind, author_id, command_id, payload, at, term) VALUES ($1, 1, $2, $3, $4, $5, $6, 1)',
      [slow.roomId, first.kind, ann, first.commandId, JSON.stringify(first.payload), first.at],
    )
    const quick = makeRoom()
    await commit(quick.write([quick.created(ann)]))
    // the quick one is durable, but a follower that took it now would pass the slow one by
    expect((await store.follow('every event', position, 10)).events).toEqual([])
    await late.query('COMMIT')
    const { events } = await store.follow('every event', position, 10)
    expect(names(events)).toEqual([`${slow.roomId} 1`, `${quick.roomId} 1`])
    expect(events[0]?.event).toEqual(first)
  })

  it('follows posts without reading what was said between them', async () => {
    const written = 'INSERT INTO event (room_id, seq, kind, author_id, command_id, payload, at, term) VALUES'
    const posts = [randomUUID(), randomUUID()].sort()
    const { position } = await all(BEGINNING, 100)
    for (const seq of [1, 2]) {
      for (const roomId of posts) {
        await late.query(`${written} ($1, $2, 'post.commented', $3, $4, '{}', now(), 1)`, [
          roomId,
          seq,
          ann,
          randomUUID(),
        ])
      }
      const room = makeRoom()
      await commit(room.write([room.created(ann), room.sent(ann, 'between')]))
    }
    const wanted = [1, 2].flatMap((seq) => posts.map((roomId) => `${roomId} ${seq}`))
    for (const from of [BEGINNING, position]) {
      const first = await store.follow('posts', from, 3)
      const rest = await store.follow('posts', first.position, 3)
      expect(names([...first.events, ...rest.events])).toEqual(wanted)
    }
    const { rows } = await late.query<{ 'QUERY PLAN': string }>(
      "EXPLAIN SELECT FROM event WHERE xid >= '0'::xid8 AND kind LIKE 'post.%' ORDER BY xid, room_id, seq LIMIT 10",
    )
    expect(rows.map((row) => row['QUERY PLAN']).join()).toContain('event_of_posts')
    expect((await all(BEGINNING, 100)).seen).toHaveLength(15 + 2 + 4 + 4)
  })

  it('refuses what is not a position', async () => {
    await expect(store.follow('every event', 'abc:17', 10)).rejects.toThrow('not a position')
  })

  it('begins a new history when the journal was restored into another server', async () => {
    await late.query("UPDATE event SET xid = '9000000000000'")
    expect((await store.follow('every event', BEGINNING, 100)).events).toEqual([])
    const { epoch } = await migrate(database.url)
    expect(epoch).not.toBe(store.epoch)
    expect((await all(BEGINNING, 4)).seen).toHaveLength(25)
  })
})
