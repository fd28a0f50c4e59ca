/** `makeToldDirectory`: a directory for tests, which knows what it is told and nothing else. */
import type { Directory, Owner } from './directory.ts'

export interface ToldDirectory extends Directory {
  /** From now on that is who owns the shard, as far as this node knows. */
  tell(shard: number, owner: Owner | null): void
  readonly suspected: readonly string[]
}

export function makeToldDirectory(nodeId: string): ToldDirectory {
  const owners = new Map<number, Owner>()
  const hearers = new Set<(shards: readonly number[]) => void>()
  const suspected: string[] = []

  function tell(shard: number, owner: Owner | null): void {
    if (owner === null) owners.delete(shard)
    else owners.set(shard, owner)
    for (const hear of [...hearers]) hear([shard])
  }

  return {
    nodeId,
    suspected,
    tell,
    ownerOf: (shard) => owners.get(shard) ?? null,
    termOf(shard) {
      const owner = owners.get(shard)
      return owner?.nodeId === nodeId ? owner.term : null
    },
    lost: (shard) => tell(shard, null),
    learn(shard, owner) {
      if (owner.term > (owners.get(shard)?.term ?? 0)) tell(shard, owner)
    },
    suspect: (other) => void suspected.push(other),
    onMoved(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    members: () => [...new Set([nodeId, ...[...owners.values()].map((owner) => owner.nodeId)])],
  }
}
