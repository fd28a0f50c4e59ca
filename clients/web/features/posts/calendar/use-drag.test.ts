import { expect, test } from 'vitest'
import { afterKey, type Taken } from './use-drag.ts'

/** What becomes of the card after these keys, in a month or in a week. */
function keys(isTimed: boolean, ...pressed: string[]): ReturnType<typeof afterKey> {
  let now: ReturnType<typeof afterKey> = 'left'
  for (const key of pressed) {
    now = afterKey(typeof now === 'string' ? null : now, 'p1', key, isTimed)
  }
  return now
}

test('a card is taken by Space, moved by arrows and dropped by Enter', () => {
  expect(keys(false, 'Enter')).toBe('ignored')
  expect(keys(false, ' ', 'ArrowRight', 'ArrowDown', 'ArrowLeft', 'ArrowLeft')).toEqual({
    cardId: 'p1',
    cells: 6,
    minutes: 0,
  } satisfies Taken)
  expect(keys(false, ' ', 'ArrowRight', 'Enter')).toBe('dropped')
  expect(keys(false, ' ', 'ArrowRight', 'Escape')).toBe('left')
  expect(keys(false, ' ', 'a')).toBe('ignored')
})

test('in the week, up and down are quarters of an hour', () => {
  expect(keys(true, ' ', 'ArrowUp', 'ArrowUp', 'ArrowRight')).toEqual({
    cardId: 'p1',
    cells: 1,
    minutes: -30,
  })
})
