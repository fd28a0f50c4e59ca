/** `ageLog`: gives a fresh database the write-ahead log of one that has been in use. */
import pg from 'pg'

/** 16 MB each: enough for a load of several minutes. */
const SEGMENTS = 60

/**
 * A database that was made a moment ago has no segments to use again, so every 16 MB somebody's commit waits 11 to 60 ms
 * while the next one is written full of zeros and synchronised. One that has been in use has them from its checkpoints.
 */
export async function ageLog(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  try {
    for (let segment = 0; segment < SEGMENTS; segment++) {
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
