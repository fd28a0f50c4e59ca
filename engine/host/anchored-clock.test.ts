import { expect, test } from 'vitest'
import { anchoredClock } from './anchored-clock.ts'
import { systemClock } from './system-clock.ts'

const HOUR_MS = 3_600_000

function world() {
  let systemMs = 1_000_000
  let counterMs = 5
  const clock = anchoredClock({ ...systemClock, now: () => systemMs }, () => counterMs)
  return {
    clock,
    jump(ms: number) {
      systemMs += ms
    },
    pass(ms: number) {
      counterMs += ms
      systemMs += ms
    },
  }
}

test('runs on when the clock of the machine jumps', () => {
  const { clock, jump, pass } = world()
  pass(10)
  jump(HOUR_MS)
  expect(clock.now()).toBe(1_000_010)
  jump(-2 * HOUR_MS)
  pass(10)
  expect(clock.now()).toBe(1_000_020)
})

test('takes the time of the database when its own is an hour off, counting half the way', () => {
  const { clock, pass } = world()
  clock.anchor(1_000_000 + HOUR_MS, 40)
  expect(clock.now()).toBe(1_000_020 + HOUR_MS)
  pass(500)
  expect(clock.now()).toBe(1_000_520 + HOUR_MS)
})

test('does not follow what an answer may be wrong by', () => {
  const { clock } = world()
  clock.anchor(1_000_200, 2)
  clock.anchor(999_000, 3_000)
  expect(clock.now()).toBe(1_000_000)
})
