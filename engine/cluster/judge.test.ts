import { describe, expect, it } from 'vitest'
import { SHARD_COUNT } from '../kernel/shard.ts'
import type { NodeSeen, ShardSeen } from './control.ts'
import { claimsOf, deadOf, giveAway, nextJudgementMs, SILENT_MS } from './judge.ts'
import { makeRing } from './ring.ts'

const node = (nodeId: string, seen: Partial<NodeSeen> = {}): NodeSeen => ({
  nodeId,
  incarnation: `${nodeId}.1`,
  address: null,
  status: 'up',
  beatAgeMs: 100,
  isGone: false,
  ...seen,
})
const ann = node('ann')
const healthy = { healthyMs: 60_000, isSuspected: () => false }
const suspicious = { healthyMs: 60_000, isSuspected: () => true }
const namesOf = (found: ReturnType<typeof deadOf>) =>
  found.flatMap(({ nodes }) => nodes.map((dead) => dead.nodeId))
/** Every shard of `owner`'s, under term 1. */
const allOf = (owner: NodeSeen | null): ShardSeen[] =>
  Array.from({ length: SHARD_COUNT }, (_, shard) => ({ shard, term: 1, owner }))

describe('who is dead', () => {
  it('is who has been silent for 5 s, if our own beats were answered all the while', () => {
    const silent = node('bob', { beatAgeMs: 5_000 })
    expect(namesOf(deadOf([ann, silent], ann, healthy))).toEqual(['bob'])
    expect(deadOf([ann, silent], ann, { ...healthy, healthyMs: 4_999 })).toEqual([])
    expect(deadOf([ann, node('bob', { beatAgeMs: 4_999 })], ann, healthy)).toEqual([])
  })

  it('is sooner who has given a sign of its end, but never who still beats', () => {
    const gone = { isGone: true }
    expect(namesOf(deadOf([ann, node('bob', { ...gone, beatAgeMs: SILENT_MS })], ann, healthy))).toEqual([
      'bob',
    ])
    expect(namesOf(deadOf([ann, node('bob', { beatAgeMs: SILENT_MS })], ann, suspicious))).toEqual(['bob'])
    expect(deadOf([ann, node('bob', { ...gone, beatAgeMs: SILENT_MS - 1 })], ann, suspicious)).toEqual([])
    expect(deadOf([ann, node('bob', { beatAgeMs: SILENT_MS })], ann, healthy)).toEqual([])
    expect(nextJudgementMs([ann, node('bob', { ...gone, beatAgeMs: 400 })], ann, healthy)).toBe(
      SILENT_MS - 400,
    )
    expect(nextJudgementMs([ann, node('bob', { beatAgeMs: 400 })], ann, healthy)).toBeNull()
  })

  it('is not for us to say right after an outage, when all beats look old', () => {
    const old = node('bob', { isGone: true, beatAgeMs: 30_000 })
    expect(deadOf([ann, old], ann, { ...suspicious, healthyMs: SILENT_MS - 1 })).toEqual([])
  })

  it('is never ourselves, and nobody twice', () => {
    const self = node('ann', { beatAgeMs: 60_000, isGone: true })
    expect(deadOf([self], ann, suspicious)).toEqual([])
    expect(deadOf([ann, node('bob', { status: 'dead', beatAgeMs: 60_000 })], ann, healthy)).toEqual([])
  })
})

describe('what to claim', () => {
  it('is our share of what nobody alive owns, and all members together claim everything once', () => {
    const [bob, cat] = [node('bob'), node('cat', { status: 'dead' })]
    const nodes = [ann, bob, cat]
    const shards = [...allOf(cat).slice(0, 100), ...allOf(null).slice(100, 200), ...allOf(bob).slice(200)]
    const claims = [ann, bob].map((self) => claimsOf(shards, nodes, self).map(({ shard }) => shard))
    expect(claims.flat().toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: 200 }, (_, shard) => shard),
    )
  })

  it('leaves nothing to one who is leaving, frozen or gone', () => {
    const others = [
      node('bob', { status: 'leaving' }),
      node('cat', { beatAgeMs: 1_500 }),
      node('dan', { isGone: true }),
    ]
    expect(claimsOf(allOf(null), [ann, ...others], ann)).toHaveLength(SHARD_COUNT)
  })

  it('is nothing of one who is leaving and still has it', () => {
    const leaving = node('bob', { status: 'leaving' })
    expect(claimsOf(allOf(leaving), [ann, leaving], ann)).toEqual([])
  })
})

describe('what to give away', () => {
  it('is three shards at a time to whom the ring names, until the spread is small', () => {
    const nodes = [ann, node('bob'), node('cat')]
    const shards = allOf(ann)
    let moves = 0
    for (let gift = giveAway(shards, nodes, ann); gift !== null; gift = giveAway(shards, nodes, ann)) {
      expect(gift.shards.length).toBeLessThanOrEqual(3)
      for (const { shard, term } of gift.shards) {
        expect(makeRing(['ann', 'bob', 'cat'])(shard)).toBe(gift.to.nodeId)
        shards[shard] = { shard, term: term + 1, owner: gift.to }
      }
      expect(++moves).toBeLessThan(SHARD_COUNT)
    }
    const counts = nodes.map(
      ({ incarnation }) => shards.filter(({ owner }) => owner?.incarnation === incarnation).length,
    )
    expect(Math.min(...counts)).toBeGreaterThan(50)
  })

  it('is nothing while something is free, nobody else can take it, or all is even', () => {
    const bob = node('bob')
    expect(giveAway([...allOf(ann).slice(0, 255), ...allOf(null).slice(255)], [ann, bob], ann)).toBeNull()
    expect(giveAway(allOf(ann), [ann], ann)).toBeNull()
    expect(giveAway(allOf(ann), [ann, node('bob', { beatAgeMs: 2_000 })], ann)).toBeNull()
    const even = allOf(ann).map((seen) => ({ ...seen, owner: seen.shard < 128 ? ann : bob }))
    expect(giveAway(even, [ann, bob], ann)).toBeNull()
  })
})
