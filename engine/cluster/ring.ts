/** Which node should have which shard: `preferred`, by rendezvous of the shard with each node's stable name. */

/**
 * The same for everybody who knows the same nodes; a node that comes or goes moves only its own share. Null when there
 * are no nodes.
 */
export function preferred(shard: number, nodeIds: readonly string[]): string | null {
  let best: string | null = null
  let bestWeight = -1
  for (const nodeId of nodeIds) {
    const weight = weightOf(shard, nodeId)
    if (weight > bestWeight || (weight === bestWeight && best !== null && nodeId < best)) {
      best = nodeId
      bestWeight = weight
    }
  }
  return best
}

/** FNV-1a over the name, then the finish of murmur3 with the shard in it: FNV alone weighs neighbours alike. */
function weightOf(shard: number, nodeId: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < nodeId.length; index++) {
    hash = Math.imul(hash ^ nodeId.charCodeAt(index), 0x01000193)
  }
  hash = Math.imul(hash ^ Math.imul(shard + 1, 0x9e3779b1), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  return (hash ^ (hash >>> 15)) >>> 0
}
