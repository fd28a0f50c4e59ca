/** The system under test: the real server process on a folder of its own, started, killed and started again. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../run/process.ts'

const ROOT = join(import.meta.dirname, '../..')
const READY_MS_MAX = 60_000

export interface ServerUnderTest {
  /** `http://127.0.0.1:port`, the same after every restart. */
  readonly url: string
  readonly dataDir: string
  /** Starts the process and waits until it says that it is ready. */
  start(): Promise<void>
  /** SIGKILL: the process has no last word, and its database is left behind running. */
  kill(): Promise<void>
  /** SIGTERM, and waits for the end. Returns the exit code. */
  stop(): Promise<number | null>
  /** Removes the folder. */
  remove(): Promise<void>
  /** The last lines that the process wrote. */
  lastWords(): string
}

/** Prepares a server on a free port and an empty folder, with these settings besides; nothing runs before `start`. */
export async function serverUnderTest(
  settings: Readonly<Record<string, string>> = {},
): Promise<ServerUnderTest> {
  const home = await mkdtemp(join(tmpdir(), 'parley-chaos-'))
  // PostgreSQL runs under another account when we are root, and must be able to pass through
  await chmod(home, 0o711)
  const dataDir = join(home, 'data')
  const logFile = join(home, 'server.log')
  const log = openSync(logFile, 'a')
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  let child: ChildProcess | null = null
  const lastWords = () => readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n')
  process.once('exit', () => child?.kill('SIGKILL'))

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    if (child === null) return null
    const ending = child
    child = null
    if (ending.exitCode !== null || ending.signalCode !== null) return ending.exitCode
    const ended = once(ending, 'exit')
    ending.kill(signal)
    await ended
    return ending.exitCode
  }

  return {
    url,
    dataDir,
    lastWords,
    async start() {
      const env = {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: String(port),
        HOST: '127.0.0.1',
        DATA_DIR: dataDir,
        // said empty, so that no .env of the developer leads us to another database
        DATABASE_URL: '',
        NATS_URL: '',
        LOG_LEVEL: 'info',
        ...settings,
      }
      const started = spawn(process.execPath, ['api/main.ts'], {
        cwd: ROOT,
        env,
        stdio: ['ignore', log, log],
      })
      child = started
      const giveUpAt = performance.now() + READY_MS_MAX
      while (!(await isReady(url))) {
        const ended = started.exitCode !== null || started.signalCode !== null
        if (ended || performance.now() > giveUpAt) {
          throw new Error(`the server ${ended ? 'ended' : 'is not ready'}:\n${lastWords()}`)
        }
        await sleep(20)
      }
    },
    async kill() {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  }
}

function isReady(url: string): Promise<boolean> {
  return fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  )
}
