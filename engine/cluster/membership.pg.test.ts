import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { systemClock } from '../host/system-clock.ts'
import { SHARD_COUNT, shardOf } from '../kernel/shard.ts'
import { openStore, type Store } from '../store/store.ts'
import { type TestDatabase, withDatabase } from '../store/testing.ts'
import { applicationNameOf } from './application-name.ts'
import { join, type Membership } from './membership.ts'

const SILENT = { info() {}, warn() {} }

describe('membership', () => {
  let database: TestDatabase
  let admin: pg.Client
  const stores: Store[] = []
  const members: Membership[] = []
  const processes: ChildProcess[] = []

  beforeEach(async () => {
    database = await withDatabase()
    admin = new pg.Client({ connectionString: database.url })
    await admin.connect()
  })
  afterEach(async () => {
    for (const process of processes.splice(0)) process.kill('SIGKILL')
    for (const member of members.splice(0)) await member.leave()
    for (const store of stores.splice(0)) await store.close()
    await admin.end()
    await database.stop()
  })

  async function node(nodeId: string) {
    const incarnation = randomUUID()
    const applicationName = applicationNameOf(nodeId, incarnation)
    const store = await openStore({ databaseUrl: database.url, dataDir: '', lanes: 2, applicationName })
    stores.push(store)
    const onFenced = vi.fn<(why: string) => void>()
    return {
      store,
      onFenced,
      async join() {
        const member = await join({ store, nodeId, incarnation, clock: systemClock, log: SILENT, onFenced })
        members.push(member)
        return member
      },
    }
  }

  /** A real process that has joined. */
  async function memberProcess(nodeId: string): Promise<ChildProcess> {
    const program = fileURLToPath(new URL('member-process.ts', import.meta.url))
    const child = spawn(process.execPath, [program, database.url, nodeId], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    processes.push(child)
    await once(child.stdout as NodeJS.ReadableStream, 'data')
    return child
  }

  const value = async (sql: string) => (await admin.query({ text: sql, rowMode: 'array' })).rows[0]?.[0]
  /** As if the last beats had been long ago. */
  const age = () => admin.query("UPDATE node SET hb = hb - interval '1 hour'")

  it('owns every shard, under a term that grows with each owner', async () => {
    const first = await node('a')
    const member = await first.join()
    expect(member.termOf(0)).toBe(1)
    expect(member.termOf(SHARD_COUNT - 1)).toBe(1)
    expect(member.termOf(SHARD_COUNT)).toBeNull()
    await member.check()
    await member.leave()
    await expect(member.check()).rejects.toThrow('this node is left')
    expect(member.termOf(0)).toBeNull()
    expect(await value('SELECT status FROM node')).toBe('left')

    const second = await (await node('a')).join()
    expect(second.termOf(0)).toBe(2)
    expect(first.onFenced).not.toHaveBeenCalled()
  })

  it('beats', async () => {
    await (await node('a')).join()
    const before = await value('SELECT hb::text FROM node')
    await vi.waitUntil(async () => (await value('SELECT hb::text FROM node')) !== before, { timeout: 10_000 })
  })

  it('refuses a second process while the first beats', async () => {
    const first = await (await node('a')).join()
    const second = await node('b')
    await expect(second.join()).rejects.toThrow(
      /another Parley process \(node a, beat \d\.\d s ago\) owns this database; stop it first/,
    )
    expect(first.termOf(0)).toBe(1)
    expect(await value('SELECT min(term) || $$-$$ || max(term) FROM shard')).toBe('1-1')
  })

  it('refuses a second process under the same name too', async () => {
    await (await node('a')).join()
    await expect((await node('a')).join()).rejects.toThrow(/another Parley process/)
  })

  it('takes over from a killed process at once', async () => {
    const first = await memberProcess('a')
    const exit = once(first, 'exit')
    first.kill('SIGKILL')
    await exit
    const second = await (await node('b')).join()
    // far inside the 5 s after which a beat counts as missed
    expect(await value('SELECT max(hb) - min(hb) < $$4 s$$::interval FROM node')).toBe(true)
    expect(second.termOf(0)).toBe(2)
    expect(await value("SELECT status FROM node WHERE node_id = 'a'")).toBe('dead')
  })

  it('takes over from a frozen process after its beats have stopped, and that one ends itself when it thaws', async () => {
    const first = await memberProcess('a')
    first.kill('SIGSTOP')
    const second = await (await node('b')).join()
    expect(second.termOf(0)).toBe(2)
    const exit = once(first, 'exit')
    first.kill('SIGCONT')
    expect(await exit).toEqual([70, null])
  })

  it('lets a zombie write nothing, and tells it', async () => {
    const zombie = await node('a')
    const old = await zombie.join()
    const roomId = randomUUID()
    const shard = shardOf(roomId)
    const oldTerm = old.termOf(shard) ?? 0
    await age()
    const next = await (await node('b')).join()

    const created = {
      seq: 1,
      kind: 'conversation.created',
      authorId: randomUUID(),
      commandId: 'c-1',
      at: '2026-11-21T12:00:00.000Z',
      payload: {
        organisationId: zombie.store.homeOrganisationId,
        conversationKind: 'channel',
        title: 'T',
        members: [],
      },
    }
    const write = { kind: 'conversation' as const, roomId, shard, snapshot: null, due: [], events: [created] }
    const lane = shard % 2
    // its sessions were ended, so the first attempt may find a dead socket
    const attempt = () => zombie.store.journal.commit(lane, [{ ...write, term: oldTerm }])
    expect(await attempt().catch(attempt)).toEqual(['fenced'])
    expect(await value('SELECT count(*)::int FROM event')).toBe(0)
    expect(await value('SELECT count(*)::int FROM conversation')).toBe(0)

    old.lost(shard)
    expect(old.termOf(shard)).toBeNull()
    await vi.waitUntil(() => zombie.onFenced.mock.calls.length > 0, { timeout: 10_000 })
    expect(old.termOf((shard + 1) % SHARD_COUNT)).toBeNull()

    expect(await zombie.store.journal.commit(lane, [{ ...write, term: next.termOf(shard) ?? 0 }])).toEqual([
      'written',
    ])
  })

  it('waits for a commit that is under way, then owns what it wrote', async () => {
    await (await node('a')).join()
    await age()
    // somebody's statement holds a shard row, as each commit does
    await admin.query('BEGIN')
    await admin.query('SELECT FROM shard WHERE shard_id = 7 AND term = 1 FOR SHARE')
    let joined = false
    const second = await node('b')
    const joining = second.join().then((member) => {
      joined = true
      return member
    })
    const watcher = new pg.Client({ connectionString: database.url })
    await watcher.connect()
    await vi.waitUntil(
      async () =>
        (
          await watcher.query(
            "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%shard%'",
          )
        ).rowCount === 1,
      { timeout: 10_000 },
    )
    expect(joined).toBe(false)
    await admin.query('COMMIT')
    expect((await joining).termOf(7)).toBe(2)
    await watcher.end()
  })

  it('keeps its shards through an outage: an unanswered beat proves nothing', async () => {
    const first = await node('a')
    const member = await first.join()
    const before = await value('SELECT hb::text FROM node')
    await admin.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE $1',
      ['parley/a/%'],
    )
    await vi.waitUntil(async () => (await value('SELECT hb::text FROM node')) !== before, { timeout: 10_000 })
    expect(member.termOf(0)).toBe(1)
    expect(first.onFenced).not.toHaveBeenCalled()
  })
})
