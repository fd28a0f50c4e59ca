/** `seatPeople`: people and rooms written into the database of a cluster, and tokens for seats in a crowd. */
import { randomUUID } from 'node:crypto'
import { shardOf } from '../../../engine/kernel/shard.ts'
import { type SeededRoom, seedPeople, seedRooms } from '../../scenarios/parts/seed.ts'
import { tokenMaker } from '../../scenarios/parts/tokens.ts'
import { withClient } from '../register.ts'

export interface Seated {
  readonly rooms: readonly SeededRoom[]
  /** By person. */
  readonly tokens: ReadonlyMap<string, string>
  readonly epoch: string
}

/** `roomsOf` says who of the people is in which room. */
export async function seatPeople(
  databaseUrl: string,
  people: number,
  roomsOf: (peopleIds: readonly string[]) => readonly SeededRoom[],
): Promise<Seated> {
  return withClient(databaseUrl, async (database) => {
    const peopleIds = await seedPeople(database, people)
    const rooms = roomsOf(peopleIds)
    await seedRooms(database, rooms)
    const tokenOf = await tokenMaker(database)
    const tokens = await Promise.all(peopleIds.map(async (id) => [id, await tokenOf(id)] as const))
    const meta = await database.query<{ epoch: string }>('SELECT epoch FROM cluster_meta')
    return { rooms, tokens: new Map(tokens), epoch: meta.rows[0]?.epoch ?? '' }
  })
}

/** A new room that lives in one of the shards. */
export function roomIdIn(shards: ReadonlySet<number>): string {
  for (;;) {
    const roomId = randomUUID()
    if (shards.has(shardOf(roomId))) return roomId
  }
}

/** The last seq of each room, by its journal. */
export async function headsOf(databaseUrl: string, roomIds: readonly string[]): Promise<Map<string, number>> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ room_id: string; head: string }>(
      'SELECT room_id, max(seq) AS head FROM event WHERE room_id = ANY($1) GROUP BY room_id',
      [roomIds],
    )
    return new Map(rows.map(({ room_id, head }) => [room_id, Number(head)]))
  })
}
