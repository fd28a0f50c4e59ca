/** The real server in this process, on a real database of its own; it can be stopped and started again. */
import { accountsOf } from '../../../api/auth/accounts.ts'
import { makeAuthenticate } from '../../../api/auth/session.ts'
import { appRouter } from '../../../api/router.ts'
import { type Server, startServer } from '../../../api/server.ts'
import { readConfig } from '../../../engine/host/config.ts'
import { must } from '../../../engine/kernel/assert.ts'
import { type ParleyNode, startNode } from '../../../engine/node.ts'
import { withDatabase } from '../../../engine/store/testing.ts'
import { freePort } from './free-port.ts'

export interface ParleyServer {
  readonly url: string
  /** The node that runs now. */
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

export async function startParleyServer(): Promise<ParleyServer> {
  const database = await withDatabase()
  let running: { node: ParleyNode; server: Server } | null = null
  // Fixed from the first start: a port that was bound as 0 cannot be bound again while old sockets linger.
  const port = await freePort()

  async function start(): Promise<void> {
    const config = { ...readConfig({ LOG_LEVEL: 'silent' }), databaseUrl: database.url, port }
    const node = await startNode(config, (why) => {
      throw new Error(`fenced in a test: ${why}`)
    })
    const parts = { node, router: appRouter, authenticate: makeAuthenticate(node), webRoot: null }
    running = { node, server: await startServer(parts) }
  }

  async function stop(): Promise<void> {
    if (running === null) return
    const { node, server } = running
    running = null
    server.close()
    await accountsOf(node).passwords.close()
    await node.stop()
  }

  await start()
  return {
    url: `http://127.0.0.1:${port}`,
    node: () => must(running, 'the server runs').node,
    start,
    stop,
    drain: () => must(running, 'the server runs').server.drain(),
    async end() {
      await stop()
      await database.stop()
    },
  }
}
