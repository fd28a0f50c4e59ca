/** `arm`: posts that sleep for a long time, as many as wanted, without a server's help. */
import { SHARD_COUNT } from '../../../engine/kernel/shard.ts'
import { withClient } from '../register.ts'

/** Half for owners, half for publishers, due between a month and a year from now. */
export async function arm(databaseUrl: string, count: number): Promise<void> {
  await withClient(databaseUrl, async (client) => {
    await client.query(
      `INSERT INTO due (room_id, name, shard_id, due_at, waker)
       SELECT gen_random_uuid(), 'publish:t1:0', n % $2, now() + (30 + 335 * random()) * interval '1 day',
              CASE WHEN n % 2 = 0 THEN 'owner' ELSE 'publisher' END
         FROM generate_series(1, $1) AS n`,
      [count, SHARD_COUNT],
    )
  })
}
