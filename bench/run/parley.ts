/** `startParley`: the server process as people start it, on an empty folder with its embedded database. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ParleyUnderTest } from '../scenario.ts'
import { freePort, until } from './process.ts'

const ROOT = join(import.meta.dirname, '../..')
const READY_MS_MAX = 90_000

/**
 * The limits that guard one server against one client stand between a load test and its answer, because few sockets
 * speak for many people here. The code that counts them runs all the same.
 */
export const WIDE = {
  CALLS_PER_SECOND_SOCKET: '10000000',
  CALLS_PER_SECOND_PERSON: '10000000',
  SOCKETS_PER_ADDRESS: '1000000',
  SIGNUPS_PER_HOUR: '1000000',
}

/** `env` overrides the usual environment. The folder is removed by `stop`. */
export async function startParley(env: Readonly<Record<string, string>> = {}): Promise<ParleyUnderTest> {
  const home = await mkdtemp(join(tmpdir(), 'parley-bench-'))
  // PostgreSQL runs under another account when we are root, and must be able to pass through
  await chmod(home, 0o711)
  const dataDir = join(home, 'data')
  const logFile = join(home, 'server.log')
  const log = openSync(logFile, 'a')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const child = spawn(process.execPath, ['api/main.ts'], {
    cwd: ROOT,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      // said empty, so that no .env of the developer leads us to another database
      DATABASE_URL: '',
      NATS_URL: '',
      LOG_LEVEL: 'warn',
      ...WIDE,
      ...env,
    },
    stdio: ['ignore', log, log],
  })
  const killed = () => void child.kill('SIGKILL')
  process.once('exit', killed)
  const stop = async () => {
    process.removeListener('exit', killed)
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit')
      child.kill('SIGTERM')
      await ended
    }
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    await until(
      async () => {
        if (child.exitCode !== null) throw new Error('ended')
        return (await fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) })).ok
      },
      READY_MS_MAX,
      () => `Parley is not ready: see ${logFile}`,
    )
  } catch (error) {
    const said = await readFile(logFile, 'utf8')
    await stop()
    throw new Error(`${(error as Error).message}\n${said.split('\n').slice(-15).join('\n')}`)
  }
  const database = await databaseIn(dataDir)
  return { url, pid: child.pid as number, ...database, stop }
}

/** The first and the fourth line of postmaster.pid are the process and its port. */
async function databaseIn(dataDir: string): Promise<{ databaseUrl: string; databasePid: number }> {
  const [lines, password] = await Promise.all([
    readFile(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').then((text) => text.split('\n')),
    readFile(join(dataDir, 'postgres.password'), 'utf8'),
  ])
  const secret = encodeURIComponent(password.trim())
  return {
    databaseUrl: `postgres://parley:${secret}@127.0.0.1:${Number(lines[3])}/parley`,
    databasePid: Number(lines[0]),
  }
}
