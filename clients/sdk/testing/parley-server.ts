/** The real server in this process, on a real database of its own; it can be stopped and started again. */
import { accountsOf } from '../../../api/auth/accounts.ts'
import { makeAuthenticate } from '../../../api/auth/session.ts'
import { appRouter } from '../../../api/router.ts'
import { type Server, startServer } from '../../../api/server.ts'
import { readConfig } from '../../../engine/host/config.ts'
import { must } from '../../../engine/kernel/assert.ts'
import type { ParleyNode } from '../../../engine/node.ts'
import { withDatabase } from '../../../engine/store/testing.ts'
import { startWorld, type World } from '../../../engine/testing/world.ts'
import { openDoor } from './door.ts'

export interface ParleyServer {
  readonly url: string
  /** The node that runs now; of several, the first. */
  node(): ParleyNode
  /** Ends every connection at once and stops the node; what is committed stays. */
  stop(): Promise<void>
  /** Starts again at the same address, on the same data. */
  start(): Promise<void>
  /** Says goodbye first, as a deployment does. */
  drain(): Promise<void>
  /** Stops what runs and drops the database. */
  end(): Promise<void>
}

/** With PARLEY_WORLD=cluster each of its three nodes has a server, and each connection goes to the next of them. */
export async function startParleyServer(): Promise<ParleyServer> {
  const database = await withDatabase()
  let running: { world: World; servers: readonly Server[] } | null = null
  const door = await openDoor()

  async function start(): Promise<void> {
    const config = { ...readConfig({ LOG_LEVEL: 'silent' }), databaseUrl: database.url }
    const world = await startWorld(config, door.ports)
    const serve = (node: ParleyNode) =>
      startServer({ node, router: appRouter, authenticate: makeAuthenticate(node), webRoot: null })
    running = { world, servers: await Promise.all(world.nodes.map(serve)) }
  }

  async function stop(): Promise<void> {
    if (running === null) return
    const { world, servers } = running
    running = null
    for (const server of servers) server.close()
    await Promise.all(world.nodes.map((node) => accountsOf(node).passwords.close()))
    await world.stop()
  }

  await start()
  return {
    url: door.url,
    node: () => must(must(running, 'the server runs').world.nodes[0], 'a node'),
    start,
    stop,
    async drain() {
      await Promise.all(must(running, 'the server runs').servers.map((server) => server.drain()))
    },
    async end() {
      await stop()
      await door.close()
      await database.stop()
    },
  }
}
