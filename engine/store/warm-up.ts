/** `warmUp`: opens the connections of a pool and has their statements planned before anybody waits for either. */
import type pg from 'pg'

/** Finds nothing wherever a statement asks for a room. */
export const NO_ROOM = '00000000-0000-0000-0000-000000000000'

/** Each statement is run once on each connection, so it must change nothing. */
export async function warmUp(
  pool: pg.Pool,
  connections: number,
  statements: readonly pg.QueryConfig[],
): Promise<void> {
  const clients = await Promise.all(Array.from({ length: connections }, () => pool.connect()))
  try {
    await Promise.all(
      clients.map(async (client) => {
        for (const statement of statements) await client.query(statement)
      }),
    )
  } finally {
    for (const client of clients) client.release()
  }
}
