/** The real server in a process of its own, so that a test can kill it as the world does. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { withDatabase } from '../../../engine/store/testing.ts'
import { startNatsServer } from '../../../engine/testing/nats-server.ts'
import { inTurn, namesOfNodes } from '../../../engine/testing/world.ts'
import { openDoor } from './door.ts'

const MAIN = fileURLToPath(new URL('../../../api/main.ts', import.meta.url))

export interface ParleyProcess {
  readonly url: string
  /** SIGKILL: no goodbye, nothing written any more. Of several processes the next in turn dies. */
  kill(): Promise<void>
  /** What was killed, at the same address, on the same data. Resolves when it says where it is. */
  start(): Promise<void>
  /** Kills what runs and drops the database. */
  end(): Promise<void>
}

interface Program {
  readonly env: NodeJS.ProcessEnv
  readonly cwd: string
  running: ChildProcess | null
}

/** With PARLEY_WORLD=cluster there are three processes behind one address, on one nats-server. */
export async function startParleyProcess(): Promise<ParleyProcess> {
  const database = await withDatabase()
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-sdk-'))
  const door = await openDoor()
  const names = namesOfNodes()
  const nats = names.length > 1 ? await startNatsServer() : null
  const programs = names.map((name, index): Program => {
    const env = {
      ...process.env,
      DATABASE_URL: database.url,
      DATA_DIR: dataDir,
      PORT: String(door.ports[index]),
      HOST: '127.0.0.1',
      LOG_LEVEL: 'silent',
      ...(nats !== null && { NODE_ID: name ?? '', NATS_URL: `nats://127.0.0.1:${nats.port}` }),
    }
    return { env, cwd: dataDir, running: null }
  })
  const victim = inTurn(programs)

  // one after another: the first migrates the database
  for (const program of programs) await start(program)
  return {
    url: door.url,
    kill: () => kill(victim()),
    async start() {
      for (const program of programs) if (program.running === null) await start(program)
    },
    async end() {
      await Promise.all(programs.map(kill))
      await Promise.all([door.close(), nats?.close()])
      await database.stop()
      await rm(dataDir, { recursive: true })
    },
  }
}

async function start(program: Program): Promise<void> {
  const { cwd, env } = program
  const child = spawn(process.execPath, [MAIN], { cwd, env, stdio: ['ignore', 'pipe', 'inherit'] })
  program.running = child
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (line) => String(line).includes('Parley is at') && resolve())
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it was there`)))
  })
}

async function kill(program: Program): Promise<void> {
  const { running } = program
  program.running = null
  if (running === null || running.exitCode !== null) return
  const exited = once(running, 'exit')
  running.kill('SIGKILL')
  await exited
}
