/** `arrive`: opens a server's database, gives it people, and lets them speak without a password. */
import pg from 'pg'
import type { ParleyUnderTest } from '../../scenario.ts'
import { type Caller, openCaller } from './caller.ts'
import { seedPeople } from './seed.ts'
import { tokenMaker } from './tokens.ts'

export interface World {
  readonly database: pg.Client
  readonly peopleIds: readonly string[]
  /** Where sockets go. */
  readonly url: string
  tokenOf(userId: string): Promise<string>
  /** A socket of that person; `onOther` gets what subscriptions bring. */
  caller(userId: string, onOther?: (payload: Buffer) => void): Promise<Caller>
  /** Ends the connection to the database; sockets are ended by whoever opened them. */
  close(): Promise<void>
}

export async function arrive({ url, databaseUrl }: ParleyUnderTest, people: number): Promise<World> {
  const database = new pg.Client({ connectionString: databaseUrl })
  await database.connect()
  const peopleIds = await seedPeople(database, people)
  const tokenOf = await tokenMaker(database)
  const endpoint = `${url}/trpc`
  return {
    database,
    peopleIds,
    url: endpoint,
    tokenOf,
    caller: async (userId, onOther) =>
      openCaller({ url: endpoint, token: await tokenOf(userId), ...(onOther && { onOther }) }),
    close: () => database.end(),
  }
}
