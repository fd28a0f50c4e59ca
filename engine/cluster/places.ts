/** Who owns what as far as this node knows: `makePlaces`. It never goes back to an older term. */
import type { NodeSeen, Self, ShardSeen, View } from './control.ts'
import type { Directory, Owner } from './directory.ts'
import { isIn, ownedBy } from './judge.ts'

type Held = Pick<ShardSeen, 'shard' | 'term'>

export interface Places extends Pick<Directory, 'termOf' | 'ownerOf' | 'lost' | 'onMoved'> {
  /** See `Directory`; false when we knew better. */
  learn(shard: number, owner: Owner): boolean
  /** As the register has them, and what we changed in it since. */
  readonly shards: readonly ShardSeen[]
  /** Those that we serve. */
  mine(): readonly ShardSeen[]
  see(view: View): void
  claimed(got: ReadonlyMap<number, number>): void
  given(shards: readonly Held[], to: Pick<Self, 'nodeId' | 'incarnation'>): void
  /** They are about to be given away: nobody serves them meanwhile. */
  hold(shards: readonly Held[]): void
  /** They stay ours after all. */
  unhold(shards: readonly Held[]): void
  /** Nothing is ours any more. */
  clear(): void
}

export function makePlaces({ nodeId, incarnation }: Pick<Self, 'nodeId' | 'incarnation'>): Places {
  const shards: ShardSeen[] = []
  let nodes: readonly NodeSeen[] = []
  let isCleared = false
  /** What other nodes said and the register has not shown yet. */
  const learned = new Map<number, Owner>()
  /** Terms of ours under which we do not serve. */
  const lost = new Map<number, number>()
  const held = new Map<number, number>()
  const hearers = new Set<(shards: readonly number[]) => void>()
  let owners: (Owner | null)[] = []

  function ownerNow({ shard, term, owner }: ShardSeen): Owner | null {
    const said = learned.get(shard)
    if (said !== undefined && said.term > term)
      return nodes.some((node) => node.nodeId === said.nodeId && isIn(node)) ? said : null
    if (owner === null) return null
    const isAlive = nodes.some((node) => node.incarnation === owner.incarnation && isIn(node))
    if (!isAlive) return null
    if (owner.incarnation === incarnation) {
      if (isCleared || lost.get(shard) === term || held.get(shard) === term) return null
    }
    return { nodeId: owner.nodeId, term }
  }

  /** Finds out what has changed by whatever was just done, and says so. */
  function settle(): void {
    const before = owners
    owners = shards.map(ownerNow)
    const moved = owners.flatMap((owner, shard) => {
      const was = before[shard] ?? null
      return owner?.nodeId === was?.nodeId && owner?.term === was?.term ? [] : [shard]
    })
    if (moved.length > 0) for (const hear of [...hearers]) hear(moved)
  }

  function put(seen: ShardSeen): void {
    if (seen.term > (shards[seen.shard]?.term ?? -1)) shards[seen.shard] = seen
  }

  function ownerOf(shard: number): Owner | null {
    return owners[shard] ?? null
  }

  return {
    get shards() {
      return shards
    },
    mine: () => ownedBy(shards, { incarnation }).filter(({ shard }) => owners[shard]?.nodeId === nodeId),
    termOf(shard) {
      const owner = ownerOf(shard)
      return owner?.nodeId === nodeId ? owner.term : null
    },
    ownerOf,
    learn(shard, owner) {
      const known = Math.max(shards[shard]?.term ?? 0, learned.get(shard)?.term ?? 0)
      // that it is ours only the register can tell us
      if (owner.term <= known) return false
      if (owner.nodeId !== nodeId) learned.set(shard, owner)
      settle()
      return true
    },
    lost(shard) {
      const seen = shards[shard]
      if (seen?.owner?.incarnation !== incarnation) return
      lost.set(shard, seen.term)
      settle()
    },
    onMoved(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    see(view) {
      nodes = view.nodes
      for (const seen of view.shards) put(seen)
      for (const [shard, { term }] of learned) if (term <= (shards[shard]?.term ?? 0)) learned.delete(shard)
      settle()
    },
    claimed(got) {
      for (const [shard, term] of got) put({ shard, term, owner: { nodeId, incarnation } })
      settle()
    },
    given(gone, to) {
      for (const { shard, term } of gone) {
        put({ shard, term: term + 1, owner: { nodeId: to.nodeId, incarnation: to.incarnation } })
      }
      settle()
    },
    hold(going) {
      for (const { shard, term } of going) held.set(shard, term)
      settle()
    },
    unhold(going) {
      for (const { shard, term } of going) if (held.get(shard) === term) held.delete(shard)
      settle()
    },
    clear() {
      isCleared = true
      settle()
    },
  }
}
