/** TEMPORARY register in memory until memory-control.ts is there. */
import type { Control, NodeSeen, Self, ShardSeen, View } from '../../cluster/control.ts'
import { SHARD_COUNT } from '../../kernel/shard.ts'

type Node = Self & { status: NodeSeen['status']; beatAt: number }
interface State {
  nodes: Node[]
  shards: ShardSeen[]
  epoch: string
  timeline: number
  epochTimeline: number
}

export function makeStandInControl(
  now: () => number,
  isGone: (incarnation: string) => boolean,
  moved: (shard: number, term: number, incarnation: string) => void,
) {
  let state: State = {
    nodes: [],
    shards: Array.from({ length: SHARD_COUNT }, (_, shard) => ({ shard, term: 0, owner: null })),
    epoch: 'e0',
    timeline: 1,
    epochTimeline: 1,
  }
  const find = (s: Pick<Self, 'incarnation'>) => state.nodes.find((n) => n.incarnation === s.incarnation)
  const view = (): View => {
    if (state.timeline !== state.epochTimeline) {
      state.epochTimeline = state.timeline
      state.epoch = `e${state.timeline}`
      state.shards = state.shards.map((s) => ({ ...s, term: s.term + 1_000_000, owner: null }))
    }
    return {
      epoch: state.epoch,
      shards: state.shards,
      nodes: state.nodes.map((n) => ({
        nodeId: n.nodeId,
        incarnation: n.incarnation,
        address: n.address,
        status: n.status,
        beatAgeMs: now() - n.beatAt,
        isGone: isGone(n.incarnation),
      })),
    }
  }
  function give(shard: number, term: number, to: Pick<Self, 'nodeId' | 'incarnation'>) {
    const shards = [...state.shards]
    shards[shard] = { shard, term, owner: { nodeId: to.nodeId, incarnation: to.incarnation } }
    state.shards = shards
    moved(shard, term, to.incarnation)
  }
  const control: Control = {
    async enter(self) {
      for (const n of state.nodes) if (n.nodeId === self.nodeId && n.status !== 'left') n.status = 'dead'
      state.nodes = [
        ...state.nodes.filter((n) => n.nodeId !== self.nodeId),
        { ...self, status: 'up', beatAt: now() },
      ]
      return view()
    },
    async beat(self) {
      const n = find(self)
      const isAlive = n !== undefined && (n.status === 'up' || n.status === 'leaving')
      if (n && isAlive) n.beatAt = now()
      return { isAlive, gapMs: 0, view: view() }
    },
    async declareDead(_self, suspects, ageMs) {
      const dead: string[] = []
      for (const s of suspects) {
        const n = find(s)
        if (
          n &&
          (n.status === 'up' || n.status === 'leaving') &&
          (now() - n.beatAt >= ageMs || isGone(n.incarnation))
        ) {
          n.status = 'dead'
          dead.push(n.nodeId)
        }
      }
      return dead
    },
    async claim(self, shards) {
      const got = new Map<number, number>()
      if (find(self)?.status !== 'up') return got
      for (const { shard, term } of shards) {
        const s = state.shards[shard]
        if (!s || s.term !== term) continue
        const owner = s.owner && find(s.owner)
        if (owner && (owner.status === 'up' || owner.status === 'leaving')) continue
        give(shard, term + 1, self)
        got.set(shard, term + 1)
      }
      return got
    },
    async handOver(self, shards, to) {
      const given: number[] = []
      if (find(to)?.status !== 'up') return given
      for (const { shard, term } of shards) {
        const s = state.shards[shard]
        if (!s || s.term !== term || s.owner?.incarnation !== self.incarnation) continue
        give(shard, term + 1, to)
        given.push(shard)
      }
      return given
    },
    async leave(self, status) {
      const n = find(self)
      if (n) n.status = status
    },
  }
  return {
    control,
    termOf: (shard: number) => state.shards[shard]?.term ?? 0,
    view,
    mark() {
      const copy = structuredClone(state)
      return () => {
        state = { ...copy, timeline: state.timeline + 1 }
      }
    },
  }
}
