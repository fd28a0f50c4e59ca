/** `readRegister`: who owns which shard, read from PostgreSQL beside the nodes. */
import pg from 'pg'

export interface OwnedShard {
  readonly shard: number
  readonly term: number
  readonly nodeId: string | null
}

export interface Register {
  readonly shards: readonly OwnedShard[]
  /** `up`, `leaving`, `left` or `dead`, by node id. */
  readonly statuses: ReadonlyMap<string, string>
  readonly epoch: string
}

/** Rejects when PostgreSQL does not answer within 10 s. */
export async function readRegister(databaseUrl: string): Promise<Register> {
  return withClient(databaseUrl, async (client) => {
    const shards = await client.query<{ shard_id: number; term: string; node_id: string | null }>(
      'SELECT shard_id, term, node_id FROM shard ORDER BY shard_id',
    )
    const nodes = await client.query<{ node_id: string; status: string }>('SELECT node_id, status FROM node')
    const meta = await client.query<{ epoch: string }>('SELECT epoch FROM cluster_meta')
    return {
      shards: shards.rows.map((row) => ({
        shard: row.shard_id,
        term: Number(row.term),
        nodeId: row.node_id,
      })),
      statuses: new Map(nodes.rows.map((row) => [row.node_id, row.status])),
      epoch: meta.rows[0]?.epoch ?? '',
    }
  })
}

/** Shards of one node. */
export function shardsOf({ shards }: Register, nodeId: string): number[] {
  return shards.filter((one) => one.nodeId === nodeId).map(({ shard }) => shard)
}

/** How many shards changed hands between two looks: their term grew. */
export function moved(before: Register, after: Register): number {
  return after.shards.filter(({ term }, index) => term > (before.shards[index]?.term ?? 0)).length
}

/** How many terms went back: never one. */
export function wentBack(before: Register, after: Register): number {
  return after.shards.filter(({ term }, index) => term < (before.shards[index]?.term ?? 0)).length
}

/** Resolves once every shard belongs to a node that is up and no node has more than twice another's. */
export async function balanced(databaseUrl: string, nodes: number, msMax: number): Promise<Register> {
  const giveUpAt = performance.now() + msMax
  for (;;) {
    const register = await readRegister(databaseUrl).catch(() => null)
    if (register !== null && isBalanced(register, nodes)) return register
    if (performance.now() > giveUpAt) throw new Error(`${nodes} nodes do not share the shards`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

function isBalanced({ shards, statuses }: Register, nodes: number): boolean {
  const counts = new Map<string, number>()
  for (const { nodeId } of shards) {
    if (nodeId === null || statuses.get(nodeId) !== 'up') return false
    counts.set(nodeId, (counts.get(nodeId) ?? 0) + 1)
  }
  return counts.size === nodes && Math.min(...counts.values()) * 2 >= Math.max(...counts.values())
}

export async function withClient<Result>(
  databaseUrl: string,
  use: (client: pg.Client) => Promise<Result>,
): Promise<Result> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 10_000,
    query_timeout: 30_000,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await use(client)
  } finally {
    await client.end().catch(() => undefined)
  }
}
