/** Faults of a single server with its embedded database: it is killed, or its database is. */
import { embeddedDatabase } from '../../run/embedded-database.ts'
import { type LoneServer, loneServer } from '../../run/lone-server.ts'
import { killDatabase, readJournal } from '../database.ts'
import type { Fault, Strike, Tools, Victim } from '../fault.ts'

const LOAD = { seconds: 30, strikes: 5, clients: 20, rooms: 10, membersPerRoom: 20, rate: 200 }

export const kill: Fault = {
  name: 'kill',
  what: 'one server is killed with SIGKILL and started again',
  load: LOAD,
  breaksSockets: true,
  prepare: (tools) =>
    oneServer(tools, async (server) => {
      await server.kill()
      await server.start()
    }),
}

export const database: Fault = {
  name: 'database',
  what: 'PostgreSQL of one server is killed with all its processes; the server brings it back',
  load: LOAD,
  prepare: (tools) => oneServer(tools, (server) => killDatabase(server.dataDir)),
}

async function oneServer({ now }: Tools, hurt: (server: LoneServer) => Promise<void>): Promise<Victim> {
  const server = await loneServer()
  try {
    await server.start()
  } catch (error) {
    await server.remove()
    throw error
  }
  return {
    url: server.url,
    stop: server.remove,
    lastWords: server.lastWords,
    journal: async (roomIds) => readJournal((await embeddedDatabase(server.dataDir)).url, roomIds),
    async strike(): Promise<Strike> {
      const struckAt = now()
      await hurt(server)
      const backMs = now() - struckAt
      return {
        at: struckAt,
        healedAt: struckAt,
        measures: [{ name: 'answers again after', value: backMs, unit: 'ms', atMost: null }],
        idle: null,
      }
    },
  }
}
