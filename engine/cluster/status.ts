/** `statusOf`: the register as lines for a terminal. */

export interface StatusRow {
  readonly nodeId: string
  readonly status: string
  readonly address: string | null
  readonly beatAgeMs: number
  readonly shards: number
  readonly termMax: number
}

export interface StatusLines {
  readonly lines: readonly string[]
  /** Shards that nobody serves who is up or leaving. */
  readonly unowned: number
}

/** Those who are dead or have left own nothing, whatever still stands beside their names. */
export function statusOf(nodes: readonly StatusRow[], shardCount: number): StatusLines {
  const isIn = ({ status }: StatusRow) => status === 'up' || status === 'leaving'
  const owned = nodes.filter(isIn).reduce((sum, { shards }) => sum + shards, 0)
  const unowned = shardCount - owned
  const width = Math.max(4, ...nodes.map(({ nodeId }) => nodeId.length))
  const line = (cells: readonly string[]) =>
    [
      cells[0]?.padEnd(width),
      cells[1]?.padEnd(8),
      ...cells.slice(2, 5).map((cell) => cell.padStart(9)),
      cells[5],
    ].join(' ')
  return {
    unowned,
    lines: [
      line(['node', 'status', 'beat', 'shards', 'term', '  address']),
      ...nodes.map(({ nodeId, status, beatAgeMs, shards, termMax, address }) =>
        line([
          nodeId,
          status,
          `${Math.round(beatAgeMs)} ms`,
          String(shards),
          String(termMax),
          `  ${address ?? '–'}`,
        ]),
      ),
      unowned === 0 ? 'every shard has an owner' : `${unowned} of ${shardCount} shards have no owner`,
    ],
  }
}
