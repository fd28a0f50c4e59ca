/** Faults of a single server with its embedded database: it is killed, or its database is. */
import { databaseUrlIn, killDatabase, readJournal } from '../database.ts'
import type { Fault, Strike, Tools, Victim } from '../fault.ts'
import { type ServerUnderTest, serverUnderTest } from '../server.ts'

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

async function oneServer({ now }: Tools, hurt: (server: ServerUnderTest) => Promise<void>): Promise<Victim> {
  const server = await serverUnderTest()
  const stop = async () => {
    await server.stop()
    await server.remove()
  }
  try {
    await server.start()
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url: server.url,
    stop,
    lastWords: server.lastWords,
    journal: async (roomIds) => readJournal(await databaseUrlIn(server.dataDir), roomIds),
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
