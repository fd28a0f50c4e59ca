/** The real server in a process of its own, so that a test can kill it as the world does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withDatabase } from '../../../engine/store/testing.ts'
import { freePort } from './free-port.ts'

const MAIN = fileURLToPath(new URL('../../../api/main.ts', import.meta.url))

export interface ParleyProcess {
  readonly url: string
  /** SIGKILL: no goodbye, nothing written any more. */
  kill(): Promise<void>
  /** At the same address, on the same data. Resolves when it says where it is. */
  start(): Promise<void>
  /** Kills what runs and drops the database. */
  end(): Promise<void>
}

export async function startParleyProcess(): Promise<ParleyProcess> {
  const database = await withDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-sdk-'))
  const port = await freePort()
  let running: ChildProcess | null = null

  async function start(): Promise<void> {
    const child = spawn(process.execPath, [MAIN], {
      cwd: dataDir,
      env: {
        ...process.env,
        DATABASE_URL: database.url,
        DATA_DIR: dataDir,
        PORT: String(port),
        HOST: '127.0.0.1',
        LOG_LEVEL: 'silent',
      },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    running = child
    await new Promise<void>((resolve, reject) => {
      child.stdout?.on('data', (line) => String(line).includes('Parley is at') && resolve())
      child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was there`)))
    })
  }

  async function kill(): Promise<void> {
    if (running === null || running.exitCode !== null) return
    const exited = once(running, 'exit')
    running.kill('SIGKILL')
    await exited
    running = null
  }

  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    kill,
    start,
    async end() {
      await kill()
      await database.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}
