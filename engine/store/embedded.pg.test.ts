import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { readPostmaster } from './embedded/postmaster.ts'
import { type EmbeddedPostgres, startEmbedded } from './embedded.ts'
import { SILENT } from './log.ts'
import { makePool } from './pool.ts'

describe('the embedded database', () => {
  let dataDir: string
  const running: EmbeddedPostgres[] = []

  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'parley-embedded-'))
    await chmod(dataDir, 0o711)
  })
  afterEach(async () => {
    for (const database of running.splice(0)) await database.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  async function start() {
    const database = await startEmbedded({ dataDir })
    running.push(database)
    return database
  }

  const pidNow = async () => (await readPostmaster(join(dataDir, 'postgres')))?.pid ?? 0

  async function query(url: string, sql: string) {
    const client = new pg.Client({ connectionString: url })
    client.on('error', () => undefined)
    await client.connect()
    try {
      return (await client.query({ text: sql, rowMode: 'array' })).rows[0]?.[0]
    } finally {
      await client.end()
    }
  }

  /** Another Parley with the same folder. */
  async function startProcess() {
    const program = fileURLToPath(new URL('embedded-process.ts', import.meta.url))
    const child = spawn(process.execPath, [program, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
    const [line] = await once(child.stdout, 'data')
    return { child, url: String(line).trim() }
  }

  it('is found again with its data, durable, and behind a password', async () => {
    const first = await start()
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    expect(
      await query(first.url, "SELECT current_setting('fsync') || current_setting('synchronous_commit')"),
    ).toBe('onon')
    const wrong = Object.assign(new URL(first.url), { password: 'wrong' }).href
    await expect(query(wrong, 'SELECT 1')).rejects.toThrow(/password authentication failed/)
    expect((await stat(join(dataDir, 'postgres.password'))).mode & 0o777).toBe(0o600)
    await first.stop()
    expect(await pidNow()).toBe(0)

    const second = await start()
    expect(second.url).toBe(first.url)
    expect(await query(second.url, 'SELECT answer FROM kept')).toBe(42)
  })

  it('comes back on the same port when it is killed under us, and pools find it again', async () => {
    const { url } = await start()
    const pool = makePool({
      url,
      applicationName: 'test',
      connections: 2,
      statementTimeoutMs: 2_000,
      log: SILENT,
    })
    await pool.query('CREATE TABLE kept AS SELECT 42 AS answer')
    const before = await pidNow()
    process.kill(before, 'SIGKILL')
    // its orphaned sessions may answer for a moment longer
    await vi.waitUntil(async () => ![0, before].includes(await pidNow()), { timeout: 60_000 })
    const ask = () =>
      pool.query<{ answer: number }>('SELECT answer FROM kept').then(
        ({ rows }) => rows,
        () => null,
      )
    expect(await vi.waitUntil(ask, { timeout: 60_000 })).toEqual([{ answer: 42 }])
    await pool.end()
  })

  it('is adopted when the process that started it was killed', async () => {
    const { child, url } = await startProcess()
    const before = await pidNow()
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    await exit
    const adopted = await start()
    expect(adopted.url).toBe(url)
    expect(await pidNow()).toBe(before)
    // and it is ours now: we end it
    await vi.waitUntil(
      async () =>
        (await query(adopted.url, "SELECT count(*)::int FROM pg_locks WHERE locktype = 'advisory'")) === 1,
      { timeout: 60_000 },
    )
    await adopted.stop()
    expect(await pidNow()).toBe(0)
  })

  it('is recovered when both were killed', async () => {
    const { child, url } = await startProcess()
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    const exit = once(child, 'exit')
    child.kill('SIGKILL')
    process.kill(await pidNow(), 'SIGKILL')
    await exit
    expect(await query((await start()).url, 'SELECT answer FROM kept')).toBe(42)
  })

  it('is left running by a process that came second', async () => {
    const first = await start()
    const second = await startEmbedded({ dataDir })
    expect(second.url).toBe(first.url)
    await second.stop()
    expect(await query(first.url, 'SELECT 1')).toBe(1)
  })

  it('starts although the number in postmaster.pid belongs to somebody else by now', async () => {
    const first = await start()
    const pidFile = join(dataDir, 'postgres', 'postmaster.pid')
    const text = await readFile(pidFile, 'utf8')
    await first.stop()
    await writeFile(pidFile, text.replace(/^\d+/, String(process.pid)))
    expect(await query((await start()).url, 'SELECT 1')).toBe(1)
  })

  it('starts under a folder that only its owner may enter, as a temporary folder or a home is', async () => {
    await chmod(dataDir, 0o700)
    const first = await start()
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer')
    await first.stop()
    expect(await query((await start()).url, 'SELECT answer FROM kept')).toBe(42)
  })
})
