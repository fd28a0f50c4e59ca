import { expect, it } from 'vitest'
import { dueBy, dueUs } from './schedule.ts'

const schedule = { rate: 1_000, startUs: 5_000 }

it('has a message due at once and one each period', () => {
  expect(dueBy(schedule, 4_999, 10)).toBe(0)
  expect(dueBy(schedule, 5_000, 10)).toBe(1)
  expect(dueBy(schedule, 5_999, 10)).toBe(1)
  expect(dueBy(schedule, 6_000, 10)).toBe(2)
  expect(dueBy(schedule, 1_000_000, 10)).toBe(10)
})

it('charges a stalled sender from when a message was due', () => {
  // nothing could be sent for a second: all of that second is due, and the first has waited all of it
  expect(dueBy(schedule, 1_005_000, 10_000)).toBe(1_001)
  expect(1_005_000 - dueUs(schedule, 0)).toBe(1_000_000)
  expect(1_005_000 - dueUs(schedule, 999)).toBe(1_000)
})
