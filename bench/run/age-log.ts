/** `ageLog`: gives a fresh database the write-ahead log of one that has been in use. */
import pg from 'pg'

/**
 * A database that was made a moment ago has no segments to use again, so every 16 MB somebody's commit waits 11 to 60 ms
 * while the next one is written full of zeros and synchronised. One that has been in use has them from its checkpoints.
 * A tenth of a second for each of `segments`.
 */
export async function ageLog(databaseUrl: string, segments: number): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (let segment = 0; segment < segments; segment++) {
      await client.query(
        "SELECT pg_logical_emit_message(true, 'bench', 'a segment is switched only when it has something')",
      )
      await client.query('SELECT pg_switch_wal()')
    }
    await client.query('CHECKPOINT')
  } finally {
    await client.end()
  }
}
