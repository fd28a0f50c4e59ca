/** What a look at the register calls for: who is dead, what to claim, what to give away. Decisions only, no deeds. */
import type { NodeSeen, Self, ShardSeen } from './control.ts'
import { makeRing } from './ring.ts'

/** A process that has not beaten for so long is dead. */
export const TTL_MS = 5_000
/**
 * With a sign that it has ended, this is enough: two beats missed. A node that is merely cut from the bus beats twice as
 * often, so nobody's suspicion kills it.
 */
export const SILENT_MS = 600
/** Hand-overs at a time, so that most rooms never notice. */
const MOVES_MAX = 3
/** A spread of shards below this share of the mean is not worth moving rooms. */
const SPREAD_MIN = 0.1

export type Named = Pick<Self, 'nodeId' | 'incarnation'>

export function isIn({ status }: Pick<NodeSeen, 'status'>): boolean {
  return status === 'up' || status === 'leaving'
}

/** Nodes that can be given shards: up, and heard of lately. The asking one always can. */
export function able(nodes: readonly NodeSeen[], self: Named): readonly NodeSeen[] {
  return nodes.filter(
    ({ status, incarnation, beatAgeMs, isGone }) =>
      status === 'up' && (incarnation === self.incarnation || (beatAgeMs < SILENT_MS && !isGone)),
  )
}

export interface Signs {
  /** For how long our own beats have been answered without a failure. After an outage all beats look old. */
  readonly healthyMs: number
  /** Nobody listens where this node should. */
  isSuspected(node: Named): boolean
}

/** Who is to be declared dead, and from which age on. */
export interface Dead {
  readonly ageMs: number
  readonly nodes: readonly NodeSeen[]
}

export function deadOf(nodes: readonly NodeSeen[], self: Named, signs: Signs): readonly Dead[] {
  const others = nodes.filter((node) => isIn(node) && node.incarnation !== self.incarnation)
  const silent = others.filter(({ beatAgeMs }) => beatAgeMs >= TTL_MS && signs.healthyMs >= TTL_MS)
  const isWell = signs.healthyMs >= SILENT_MS
  const ended = others.filter(
    (node) =>
      isWell &&
      (node.isGone || signs.isSuspected(node)) &&
      node.beatAgeMs >= SILENT_MS &&
      !silent.includes(node),
  )
  return [
    { ageMs: TTL_MS, nodes: silent },
    { ageMs: SILENT_MS, nodes: ended },
  ].filter((dead) => dead.nodes.length > 0)
}

/** How long until somebody of whom there is a sign will have been silent for long enough; null: there is nobody. */
export function nextJudgementMs(nodes: readonly NodeSeen[], self: Named, signs: Signs): number | null {
  const rests = nodes
    .filter((node) => isIn(node) && node.incarnation !== self.incarnation && node.beatAgeMs < SILENT_MS)
    .filter((node) => node.isGone || signs.isSuspected(node))
    .map(({ beatAgeMs }) => SILENT_MS - beatAgeMs)
  return rests.length > 0 ? Math.min(...rests) : null
}

/** Shards without a living owner that are ours to take. */
export function claimsOf(
  shards: readonly ShardSeen[],
  nodes: readonly NodeSeen[],
  self: Named,
): readonly ShardSeen[] {
  const ring = makeRing(able(nodes, self).map(({ nodeId }) => nodeId))
  return freeOf(shards, nodes).filter(({ shard }) => ring(shard) === self.nodeId)
}

/** A few shards of ours that another node should have; null when all is well, or while anything is free. */
export function giveAway(
  shards: readonly ShardSeen[],
  nodes: readonly NodeSeen[],
  self: Named,
): { readonly to: NodeSeen; readonly shards: readonly ShardSeen[] } | null {
  const heirs = able(nodes, self)
  if (heirs.length < 2 || !isUneven(shards, heirs) || freeOf(shards, nodes).length > 0) return null
  const misplaced = placesAmong(heirs, ownedBy(shards, self)).filter(
    ({ to }) => to.incarnation !== self.incarnation,
  )
  const to = misplaced[0]?.to
  if (to === undefined) return null
  const going = misplaced.filter((place) => place.to === to).slice(0, MOVES_MAX)
  return { to, shards: going.map(({ shard }) => shard) }
}

/** Where each of these shards goes when its owner leaves. */
export function placesAmong(
  heirs: readonly NodeSeen[],
  shards: readonly ShardSeen[],
): readonly { readonly shard: ShardSeen; readonly to: NodeSeen }[] {
  const ring = makeRing(heirs.map(({ nodeId }) => nodeId))
  return shards.flatMap((shard) => {
    const name = ring(shard.shard)
    const to = heirs.find(({ nodeId }) => nodeId === name)
    return to === undefined ? [] : [{ shard, to }]
  })
}

export function ownedBy(shards: readonly ShardSeen[], { incarnation }: Pick<Self, 'incarnation'>) {
  return shards.filter(({ owner }) => owner?.incarnation === incarnation)
}

function freeOf(shards: readonly ShardSeen[], nodes: readonly NodeSeen[]): readonly ShardSeen[] {
  const alive = new Set(nodes.filter(isIn).map(({ incarnation }) => incarnation))
  return shards.filter(({ owner }) => owner === null || !alive.has(owner.incarnation))
}

function isUneven(shards: readonly ShardSeen[], among: readonly NodeSeen[]): boolean {
  const counts = new Map(among.map(({ incarnation }) => [incarnation, 0]))
  for (const { owner } of shards) {
    const count = owner && counts.get(owner.incarnation)
    if (owner !== null && count !== undefined && count !== null) counts.set(owner.incarnation, count + 1)
  }
  const spread = Math.max(...counts.values()) - Math.min(...counts.values())
  return spread > (shards.length / among.length) * SPREAD_MIN
}
