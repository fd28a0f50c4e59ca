/** The programs of a cluster: PostgreSQL, nats-server and nodes, each on a loopback port of its own. */
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { freePort } from '../../engine/testing/free-port.ts'
import { NATS_SERVER, partPath } from '../../engine/testing/parts.ts'
import { makePart, type Part } from '../run/part.ts'
import { type ServerPart, serverPart } from '../run/server-part.ts'

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

export interface NodePlan {
  readonly nodeId: string
  readonly databaseUrl: string
  readonly natsUrl: string
  readonly dir: string
  readonly env?: Readonly<Record<string, string>>
}

/** One server of the cluster, on a free port that its register names. */
export async function nodePart({ nodeId, databaseUrl, natsUrl, dir, env }: NodePlan): Promise<ServerPart> {
  const port = await freePort()
  return serverPart({
    name: nodeId,
    port,
    env: {
      NODE_ENV: 'production',
      NODE_ID: nodeId,
      ADDRESS: `http://127.0.0.1:${port}`,
      DATABASE_URL: databaseUrl,
      NATS_URL: natsUrl,
      DATA_DIR: join(dir, nodeId),
      LOG_LEVEL: 'info',
      ...env,
    },
    logFile: join(dir, `${nodeId}.log`),
  })
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
