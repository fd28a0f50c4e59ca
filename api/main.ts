/** The process that people start: configuration, a node, a server, and an orderly end. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Config, readConfig } from '../engine/host/config.ts'
import { makeShutdown } from '../engine/host/shutdown.ts'
import { keepYoungYoung } from '../engine/host/young-heap.ts'
import { type ParleyNode, startNode } from '../engine/node.ts'
import { startWorkers, type Workers } from '../workers/main.ts'
import { accountsOf } from './auth/accounts.ts'
import { makeAuthenticate } from './auth/session.ts'
import { appRouter } from './router.ts'
import { type Server, startServer } from './server.ts'
import { limitsOf } from './transport/limits.ts'

/** The exit code of a node that was fenced off: a supervisor may start it again at once. */
const EXIT_FENCED = 70
const EXIT_CONFIG = 78
/** A database that has just failed over may not be there yet. */
const LIVES_MAX = 60
const NEXT_LIFE_MS = 500
/** Among others, sockets are sent to them over this time, while they wake the rooms that came before. */
const SPREAD_MS = 2_000

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

/** A node, its server and its workers, from the start of all to their end. */
interface Life {
  readonly node: ParleyNode
  readonly server: Server
  readonly workers: Workers
  /** Resolves when the database may have lost what this node knows. */
  readonly isOver: Promise<void>
}

keepYoungYoung()
const config = configOrExit()
try {
  await run(config)
} catch (error) {
  console.error(`Parley could not start: ${error instanceof Error ? error.message : String(error)}`)
  if (config.logLevel === 'debug' || config.logLevel === 'trace') console.error(error)
  process.exit(1)
}

async function run(config: Config): Promise<void> {
  let life = await begin(config)
  let isStopping = false
  let isBetweenLives = false
  const now = (act: (life: Life) => void | Promise<void>) => () => (isBetweenLives ? undefined : act(life))
  const shutdown = makeShutdown(life.node.log)
  shutdown.step('say so', 100, () => {
    isStopping = true
    life.node.health.stopping()
  })
  // first, while sockets are still open: what they ask finds its way to the next owners
  shutdown.step(
    'hand the shards over',
    5_000,
    now(({ node }) => node.handOff()),
  )
  shutdown.step(
    'drain the sockets',
    12_000,
    now(({ node, server }) => server.drain(node.directory.members().length > 1 ? SPREAD_MS : 0)),
  )
  shutdown.step(
    'stop the workers',
    5_000,
    now(({ workers }) => workers.stop()),
  )
  shutdown.step(
    'stop the node',
    15_000,
    now(({ node }) => node.stop()),
  )
  shutdown.onSignals()
  console.log(`Parley is at http://${config.host}:${life.server.port}`)

  for (;;) {
    await life.isOver
    if (isStopping) return
    isBetweenLives = true
    life.node.log.warn('the database has failed over: everybody is told to reload')
    // closed sockets come back with positions of the old epoch, and are answered with a reset
    await life.server.drain()
    await life.workers.stop()
    await accountsOf(life.node).passwords.close()
    await life.node.stop()
    if (isStopping) return
    life = await beginAgain({ ...config, port: life.server.port })
    isBetweenLives = false
    life.node.log.info({ epoch: life.node.store.epoch }, 'began another life')
  }
}

async function begin(config: Config): Promise<Life> {
  let over = () => {}
  const isOver = new Promise<void>((resolve) => {
    over = resolve
  })
  const fenced = (why: string) => {
    console.error(`Parley ends: ${why}`)
    process.exit(EXIT_FENCED)
  }
  const node = await startNode(config, fenced, () => over())
  const webRoot = join(ROOT, 'clients/web/dist')
  const authenticate = makeAuthenticate(node)
  try {
    const server = await startServer({
      node,
      router: appRouter,
      authenticate,
      webRoot,
      limits: limitsOf(config),
    })
    return { node, server, workers: startWorkers(node), isOver }
  } catch (error) {
    await node.stop()
    throw error
  }
}

async function beginAgain(config: Config): Promise<Life> {
  for (let lives = 1; ; lives++) {
    try {
      return await begin(config)
    } catch (error) {
      if (lives === LIVES_MAX) throw error
      await sleep(NEXT_LIFE_MS)
    }
  }
}

function configOrExit(): Config {
  if (existsSync('.env')) process.loadEnvFile('.env')
  try {
    return readConfig(process.env)
  } catch (error) {
    console.error(`The configuration is not right (see .env.example):\n${(error as Error).message}`)
    process.exit(EXIT_CONFIG)
  }
}
