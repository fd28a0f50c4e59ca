/** Who owns what as far as this node knows: `makePlaces`. It never goes back to an older term. */
import type { Self, ShardSeen, View } from './control.ts'
import type { Directory, Owner } from './directory.ts'
import { isIn, ownedBy } from './judge.ts'

type Held = Pick<ShardSeen, 'shard' | 'term'>

export interface Places extends Pick<Directory, 'termOf' | 'ownerOf' | 'lost' | 'onMoved'> {
  /** See `Directory`; false when we knew better. */
  learn(shard: number, owner: Owner): boolean
  /** As the register has them, and what we changed in it since. Another array when anything is. */
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
  let shards: readonly ShardSeen[] = []
  let isCleared = false
  /** What other nodes said and the register has not shown yet. */
  const learned = new Map<number, Owner>()
  /** Terms of ours under which we do not serve. */
  const lost = new Map<number, number>()
  const held = new Map<number, number>()
  const hearers = new Set<(shards: readonly number[]) => void>()
  const owners: (Owner | null)[] = []
  /** Names and incarnations of those who are in. */
  let alive: ReadonlySet<string> = new Set()
  let last: View['shards'] = []

  function ownerNow(seen: ShardSeen): Owner | null {
    const { shard, term, owner } = seen
    const said = learned.get(shard)
    if (said !== undefined && said.term > term) return alive.has(said.nodeId) ? said : null
    if (owner === null || !alive.has(owner.incarnation)) return null
    if (owner.incarnation === incarnation) {
      if (isCleared || lost.get(shard) === term || held.get(shard) === term) return null
    }
    const before = owners[shard]
    return before?.term === term ? before : { nodeId: owner.nodeId, term }
  }

  /** Finds out who owns these now, and says so where that is somebody else. */
  function settle(touched: Iterable<number>): void {
    const moved: number[] = []
    for (const shard of touched) {
      const seen = shards[shard]
      const owner = seen === undefined ? null : ownerNow(seen)
      if (owner === (owners[shard] ?? null)) continue
      owners[shard] = owner
      moved.push(shard)
    }
    if (moved.length > 0) for (const hear of [...hearers]) hear(moved)
  }

  /** What we know already is not newer. Returns the shards that are. */
  function put(fresh: readonly ShardSeen[]): readonly number[] {
    const newer = fresh.filter(({ shard, term }) => term > (shards[shard]?.term ?? -1))
    if (newer.length === 0) return []
    const next = [...shards]
    for (const seen of newer) next[seen.shard] = seen
    shards = next
    return newer.map(({ shard }) => shard)
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
      settle([shard])
      return true
    },
    lost(shard) {
      const seen = shards[shard]
      if (seen?.owner?.incarnation !== incarnation) return
      lost.set(shard, seen.term)
      settle([shard])
    },
    onMoved(hear) {
      hearers.add(hear)
      return () => void hearers.delete(hear)
    },
    see(view) {
      const before = alive
      alive = new Set(view.nodes.filter(isIn).flatMap((node) => [node.nodeId, node.incarnation]))
      // nearly always: nothing has moved since the last look
      const newer = view.shards === last ? [] : put(view.shards)
      last = view.shards
      settle(isSame(alive, before) ? newer : shards.keys())
    },
    claimed(got) {
      settle(put([...got].map(([shard, term]) => ({ shard, term, owner: { nodeId, incarnation } }))))
    },
    given(gone, to) {
      const owner = { nodeId: to.nodeId, incarnation: to.incarnation }
      settle(put(gone.map(({ shard, term }) => ({ shard, term: term + 1, owner }))))
    },
    hold(going) {
      for (const { shard, term } of going) held.set(shard, term)
      settle(going.map(({ shard }) => shard))
    },
    unhold(going) {
      for (const { shard, term } of going) if (held.get(shard) === term) held.delete(shard)
      settle(going.map(({ shard }) => shard))
    },
    clear() {
      isCleared = true
      settle(shards.keys())
    },
  }
}

function isSame(one: ReadonlySet<string>, other: ReadonlySet<string>): boolean {
  return one.size === other.size && [...one].every((name) => other.has(name))
}
