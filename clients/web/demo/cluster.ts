/** `demoCluster`: how the demo's cluster stands, in the moods an operator meets. */
import type { ClusterStatus } from '../app/api.ts'

const MOODS = ['well', 'alone', 'crash', 'cut', 'refused'] as const
export type DemoCluster = (typeof MOODS)[number]

/** `well` unless it is one of the others. */
export function readCluster(text: string | null): DemoCluster {
  return MOODS.find((mood) => mood === text) ?? 'well'
}

const SHARDS = 256

export function demoCluster(mood: DemoCluster): ClusterStatus {
  const names = mood === 'alone' ? ['node'] : ['node-1', 'node-2', 'node-3']
  const owners = Array.from({ length: SHARDS }, (_, shard) => {
    // scattered, as rendezvous does it, and the same each time
    const nodeId = names[(Math.imul(shard + 1, 0x9e3779b1) >>> 8) % names.length] as string
    return mood === 'crash' && nodeId === 'node-2' ? null : { nodeId, term: 1 + (shard % 3) }
  })
  const beat = () => Math.round(Math.random() * 500)
  const members = names.map((nodeId, index) => {
    const terms = owners.flatMap((owner) => (owner?.nodeId === nodeId ? [owner.term] : []))
    const hasCrashed = mood === 'crash' && nodeId === 'node-2'
    return {
      nodeId,
      status: hasCrashed ? ('dead' as const) : ('up' as const),
      address: `http://127.0.0.1:300${index + 1}`,
      beatAgeMs: hasCrashed ? 1_400 : mood === 'cut' && nodeId === 'node-3' ? 3_200 : beat(),
      shards: terms.length,
      termMax: Math.max(0, ...terms),
    }
  })
  return {
    nodeId: names[0] as string,
    epoch: '6f1d2a',
    members,
    owners,
    unowned: owners.filter((owner) => owner === null).length,
    knownMs: beat(),
    lagMs: 2,
    isBusConnected: mood === 'alone' ? null : mood !== 'cut',
    deeds: { tookOver: mood === 'crash' ? 1 : 0, claimed: 84, given: 3, unanswered: 0 },
  }
}
