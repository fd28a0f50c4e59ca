import { expect, test } from 'vitest'
import type { PostCard } from '../../../app/posts-api.ts'
import { NOTHING_CHOSEN, picked, type Selection } from './selection.ts'

const items = ['a', 'b', 'c', 'd', 'e'].map((id) => ({ id }) as PostCard)
const tick = (selection: Selection, id: string, more: { isRange?: boolean; max?: number } = {}) =>
  picked(selection, items, { id, isRange: false, max: 500, ...more })
const idsOf = ({ chosen }: Selection) => [...chosen.keys()].sort().join('')

test('a tick chooses one, and another tick lets it go', () => {
  const one = tick(NOTHING_CHOSEN, 'b')
  expect(idsOf(one)).toBe('b')
  expect(idsOf(tick(tick(one, 'd'), 'b'))).toBe('d')
})

test('with Shift everything between becomes as the last one does, in both directions', () => {
  const up = tick(tick(NOTHING_CHOSEN, 'd'), 'b', { isRange: true })
  expect(idsOf(up)).toBe('bcd')
  expect(idsOf(tick(up, 'd', { isRange: true })), 'and off again').toBe('')
  expect(idsOf(tick(tick(NOTHING_CHOSEN, 'a'), 'c', { isRange: true }))).toBe('abc')
})

test('with Shift and nothing before, or something that is gone, it is a plain tick', () => {
  expect(idsOf(tick(NOTHING_CHOSEN, 'c', { isRange: true }))).toBe('c')
  expect(idsOf(tick({ chosen: new Map(), lastId: 'gone' }, 'c', { isRange: true }))).toBe('c')
})

test('no more are chosen than one call takes', () => {
  expect(idsOf(tick(tick(NOTHING_CHOSEN, 'a'), 'e', { isRange: true, max: 3 }))).toBe('abc')
})
