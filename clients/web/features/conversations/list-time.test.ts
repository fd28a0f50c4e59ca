import { expect, test } from 'vitest'
import { listTime } from './list-time.ts'

const nowMs = new Date(2026, 10, 21, 12).getTime()
const at = (...parts: [number, number, number, number]) =>
  listTime(new Date(...parts).toISOString(), nowMs, 'en-GB')

test('the further away, the coarser', () => {
  expect(at(2026, 10, 21, 10)).toBe('10:00')
  expect(at(2026, 10, 20, 9)).toBe('Fri')
  expect(at(2026, 2, 3, 9)).toBe('3 Mar')
  expect(at(2025, 2, 3, 9)).toBe('Mar 2025')
  expect(listTime('', nowMs)).toBe('')
})
