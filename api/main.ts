/** The process that people start: configuration, a node, a server, and an orderly end. */
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Config, readConfig } from '../engine/host/config.ts'
import { makeShutdown } from '../engine/host/shutdown.ts'
import { startNode } from '../engine/node.ts'
import { makeAuthenticate } from './auth/session.ts'
import { appRouter } from './router.ts'
import { startServer } from './server.ts'
import { limitsOf } from './transport/limits.ts'

/** The exit code of a node that was fenced off: a supervisor may start it again at once. */
const EXIT_FENCED = 70
const EXIT_CONFIG = 78

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..')

const config = configOrExit()
try {
  await run(config)
} catch (error) {
  console.error(`Parley could not start: ${error instanceof Error ? error.message : String(error)}`)
  if (config.logLevel === 'debug' || config.logLevel === 'trace') console.error(error)
  process.exit(1)
}

async function run(config: Config): Promise<void> {
  const node = await startNode(config, (why) => {
    node?.log.fatal({ why }, 'fenced off: another node owns the shards')
    process.exit(EXIT_FENCED)
  })
  const server = await startServer({
    node,
    router: appRouter,
    authenticate: makeAuthenticate(node),
    webRoot: join(ROOT, 'clients/web/dist'),
    limits: limitsOf(config),
  })

  const shutdown = makeShutdown(node.log)
  shutdown.step('say so', 100, () => node.health.stopping())
  // first, while sockets are still open: what they ask finds its way to the next owners
  shutdown.step('hand the shards over', 5_000, () => node.handOff())
  shutdown.step('drain the sockets', 10_000, () => server.drain())
  shutdown.step('stop the node', 15_000, () => node.stop())
  shutdown.onSignals()
  console.log(`Parley is at http://${config.host}:${server.port}`)
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
