import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { makeRoom } from './conversation-events.ts'
import { Conversation } from './entities/conversation.ts'
import { Organisation } from './entities/organisation.ts'
import { UNSCOPED } from './entities/organisation-filter.ts'
import { User } from './entities/user.ts'
import type { Store } from './store.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

describe('the store', () => {
  const ann = randomUUID()
  let database: TestDatabase
  let store: Store

  beforeAll(async () => {
    database = await withDatabase()
    store = await database.open()
    await store.em().getConnection().execute('UPDATE shard SET term = 1')
  })
  afterAll(() => database.stop())

  it('is founded once: a second opening finds the same history and the same home', async () => {
    const again = await database.open()
    expect(again.epoch).toBe(store.epoch)
    expect(again.epoch).toMatch(/^[A-Za-z0-9_-]{4,32}$/)
    expect(again.homeOrganisationId).toBe(store.homeOrganisationId)
    expect(await store.em().count(Organisation, { home: true })).toBe(1)
  })

  it('is migrated once by processes that open it together', async () => {
    const other = await withDatabase()
    const opened = await Promise.all([other.open(), other.open(), other.open()])
    expect(new Set(opened.map(({ epoch }) => epoch)).size).toBe(1)
    await other.stop()
  })

  it('has its connections and their statements before anybody asks, once warm', async () => {
    const fresh = await database.open()
    expect(fresh.reads.totalCount).toBe(0)
    await fresh.warmUp()
    expect([fresh.reads.totalCount, fresh.reads.idleCount]).toEqual([6, 6])
    const { rows } = await fresh.reads.query<{ name: string }>('SELECT name FROM pg_prepared_statements')
    expect(rows.map(({ name }) => name).sort()).toEqual([
      'events-after',
      'events-since',
      'load-events',
      'load-snapshot',
      'resets',
      'snapshots-of',
    ])
    expect(await store.em().getConnection().execute('SELECT count(*)::int AS n FROM event')).toEqual([
      { n: 0 },
    ])
  })

  it('shows an organisation its own, and nothing to whoever does not say which', async () => {
    const [ours, theirs] = [makeRoom(), makeRoom()]
    for (const room of [ours, theirs]) await store.journal.commit(0, [room.write([room.created(ann)])])
    const seen = await store.scoped(ours.organisationId).find(Conversation, {})
    expect(seen.map(({ id }) => id)).toEqual([ours.roomId])
    expect(await store.scoped(ours.organisationId).findOne(Conversation, { id: theirs.roomId })).toBeNull()
    await expect(store.em().find(Conversation, {})).rejects.toThrow(/organisation/)
    expect(await store.em().count(Conversation, {}, UNSCOPED)).toBe(2)
  })

  it('names every session, so that a successor can tell and end them', async () => {
    await Promise.all([store.ping(), store.control.query('SELECT 1'), store.journal.load(randomUUID())])
    const sessions = await store
      .em()
      .getConnection()
      .execute<{ name: string; timeout: string }[]>(
        `SELECT DISTINCT application_name AS name, current_setting('statement_timeout') AS timeout
         FROM pg_stat_activity WHERE datname = current_database()`,
      )
    expect(sessions).toEqual([{ name: 'parley/test', timeout: '10s' }])
  })

  it('keeps one account an e-mail, in lower case', async () => {
    const em = store.em()
    const insert = (email: string) =>
      em.insert(User, { id: randomUUID(), email, name: 'Ann', passwordHash: 'x' })
    await insert('ann@example.org')
    await expect(insert('ann@example.org')).rejects.toThrow(/user_email_unique/)
    await expect(insert('Bob@example.org')).rejects.toThrow(/user_email_lower/)
  })

  it('refuses a database that is cut into another number of shards', async () => {
    await store.em().getConnection().execute('UPDATE cluster_meta SET shard_count = 128')
    await expect(database.open()).rejects.toThrow('cut into 128 shards, this Parley into 256')
    await store.em().getConnection().execute('UPDATE cluster_meta SET shard_count = 256')
  })

  it('outlives its connections: what was asked meanwhile fails, what is asked later works', async () => {
    const admin = new pg.Client({ connectionString: database.url })
    await admin.connect()
    await store.ping()
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    await admin.end()
    const room = makeRoom()
    const write = room.write([room.created(ann)])
    await vi.waitUntil(
      () =>
        store.ping().then(
          () => true,
          () => false,
        ),
      { timeout: 60_000 },
    )
    const outcome = await vi.waitUntil(
      () =>
        store.journal.commit(0, [write]).then(
          ([outcome]) => outcome,
          () => null,
        ),
      { timeout: 60_000 },
    )
    expect(outcome).toBe('written')
    const em = () => store.em().count(Organisation, { home: true })
    await vi.waitUntil(
      () =>
        em().then(
          (homes) => homes === 1,
          () => false,
        ),
      { timeout: 60_000 },
    )
  })
})
