import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { type TestDatabase, withDatabase } from '../engine/store/testing.ts'
import { freePort } from '../engine/testing/free-port.ts'

const PATIENCE = { timeout: 60_000, interval: 50 }

describe('the process that people start', () => {
  let database: TestDatabase
  let admin: pg.Client
  const processes: ChildProcess[] = []
  beforeEach(async () => {
    database = await withDatabase()
    admin = new pg.Client({ connectionString: database.url })
    await admin.connect()
  })
  afterEach(async () => {
    for (const child of processes.splice(0)) child.kill('SIGKILL')
    await admin.end()
    await database.stop()
  })

  async function start(env: Record<string, string> = {}) {
    // it listens there twice; in between nobody else may have the port
    const port = String(await freePort())
    const child = spawn(process.execPath, [fileURLToPath(new URL('main.ts', import.meta.url))], {
      cwd: import.meta.dirname,
      env: { PATH: process.env.PATH, DATABASE_URL: database.url, PORT: port, LOG_LEVEL: 'error', ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    processes.push(child)
    for await (const line of createInterface({ input: child.stdout as NodeJS.ReadableStream })) {
      const found = /Parley is at (\S+)/.exec(line)
      if (found) return { child, address: found[1] as string }
    }
    throw new Error('it ended before it said where it is')
  }
  const isReady = (address: string) =>
    fetch(`${address}/health/ready`).then(
      ({ ok }) => ok,
      () => false,
    )
  const value = async (sql: string) => (await admin.query({ text: sql, rowMode: 'array' })).rows[0]?.[0]

  it('tells Prometheus how it stands, alone among nobody', async () => {
    const { address } = await start()
    const page = await (await fetch(`${address}/metrics`)).text()
    for (const line of [
      'parley_shards_owned 256',
      'parley_shards_unowned 0',
      'parley_term_max 1',
      'parley_members{status="up"} 1',
      'parley_shards_claimed_total 256',
      'parley_bus_connected 0',
    ])
      expect(page).toContain(`${line}\n`)
    expect(page).toMatch(/^parley_register_lag_seconds 0\.\d+$/m)
  })

  it('begins another life on the same port when the database has failed over, and ends in order', async () => {
    const { child, address } = await start()
    expect(await isReady(address)).toBe(true)
    const epoch = await value('SELECT epoch FROM cluster_meta')
    const socket = new WebSocket(`${address.replace('http', 'ws')}/trpc`)
    const closed = once(socket, 'close')
    await once(socket, 'open')
    // what a standby that was promoted finds: the row was written under another timeline
    await admin.query('UPDATE cluster_meta SET timeline = timeline + 1')
    const [{ code }] = (await closed) as [{ code: number }]
    expect(code).toBe(4000)
    await vi.waitUntil(() => isReady(address), PATIENCE)
    expect(await value('SELECT epoch FROM cluster_meta')).not.toBe(epoch)
    expect(Number(await value('SELECT min(term) FROM shard'))).toBeGreaterThan(1_000_000)
    expect(
      await value('SELECT count(*)::int FROM shard WHERE incarnation = (SELECT incarnation FROM node)'),
    ).toBe(256)
    const exit = once(child, 'exit')
    child.kill('SIGTERM')
    expect(await exit).toEqual([0, null])
    expect(await value('SELECT status FROM node')).toBe('left')
  })
})
