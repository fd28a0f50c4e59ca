/** `standingOf`: what one node knows of the cluster, as an operator reads it. It asks nobody. */
import type { NodeSeen, Self, View } from './control.ts'
import type { Owner } from './directory.ts'

/** A process of the register. Those who are dead or have left stay in it until somebody enters under their name. */
export interface MemberStanding {
  readonly nodeId: string
  readonly status: NodeSeen['status']
  /** Where clients reach it; null when it does not say. */
  readonly address: string | null
  /** Since its last beat, by the register's clock, up to this moment. */
  readonly beatAgeMs: number
  readonly shards: number
  /** Of its shards; 0 when it has none. */
  readonly termMax: number
}

/** What this node has done to the register since it began. */
export interface Deeds {
  /** Nodes that it declared dead. */
  readonly tookOver: number
  /** Shards that nobody alive had, taken by it. */
  readonly claimed: number
  /** Shards that it gave to other nodes. */
  readonly given: number
  /** Beats that the register did not answer. */
  readonly unanswered: number
}

export interface Standing {
  /** The node whose knowledge this is. */
  readonly nodeId: string
  readonly epoch: string
  readonly members: readonly MemberStanding[]
  /** By shard: who serves it, and since which term; null: nobody, as far as this node knows. */
  readonly owners: readonly (Owner | null)[]
  readonly unowned: number
  /** Since the register was asked for what is known here. Past a second or so it may be out of date. */
  readonly knownMs: number
  /** How long the register took to answer then. */
  readonly lagMs: number
  /** Whether the bus between nodes is there; null on a node that has none. */
  readonly isBusConnected: boolean | null
  readonly deeds: Deeds
}

export interface Known {
  readonly self: Pick<Self, 'nodeId'>
  readonly view: View
  readonly ownerOf: (shard: number) => Owner | null
  readonly knownMs: number
  readonly lagMs: number
  readonly isBusConnected: boolean | null
  readonly deeds: Deeds
}

export function standingOf({ self, view, ownerOf, deeds, ...rest }: Known): Standing {
  const owners = view.shards.map(({ shard }) => ownerOf(shard))
  return {
    nodeId: self.nodeId,
    epoch: view.epoch,
    members: view.nodes.map(({ nodeId, status, address, beatAgeMs }) => {
      const terms = owners.flatMap((owner) => (owner?.nodeId === nodeId ? [owner.term] : []))
      return {
        nodeId,
        status,
        address,
        beatAgeMs: Math.round(beatAgeMs + rest.knownMs),
        shards: terms.length,
        termMax: Math.max(0, ...terms),
      }
    }),
    owners,
    unowned: owners.filter((owner) => owner === null).length,
    ...rest,
    deeds: { ...deeds },
  }
}
