/** `startParley`: the server process as people start it, with limits that let a load through. */
import { must } from '../../engine/kernel/assert.ts'
import type { ParleyUnderTest } from '../scenario.ts'
import { embeddedDatabase } from './embedded-database.ts'
import { loneServer } from './lone-server.ts'

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
  const server = await loneServer({ NODE_ENV: 'production', LOG_LEVEL: 'warn', ...WIDE, ...env })
  try {
    await server.start()
    const database = await embeddedDatabase(server.dataDir)
    return {
      url: server.url,
      pid: must(server.pid, 'a server that is ready runs'),
      databaseUrl: database.url,
      databasePid: database.pid,
      stop: server.remove,
    }
  } catch (error) {
    await server.remove()
    throw error
  }
}
