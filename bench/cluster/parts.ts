/** The programs of a cluster: PostgreSQL, nats-server and nodes, each on a loopback port of its own. */
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { NATS_SERVER, partPath } from '../../engine/testing/parts.ts'
import { freePort } from '../run/process.ts'
import { makePart, type Part } from './part.ts'

const READY_MS_MAX = 60_000

export interface Database extends Part {
  /** Known once it has started. */
  url(): string
  /** The data folder holds its password and postmaster.pid. */
  readonly dataDir: string
}

/** PostgreSQL from the package, under `dataDir`. */
export function databasePart(dataDir: string, logFile: string): Database {
  const url = () =>
    readFileSync(logFile, 'utf8')
      .match(/^postgresql:.*$/gm)
      ?.at(-1) ?? ''
  const part = makePart({
    name: 'postgres',
    command: process.execPath,
    args: ['engine/store/postgres-main.ts', dataDir],
    logFile,
    readyMsMax: READY_MS_MAX,
    isReady: async () => url() !== '',
    farewell: 'SIGTERM',
  })
  return Object.assign(part, { url, dataDir })
}

export interface NatsPart extends Part {
  readonly url: string
}

/** Core NATS on a port that stays the same when it is started again. */
export async function natsPart(logFile: string): Promise<NatsPart> {
  const port = await freePort()
  const part = makePart({
    name: 'nats-server',
    command: partPath(NATS_SERVER),
    args: ['--addr', '127.0.0.1', '--port', String(port)],
    logFile,
    readyMsMax: READY_MS_MAX,
    isReady: () => accepts(port),
  })
  return Object.assign(part, { url: `nats://127.0.0.1:${port}` })
}

export interface NodePart extends Part {
  readonly url: string
  readonly port: number
  isReady(): Promise<boolean>
}

export interface NodePlan {
  readonly nodeId: string
  readonly databaseUrl: string
  readonly natsUrl: string
  readonly dir: string
  readonly env?: Readonly<Record<string, string>>
}

/** `api/main.ts` as operators start it. */
export async function nodePart({ nodeId, databaseUrl, natsUrl, dir, env }: NodePlan): Promise<NodePart> {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}`
  const isReady = () =>
    fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
      (answer) => answer.ok,
      () => false,
    )
  const part = makePart({
    name: nodeId,
    command: process.execPath,
    args: ['api/main.ts'],
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(port),
      NODE_ID: nodeId,
      ADDRESS: url,
      DATABASE_URL: databaseUrl,
      NATS_URL: natsUrl,
      DATA_DIR: join(dir, nodeId),
      LOG_LEVEL: 'info',
      ...env,
    },
    logFile: join(dir, `${nodeId}.log`),
    readyMsMax: READY_MS_MAX,
    isReady,
  })
  return Object.assign(part, { url, port, isReady })
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    const end = (answer: boolean) => {
      socket.destroy()
      resolve(answer)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
  })
}
