/** The register in memory, with the semantics of the real one: `makeMemoryControl`, for simulations and tests. */
import {
  type Beat,
  type Control,
  NameTaken,
  type NodeStatus,
  type Self,
  type ShardSeen,
  type View,
} from '../cluster/control.ts'
import { SHARD_COUNT } from '../kernel/shard.ts'

export interface MemoryControlParts {
  /** The register's own clock, ms. */
  now(): number
  /** Whether a process has ended, so that its sessions are gone. */
  isGone(incarnation: string): boolean
  /** Called at each change of owner; `incarnation` is null when the shard is taken from everybody. */
  moved?(shard: number, term: number, incarnation: string | null): void
}

export interface MemoryControl {
  readonly control: Control
  view(): View
  termOf(shard: number): number
  /** What a standby has now. Calling it fails over to it: what happened since is lost, and the next look sees it. */
  mark(): () => void
}

interface NodeRow extends Self {
  readonly status: NodeStatus
  readonly beatAt: number
}

interface State {
  readonly nodes: readonly NodeRow[]
  readonly shards: readonly ShardSeen[]
  readonly epoch: string
  readonly epochTimeline: number
}

/** As the real one has it. */
const NAME_TTL_MS = 5_000
const TERMS_LOST_MAX = 1_000_000
/** Nobody has it. */
const NO_TERM = -1

export function makeMemoryControl({ now, isGone, moved = () => {} }: MemoryControlParts): MemoryControl {
  let timeline = 1
  let state: State = {
    nodes: [],
    shards: Array.from({ length: SHARD_COUNT }, (_, shard) => ({ shard, term: 0, owner: null })),
    epoch: 'e1',
    epochTimeline: 1,
  }

  const isIn = (node: NodeRow | undefined) => node?.status === 'up' || node?.status === 'leaving'
  const find = ({ nodeId, incarnation }: Pick<Self, 'nodeId' | 'incarnation'>) =>
    state.nodes.find((node) => node.nodeId === nodeId && node.incarnation === incarnation)

  function change(node: Pick<Self, 'nodeId' | 'incarnation'>, changed: Partial<NodeRow>): void {
    const nodes = state.nodes.map((row) => (row === find(node) ? { ...row, ...changed } : row))
    state = { ...state, nodes }
  }

  /** Under their next terms, or later ones. */
  function give(given: readonly ShardSeen[], owner: ShardSeen['owner'], step = 1): void {
    if (given.length === 0) return
    const shards = [...state.shards]
    for (const { shard, term } of given) shards[shard] = { shard, term: term + step, owner }
    state = { ...state, shards }
    for (const { shard, term } of given) moved(shard, term + step, owner?.incarnation ?? null)
  }

  function view(): View {
    return {
      epoch: state.epoch,
      shards: state.shards,
      nodes: state.nodes.map(({ beatAt, ...node }) => ({
        ...node,
        beatAgeMs: now() - beatAt,
        isGone: isGone(node.incarnation),
      })),
    }
  }

  /** A look, which is when a failover is noticed. */
  function look(): View {
    if (state.epochTimeline !== timeline) {
      const lost = timeline - state.epochTimeline
      state = { ...state, epochTimeline: timeline, epoch: `e${timeline}` }
      give(state.shards, null, TERMS_LOST_MAX * lost)
    }
    return view()
  }

  function clearTheWay(self: Self, isAlone: boolean): void {
    const isRival = (node: NodeRow) =>
      isIn(node) && node.incarnation !== self.incarnation && (isAlone || node.nodeId === self.nodeId)
    const rivals = state.nodes.filter(isRival)
    for (const { nodeId, incarnation, beatAt } of rivals) {
      const ageMs = now() - beatAt
      if (ageMs < NAME_TTL_MS && !isGone(incarnation)) throw new NameTaken(nodeId, String(beatAt), ageMs)
    }
    for (const rival of rivals) change(rival, { status: 'dead' })
  }

  const owned = ({ shard, term }: Pick<ShardSeen, 'shard' | 'term'>) => {
    const seen = state.shards[shard]
    return seen?.term === term ? seen : null
  }

  const control: Control = {
    async enter(self, isAlone = false) {
      clearTheWay(self, isAlone)
      const others = state.nodes.filter((node) => node.nodeId !== self.nodeId)
      state = { ...state, nodes: [...others, { ...self, status: 'up', beatAt: now() }] }
      return look()
    },

    async beat(self): Promise<Beat> {
      const before = find(self)
      const gapMs = before === undefined ? 0 : now() - before.beatAt
      const isAlive = isIn(before)
      if (isAlive) change(self, { beatAt: now() })
      return { isAlive, gapMs, nowMs: now(), view: look() }
    },

    async declareDead(self, suspects, ageMs) {
      if (!isIn(find(self))) return []
      const dead = suspects.filter((suspect) => {
        const node = find(suspect)
        return node !== undefined && isIn(node) && (now() - node.beatAt >= ageMs || isGone(node.incarnation))
      })
      for (const node of dead) change(node, { status: 'dead' })
      return dead.map(({ nodeId }) => nodeId)
    },

    async claim(self, shards) {
      if (find(self)?.status !== 'up') return new Map()
      const seen = shards.flatMap((wanted) => owned(wanted) ?? [])
      const free = seen.filter(({ owner }) => owner === null || !isIn(find(owner)))
      give(free, { nodeId: self.nodeId, incarnation: self.incarnation })
      return new Map(free.map(({ shard, term }) => [shard, term + 1]))
    },

    async handOver(self, shards, { nodeId, incarnation }) {
      if (find({ nodeId, incarnation })?.status !== 'up') return []
      const ours = shards.flatMap((wanted) => owned(wanted) ?? [])
      const given = ours.filter(({ owner }) => owner?.incarnation === self.incarnation)
      give(given, { nodeId, incarnation })
      return given.map(({ shard }) => shard)
    },

    async leave(self, status) {
      if (isIn(find(self))) change(self, { status })
    },
  }

  return {
    control,
    view,
    termOf: (shard) => state.shards[shard]?.term ?? 0,
    mark() {
      const marked = state
      return () => {
        timeline++
        state = marked
        // nobody may write before somebody has looked
        for (const { shard } of state.shards) moved(shard, NO_TERM, null)
      }
    },
  }
}
