/** `Directory`: who owns a shard, as far as this node knows. Possibly stale: the owner and the journal's fence have the last word. */
import type { Ownership } from '../actors/ports.ts'

export interface Owner {
  readonly nodeId: string
  readonly term: number
}

export interface Directory extends Ownership {
  readonly nodeId: string
  /** Null: nobody, or nobody alive. */
  ownerOf(shard: number): Owner | null
  /** A node answered that the shard is elsewhere; believed when its term is newer than what we know. */
  learn(shard: number, owner: Owner): void
  /** Requests to a node find nobody listening: with an old beat that is enough to take over sooner. */
  suspect(nodeId: string): void
  /** Called after owners have changed, ours or others', with the shards that did. */
  onMoved(hear: (shards: readonly number[]) => void): () => void
  /** Ids of nodes that are up or leaving. */
  members(): readonly string[]
}
