/** Which shard a room lives in: computed from its id, never stored as truth. */

/** Shards of an installation; written once in `cluster_meta`, refused at boot if different. */
export const SHARD_COUNT = 256

/** FNV-1a over the id's characters, folded to `SHARD_COUNT`. Changing it strands every room: never change it. */
export function shardOf(roomId: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < roomId.length; index++) {
    hash = Math.imul(hash ^ roomId.charCodeAt(index), 0x01000193)
  }
  return (hash ^ (hash >>> 16)) & (SHARD_COUNT - 1)
}
