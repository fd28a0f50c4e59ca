import { expect, it } from 'vitest'
import { idSource, isUuid, seqOfId } from './ids.ts'
import { seededRandom } from './random.ts'

const year2026 = Date.UTC(2026, 10, 21)

it('makes UUIDs of version 7 that carry their time', () => {
  const id = idSource(() => year2026, seededRandom(1))()
  expect(isUuid(id)).toBe(true)
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16)).toBe(year2026)
})

it('never repeats one and always grows, also when the clock stands still or goes back', () => {
  let nowMs = year2026
  const newId = idSource(() => nowMs, seededRandom(2))
  const ids: string[] = []
  for (let index = 0; index < 20_000; index++) {
    if (index === 12_000) nowMs -= 60_000
    if (index === 15_000) nowMs += 61_000
    ids.push(newId())
  }
  expect(new Set(ids).size).toBe(ids.length)
  expect([...ids].sort()).toEqual(ids)
})

it('carry a seq when they are given one, and stay what they are', () => {
  const newId = idSource(() => year2026, seededRandom(3))
  const seqs = [0, 1, 0xffff_ffff, 0x1_0000_0000, 2 ** 40 - 1]
  const ids = seqs.map(newId)
  expect(ids.map(seqOfId)).toEqual(seqs)
  expect(ids.every(isUuid)).toBe(true)
  expect([...ids].sort()).toEqual(ids)
  expect(Number.parseInt(ids[4]!.replaceAll('-', '').slice(0, 12), 16)).toBe(year2026)
})

it('of two sources with other randomness differ', () => {
  const [one, other] = [1, 2].map((seed) => idSource(() => year2026, seededRandom(seed))())
  expect(one).not.toBe(other)
})

it('know a UUID from what only looks like one', () => {
  expect(isUuid('0192f0c1-2b3c-7def-8abc-0123456789ab')).toBe(true)
  for (const text of [
    '',
    'x',
    '0192F0C1-2B3C-7DEF-8ABC-0123456789AB',
    '0192f0c1-2b3c-7def-8abc-0123456789ab\n',
  ]) {
    expect(isUuid(text)).toBe(false)
  }
})
