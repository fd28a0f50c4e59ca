/** `Town`: people with tokens, and the rooms they are in, on a server under test or on a remote deployment. */
import pg from 'pg'
import type { ParleyUnderTest } from '../scenario.ts'
import { type SeededRoom, seedPeople, seedRooms } from '../scenarios/parts/seed.ts'
import { tokenMaker } from '../scenarios/parts/tokens.ts'

export interface Town {
  readonly url: string
  readonly pid: number | null
  readonly databasePid: number | null
  readonly people: readonly string[]
  /** Good for several minutes more. */
  token(personId: string): Promise<string>
  /** `epoch` and the seq that each room stands at now. */
  positions(rooms: readonly SeededRoom[]): Promise<{ epoch: string; seqs: ReadonlyMap<string, number> }>
  /** Returns them with the ids that the server knows them by. */
  makeRooms(rooms: readonly SeededRoom[]): Promise<readonly SeededRoom[]>
  /** Messages in the journal; null when it is out of sight. */
  messagesStored(): Promise<number | null>
  close(): Promise<void>
}

/** Tokens are good for a quarter of an hour and are made anew after half of it. */
const TOKEN_MS = 7 * 60_000

/** People and rooms are written into the database of a server that was started for this; see `parts/seed.ts`. */
export async function seededTown(server: ParleyUnderTest, count: number): Promise<Town> {
  const database = new pg.Client({ connectionString: server.databaseUrl })
  await database.connect()
  const people = await seedPeople(database, count)
  const make = await tokenMaker(database)
  const epoch = await database.query<{ epoch: string }>('SELECT epoch FROM cluster_meta')
  const tokens = new Map<string, { token: string; atMs: number }>()
  return {
    url: server.url,
    pid: server.pid,
    databasePid: server.databasePid,
    people,
    async token(personId) {
      const known = tokens.get(personId)
      if (known && performance.now() - known.atMs < TOKEN_MS) return known.token
      const token = await make(personId)
      tokens.set(personId, { token, atMs: performance.now() })
      return token
    },
    async positions(rooms) {
      const ids = rooms.map(({ roomId }) => roomId)
      // the journal, because what is derived from it follows a moment later
      const { rows } = await database.query<{ id: string; head: string }>(
        `SELECT r.id, (SELECT e.seq FROM event e WHERE e.room_id = r.id ORDER BY e.seq DESC LIMIT 1) AS head
           FROM unnest($1::uuid[]) AS r(id)`,
        [ids],
      )
      const seqs = new Map(rows.map(({ id, head }) => [id, Number(head)]))
      return { epoch: epoch.rows[0]?.epoch ?? '', seqs }
    },
    async makeRooms(rooms) {
      await seedRooms(database, rooms)
      return rooms
    },
    async messagesStored() {
      const { rows } = await database.query<{ count: string }>(
        "SELECT count(*) AS count FROM event WHERE kind = 'message.sent'",
      )
      return Number(rows[0]?.count)
    },
    close: () => database.end(),
  }
}
