/** `Control`: the register of nodes and shards, the only authority over who owns what. All times are its own clock's. */

/** One process in the register. A new process under an old name is a new incarnation. */
export interface Self {
  readonly nodeId: string
  /** A UUID, fresh at each start of the process. */
  readonly incarnation: string
  /** Where clients reach this node; null when it does not say. */
  readonly address: string | null
}

/** `dead` and `left` are final for an incarnation. A `leaving` node gives its shards up and is preferred by none. */
export type NodeStatus = 'up' | 'leaving' | 'left' | 'dead'

export interface NodeSeen extends Self {
  readonly status: NodeStatus
  /** Since its last beat. */
  readonly beatAgeMs: number
  /** No session of it is left although the database has not restarted since its last beat: the process has ended. */
  readonly isGone: boolean
}

export interface ShardSeen {
  readonly shard: number
  /** Grows at each change of owner, and never comes back. */
  readonly term: number
  /** Null: never owned. */
  readonly owner: Pick<Self, 'nodeId' | 'incarnation'> | null
}

/** The register at one moment. */
export interface View {
  readonly nodes: readonly NodeSeen[]
  /** In order of their numbers, all of them. */
  readonly shards: readonly ShardSeen[]
  /** Name of the history; another one after commits may have been lost. */
  readonly epoch: string
}

export interface Beat {
  /** False: this incarnation was declared dead or has left. It must drop everything and end. */
  readonly isAlive: boolean
  /** From the beat before to this one, by the register's clock: what others may have seen as our age. */
  readonly gapMs: number
  /** ms since 1970, by the register's clock. */
  readonly nowMs: number
  readonly view: View
}

/** What `Control.enter` rejects with while somebody else may be alive who must not be. */
export class NameTaken extends Error {
  override readonly name = 'NameTaken'
  readonly nodeId: string
  /** Another text as soon as that one has beaten again. */
  readonly beat: string
  readonly beatAgeMs: number

  constructor(nodeId: string, beat: string, beatAgeMs: number) {
    super(`node ${nodeId} may be alive`)
    this.nodeId = nodeId
    this.beat = beat
    this.beatAgeMs = beatAgeMs
  }
}

/**
 * Every method is one transaction and rejects when the database cannot be asked; then it may have happened or not.
 * Implemented by `cluster/pg-control.ts` and `sim/memory-control.ts`; both pass `cluster/control-suite.ts`.
 */
export interface Control {
  /**
   * Enters this incarnation as `up`. Another one under the same name is dead from now on; `isAlone`: so is everybody
   * else. Rejects with `NameTaken` while one of those may be alive.
   */
  enter(self: Self, isAlone?: boolean): Promise<View>
  /** Says that we live, and looks. Begins a new epoch when the database has failed over since the last one. */
  beat(self: Self): Promise<Beat>
  /**
   * Declares those dead whose beat is at least `ageMs` old, or who are gone, ends their sessions (a process stopped
   * inside a statement would hold its shard rows), and returns whom.
   */
  declareDead(
    self: Self,
    suspects: readonly Pick<Self, 'nodeId' | 'incarnation'>[],
    ageMs: number,
  ): Promise<readonly string[]>
  /**
   * Takes shards at exactly these terms whose owner is nobody, dead or left, and gives their next terms. Waits for
   * commits under the old terms. What somebody else was faster to take is left out.
   */
  claim(
    self: Self,
    shards: readonly Pick<ShardSeen, 'shard' | 'term'>[],
  ): Promise<ReadonlyMap<number, number>>
  /** Gives shards of ours away under their next terms, if we still own them and `to` is up. Returns which. */
  handOver(
    self: Self,
    shards: readonly Pick<ShardSeen, 'shard' | 'term'>[],
    to: Pick<Self, 'nodeId' | 'incarnation'>,
  ): Promise<readonly number[]>
  /** First `leaving`, while shards are handed over, then `left`. */
  leave(self: Self, status: 'leaving' | 'left'): Promise<void>
}
