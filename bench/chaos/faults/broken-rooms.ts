/** `breakRooms`: copies of a room whose snapshot or journal no machine can load, and what is answered there. */
import { randomUUID } from 'node:crypto'
import { withClient } from '../register.ts'

/** What is wrong with each. Nobody has asked for them, so no node has them in memory. */
const BREAKAGES: readonly (readonly [what: string, sql: string])[] = [
  ['members are a number', `INSERT INTO snapshot VALUES ($1, 1, 1, '{"members": 7, "head": 1}')`],
  ['the snapshot is nothing', `INSERT INTO snapshot VALUES ($1, 1, 1, 'null')`],
  [
    'the snapshot is of a later machine',
    `INSERT INTO snapshot VALUES ($1, 1, 99, '{"members": [], "head": 1}')`,
  ],
  ['the first event is empty', `UPDATE event SET payload = '{}' WHERE room_id = $1 AND seq = 1`],
]

/** Returns the ids of the broken copies of `roomId`. Its members are members there. */
export async function breakRooms(databaseUrl: string, roomId: string): Promise<string[]> {
  return withClient(databaseUrl, async (client) => {
    const ids: string[] = []
    for (const [, breakage] of BREAKAGES) {
      const id = randomUUID()
      for (const [table, column] of [
        ['event', 'room_id'],
        ['conversation', 'id'],
        ['member', 'conversation_id'],
      ]) {
        await client.query(
          `INSERT INTO ${table} SELECT copy.* FROM ${table} AS old,
             jsonb_populate_record(old, jsonb_build_object('${column}', $1::text)) AS copy WHERE old.${column} = $2`,
          [id, roomId],
        )
      }
      await client.query(breakage, [id])
      ids.push(id)
    }
    return ids
  })
}
