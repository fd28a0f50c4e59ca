/** Which node should have which shard: `makeRing`, by rendezvous of the shard with each node's stable name. */

/**
 * The same for everybody who knows the same nodes; a node that comes or goes moves only its own share. Answers null
 * when there are no nodes.
 */
export function makeRing(nodeIds: readonly string[]): (shard: number) => string | null {
  const nodes = nodeIds.toSorted().map((nodeId) => ({ nodeId, hash: hashOf(nodeId) }))
  return (shard) => {
    let best: string | null = null
    let bestWeight = -1
    for (const { nodeId, hash } of nodes) {
      const weight = mix(hash, shard)
      if (weight <= bestWeight) continue
      best = nodeId
      bestWeight = weight
    }
    return best
  }
}

/** FNV-1a. */
function hashOf(name: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < name.length; index++) {
    hash = Math.imul(hash ^ name.charCodeAt(index), 0x01000193)
  }
  return hash
}

/** The finish of murmur3, with the shard in it: FNV alone weighs neighbours alike. */
function mix(hash: number, shard: number): number {
  let mixed = Math.imul(hash ^ Math.imul(shard + 1, 0x9e3779b1), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  return (mixed ^ (mixed >>> 15)) >>> 0
}
