/** `repliesLost`: what one node says to PostgreSQL arrives and is done; what PostgreSQL answers never comes back. */
import { setTimeout as sleep } from 'node:timers/promises'
import { shardOf } from '../../../engine/kernel/shard.ts'
import type { TcpProxy } from '../../../engine/testing/tcp-proxy.ts'
import { shardsOf, withClient } from '../register.ts'
import { gap, onCluster, TTL_MS, turnOf } from './cluster-victim.ts'

/** Shorter than a node may be silent: it keeps its shards. */
const SHORT_MS = 3_000
/** Longer: others take them, and what the deaf node has committed is theirs to answer for. */
const LONG_MS = TTL_MS + 3_000
/** What was on its way to PostgreSQL has been answered by then. */
const QUIET_MS = 200
const END_MS = 3_000

export const repliesLost = onCluster({
  name: 'F6-replies-lost',
  what: 'PostgreSQL hears one node and its answers are lost, for 3 s, then for longer than a node may be silent',
  load: { seconds: 45, strikes: 2 },
  wires: 'database',
  async hurt(struck) {
    const { tools } = struck
    const node = turnOf(struck)
    const shards = new Set(shardsOf(struck.before, node.name))
    const wire = struck.wires.get(node.name) as TcpProxy
    const struckAt = tools.now()
    // kept back first, so that every commit from here on is one whose answer is lost
    wire.hold('to')
    await sleep(QUIET_MS)
    wire.swallow('from')
    const since = await snapshotOf(struck.databaseUrl)
    wire.release('to')
    // before others could have taken the shards and write there
    await sleep(SHORT_MS)
    const written = await writtenSince(struck.databaseUrl, since, shards)
    if (struck.number % 2 === 0) await sleep(LONG_MS - SHORT_MS)
    const ended = node.ended()
    wire.mend()
    const healedAt = tools.now()
    const served = await struck.probe.served([...shards])
    const code = await Promise.race([ended, sleep(END_MS, 'alive' as const)])
    if (code !== 'alive') await node.start()
    return {
      struckAt,
      healedAt,
      idle: written === 0 ? `${node.name} wrote nothing whose answer was lost` : null,
      measures: [
        { name: 'events written, their answers lost', value: written, unit: '', atMost: null },
        gap('all its shards served after the wire was mended', served, null),
        {
          name: `${node.name} ended, having lost its shards`,
          value: Number(code === 70),
          unit: '',
          atMost: null,
        },
      ],
    }
  },
})

function snapshotOf(databaseUrl: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ now: string }>('SELECT pg_current_snapshot()::text AS now')
    return rows[0]?.now ?? ''
  })
}

/** Events in these shards, while they belong to one node, that were committed after the snapshot. */
function writtenSince(databaseUrl: string, snapshot: string, shards: ReadonlySet<number>): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ room: string }>(
      `SELECT room_id AS room FROM event
        WHERE xid >= pg_snapshot_xmin($1::pg_snapshot) AND NOT pg_visible_in_snapshot(xid, $1::pg_snapshot)`,
      [snapshot],
    )
    return rows.filter(({ room }) => shards.has(shardOf(room))).length
  })
}
