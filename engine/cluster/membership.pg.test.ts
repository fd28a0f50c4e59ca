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
import type { Bus } from './bus.ts'
import { makeLocalBroker } from './local-bus.ts'
import { type JoinOptions, join, type Membership } from './membership.ts'
import { makePgControl } from './pg-control.ts'

const SILENT = { info() {}, warn() {}, error() {} }
/** Bounds hangs; no test is about speed. */
const PATIENCE = { timeout: 60_000, interval: 20 }

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

  async function node(nodeId: string, bus: Bus | null = null) {
    const incarnation = randomUUID()
    const applicationName = applicationNameOf(nodeId, incarnation)
    const store = await openStore({ databaseUrl: database.url, dataDir: '', lanes: 2, applicationName })
    stores.push(store)
    const onFenced = vi.fn<(why: string) => void>()
    const onEpoch = vi.fn<(epoch: string) => void>()
    const released: number[] = []
    return {
      store,
      onFenced,
      onEpoch,
      released,
      async join(options: Partial<JoinOptions> = {}) {
        const member = await join({
          control: makePgControl({ beats: store.control, moves: store.moves }),
          bus,
          nodeId,
          incarnation,
          epoch: store.epoch,
          clock: systemClock,
          release: async (shards) => void released.push(...shards),
          log: SILENT,
          onFenced,
          onEpoch,
          ...options,
        })
        members.push(member)
        return member
      },
    }
  }

  /** A real process that has joined. */
  async function memberProcess(nodeId: string, ...how: string[]): Promise<ChildProcess> {
    const program = fileURLToPath(new URL('member-process.ts', import.meta.url))
    const child = spawn(process.execPath, [program, database.url, nodeId, ...how], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    processes.push(child)
    await once(child.stdout as NodeJS.ReadableStream, 'data')
    return child
  }

  const shardsOf = (member: Membership) =>
    Array.from({ length: SHARD_COUNT }, (_, shard) => shard).filter((shard) => member.termOf(shard) !== null)
  /** Every shard has exactly one owner, and all agree who. */
  function isSettled(...all: Membership[]): boolean {
    return Array.from({ length: SHARD_COUNT }, (_, shard) => shard).every((shard) => {
      const owners = all.filter((member) => member.termOf(shard) !== null)
      return owners.length === 1 && all.every((member) => member.ownerOf(shard)?.nodeId === owners[0]?.nodeId)
    })
  }
  const value = async (sql: string) => (await admin.query({ text: sql, rowMode: 'array' })).rows[0]?.[0]
  /** As if the last beats had been long ago. */
  const age = () => admin.query("UPDATE node SET hb = hb - interval '1 hour'")
  /**
   * Keeps the last beat of a node 2 s old, less than the 5 s after which it counts as missed, until `isDone`. Who is
   * found dead meanwhile is known by its sessions, which are gone; on a busy machine too, where all takes long.
   */
  async function withFreshBeat(nodeId: string, isDone: () => boolean): Promise<void> {
    await vi.waitUntil(async () => {
      if (isDone()) return true
      await admin.query("UPDATE node SET hb = clock_timestamp() - interval '2 s' WHERE node_id = $1", [
        nodeId,
      ])
      return false
    }, PATIENCE)
  }

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
    await vi.waitUntil(async () => (await value('SELECT hb::text FROM node')) !== before, PATIENCE)
  })

  it('refuses a second process that must be alone while the first beats', async () => {
    const first = await (await node('a')).join()
    const second = await node('b')
    await expect(second.join({ isAlone: true })).rejects.toThrow(
      /another Parley process \(node a, beat \d\.\d s ago\) owns this database; stop it first/,
    )
    expect(first.termOf(0)).toBe(1)
    expect(await value('SELECT min(term) || $$-$$ || max(term) FROM shard')).toBe('1-1')
  })

  it('refuses a second process under the same name', async () => {
    await (await node('a')).join()
    await expect((await node('a')).join()).rejects.toThrow(/another Parley process/)
  })

  it('takes over from a killed process at once', async () => {
    const first = await memberProcess('a')
    const exit = once(first, 'exit')
    first.kill('SIGKILL')
    await exit
    let hasJoined = false
    const joining = (await node('b')).join().finally(() => {
      hasJoined = true
    })
    await withFreshBeat('a', () => hasJoined)
    expect((await joining).termOf(0)).toBe(2)
    expect(await value("SELECT status FROM node WHERE node_id = 'a'")).toBe('dead')
  })

  it('takes over from a frozen process after its beats have stopped, and that one ends itself when it thaws', async () => {
    const first = await memberProcess('a')
    first.kill('SIGSTOP')
    const second = await (await node('b')).join()
    await vi.waitUntil(() => shardsOf(second).length === SHARD_COUNT, PATIENCE)
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
    const other = await node('b')
    await age()
    const next = await other.join({ isAlone: true })

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
    const write = {
      kind: 'conversation' as const,
      roomId,
      shard,
      snapshot: null,
      due: [],
      listing: null,
      events: [created],
    }
    const lane = shard % 2
    // its sessions were ended, so the first attempt may find a dead socket
    const attempt = () => zombie.store.journal.commit(lane, [{ ...write, term: oldTerm }])
    expect(await attempt().catch(attempt)).toEqual(['fenced'])
    expect(await value('SELECT count(*)::int FROM event')).toBe(0)
    expect(await value('SELECT count(*)::int FROM conversation')).toBe(0)

    old.lost(shard)
    expect(old.termOf(shard)).toBeNull()
    await vi.waitUntil(() => zombie.onFenced.mock.calls.length > 0, PATIENCE)
    expect(old.termOf((shard + 1) % SHARD_COUNT)).toBeNull()

    expect(await zombie.store.journal.commit(lane, [{ ...write, term: next.termOf(shard) ?? 0 }])).toEqual([
      'written',
    ])
  })

  it('waits for a commit that is under way, then owns what it wrote', async () => {
    await (await memberProcess('a')).kill('SIGKILL')
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
      PATIENCE,
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
    await vi.waitUntil(async () => (await value('SELECT hb::text FROM node')) !== before, PATIENCE)
    expect(member.termOf(0)).toBe(1)
    expect(first.onFenced).not.toHaveBeenCalled()
  })

  it('shares the shards with whoever joins, and each moves under its next term', async () => {
    const broker = makeLocalBroker({ clock: systemClock, log: SILENT })
    const first = await node('a', broker.connect())
    const a = await first.join()
    const b = await (await node('b', broker.connect())).join()
    const c = await (await node('c', broker.connect())).join()
    expect(a.members()).toContain('a')
    await vi.waitUntil(
      () => isSettled(a, b, c) && Math.min(...[a, b, c].map((member) => shardsOf(member).length)) > 60,
      PATIENCE,
    )
    for (const shard of shardsOf(b)) {
      expect(a.ownerOf(shard)).toEqual({ nodeId: 'b', term: b.termOf(shard) })
      expect(first.released).toContain(shard)
    }
    expect(await value('SELECT max(term) FROM shard')).toBe('2')
    await vi.waitUntil(() => [...c.members()].sort().join() === 'a,b,c', PATIENCE)
  })

  it('hands everything to the others when it leaves, each to whom it belongs', async () => {
    const broker = makeLocalBroker({ clock: systemClock, log: SILENT })
    const a = await (await node('a', broker.connect())).join()
    const b = await (await node('b', broker.connect())).join()
    const leaver = await node('c', broker.connect())
    const c = await leaver.join()
    await vi.waitUntil(() => isSettled(a, b, c) && shardsOf(c).length > 60, PATIENCE)
    const moved: number[] = []
    a.onMoved((shards) => moved.push(...shards))
    const given = shardsOf(c)
    const before = new Set(shardsOf(a))
    await c.handOff()
    await vi.waitUntil(() => isSettled(a, b), PATIENCE)
    expect(shardsOf(c)).toEqual([])
    expect(leaver.released.toSorted((one, other) => one - other)).toEqual(given)
    const gained = shardsOf(a).filter((shard) => !before.has(shard))
    expect(gained.length).toBeGreaterThan(10)
    expect(moved).toEqual(expect.arrayContaining(gained))
    // it still is a member: its sockets are not drained yet
    expect(c.members()).toContain('c')
    await c.check()
    await c.leave()
    await vi.waitUntil(() => !a.members().includes('c'), PATIENCE)
  })

  it('takes the shards of a killed member over within moments', async () => {
    const victim = await memberProcess('c')
    const broker = makeLocalBroker({ clock: systemClock, log: SILENT })
    const a = await (await node('a', broker.connect())).join()
    const b = await (await node('b', broker.connect())).join()
    await vi.waitUntil(() => isSettled(a, b) === false && shardsOf(a).length > 60, PATIENCE)
    const terms = await value('SELECT sum(term)::int FROM shard')
    const exit = once(victim, 'exit')
    victim.kill('SIGKILL')
    await exit
    await withFreshBeat('c', () => isSettled(a, b))
    expect(await value('SELECT sum(term)::int FROM shard')).toBeGreaterThan(terms)
    expect(await value("SELECT status FROM node WHERE node_id = 'c'")).toBe('dead')
  })

  it('lets a member live whom nobody can ask, as long as it beats', async () => {
    const broker = makeLocalBroker({ clock: systemClock, log: SILENT })
    const a = await (await node('a', broker.connect())).join()
    const cut = await node('b', broker.connect())
    const b = await cut.join()
    await vi.waitUntil(() => isSettled(a, b) && shardsOf(b).length > 60, PATIENCE)
    const beat = () => value("SELECT hb::text FROM node WHERE node_id = 'b'")
    for (let beats = 0; beats < 4; beats++) {
      const before = await beat()
      a.suspect('b')
      await vi.waitUntil(async () => (await beat()) !== before, PATIENCE)
    }
    await vi.waitUntil(() => isSettled(a, b), PATIENCE)
    expect(b.members()).toEqual(expect.arrayContaining(['a', 'b']))
    expect(cut.onFenced).not.toHaveBeenCalled()
  })

  it('ends its life when the database has failed over', async () => {
    const first = await node('a')
    const member = await first.join()
    await admin.query('UPDATE cluster_meta SET timeline = timeline + 1')
    await vi.waitUntil(() => first.onEpoch.mock.calls.length > 0, PATIENCE)
    expect(member.termOf(0)).toBeNull()
    expect(first.onFenced).not.toHaveBeenCalled()
    await expect(member.check()).rejects.toThrow('this node is over')
    expect(await value('SELECT epoch FROM cluster_meta')).toBe(first.onEpoch.mock.calls[0]?.[0])
  })
})
