import { describe, expect, test } from 'vitest'
import {
  datesFrom,
  instantOf,
  isLocalDateTime,
  isTimeZone,
  localTimeOf,
  shiftLocal,
  type WallClock,
  weekdayOf,
} from './wall-clock.ts'

const berlin = (localDateTime: string, more: Partial<WallClock> = {}): WallClock => ({
  localDateTime,
  timeZone: 'Europe/Berlin',
  gap: 'after',
  overlap: 'first',
  ...more,
})

describe('an ordinary time', () => {
  test('is one instant, whatever is said of nights that jump', () => {
    for (const gap of ['after', 'before', 'skip'] as const)
      for (const overlap of ['first', 'second'] as const)
        expect(instantOf(berlin('2026-01-15T09:00', { gap, overlap }))).toBe('2026-01-15T08:00:00.000Z')
  })
})

describe('a time that clocks jump over', () => {
  test('is as long after the jump, or before it, or nothing', () => {
    expect(instantOf(berlin('2026-03-29T02:30'))).toBe('2026-03-29T01:30:00.000Z')
    expect(instantOf(berlin('2026-03-29T02:30', { gap: 'before' }))).toBe('2026-03-29T00:30:00.000Z')
    expect(instantOf(berlin('2026-03-29T02:30', { gap: 'skip' }))).toBeNull()
  })
})

describe('a time that comes twice', () => {
  test('is the first or the second', () => {
    expect(instantOf(berlin('2026-10-25T02:30'))).toBe('2026-10-25T00:30:00.000Z')
    expect(instantOf(berlin('2026-10-25T02:30', { overlap: 'second' }))).toBe('2026-10-25T01:30:00.000Z')
  })
})

test('an instant is shown as clocks show it', () => {
  expect(localTimeOf('2026-03-29T01:30:00.000Z', 'Europe/Berlin')).toBe('2026-03-29T03:30')
})

test('what is no time and no zone is known', () => {
  expect(isLocalDateTime('2026-02-30T10:00')).toBe(false)
  expect(isLocalDateTime('2026-02-28T10:00Z')).toBe(false)
  expect(isLocalDateTime('2026-02-28T24:00')).toBe(false)
  expect(isLocalDateTime('2026-02-28T10:00:30')).toBe(true)
  expect(isTimeZone('Europe/Atlantis')).toBe(false)
  expect(isTimeZone('America/St_Johns')).toBe(true)
})

const YEARS = { from: 2026, to: 2031 }
const MINUTE_MS = 60_000
const DAY_MS = 86_400_000

/**
 * Without the library that is tested: offsets are read from the formatter, instants are found by trying every offset
 * that the zone has around that day.
 */
describe('every zone, every jump of five years, every policy', () => {
  test('is what an independent calculation says', () => {
    let jumps = 0
    for (const timeZone of Intl.supportedValuesOf('timeZone')) {
      const offsetAt = offsets(timeZone)
      for (const jump of jumpsOf(offsetAt)) {
        jumps++
        const [before, after] = [offsetAt(jump - MINUTE_MS), offsetAt(jump)]
        // around the jump and in the middle of what is skipped or repeated
        const edges = [jump + before, jump + after]
        const middle = ((edges[0] as number) + (edges[1] as number)) / 2
        for (const local of [...edges.flatMap((edge) => [edge - MINUTE_MS, edge]), middle]) {
          const localDateTime = new Date(local).toISOString().slice(0, 16)
          const exact = Date.parse(`${localDateTime}Z`)
          const found = [...new Set([before, after])]
            .map((offset) => exact - offset)
            .filter((instant) => instant + offsetAt(instant) === exact)
            .sort((a, b) => a - b)
          for (const gap of ['after', 'before', 'skip'] as const)
            for (const overlap of ['first', 'second'] as const) {
              const expected =
                found.length > 0
                  ? overlap === 'first'
                    ? found[0]
                    : found.at(-1)
                  : gap === 'skip'
                    ? null
                    : exact - (gap === 'after' ? before : after)
              const told = instantOf({ localDateTime, timeZone, gap, overlap })
              const says = `${localDateTime} ${timeZone} ${gap} ${overlap}`
              expect(told === null ? null : Date.parse(told), says).toBe(expected)
            }
        }
      }
    }
    expect(jumps).toBeGreaterThan(500)
  })
})

function offsets(timeZone: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (instant) => {
    const part = Object.fromEntries(format.formatToParts(instant).map(({ type, value }) => [type, value]))
    const { year, month, day, hour, minute, second } = part
    const shown = Date.UTC(
      Number(year),
      Number(month) - 1,
      Number(day),
      Number(hour),
      Number(minute),
      Number(second),
    )
    return shown - Math.floor(instant / 1_000) * 1_000
  }
}

/** Instants at which the offset changes, found by halving days on whose ends it differs. */
function jumpsOf(offsetAt: (instant: number) => number): number[] {
  const jumps: number[] = []
  const step = 7 * DAY_MS
  for (let at = Date.UTC(YEARS.from, 0, 1); at < Date.UTC(YEARS.to, 0, 1); at += step) {
    if (offsetAt(at) === offsetAt(at + step)) continue
    let [low, high] = [at, at + step]
    while (high - low > MINUTE_MS) {
      const middle = Math.floor((low + high) / 2 / MINUTE_MS) * MINUTE_MS
      if (offsetAt(middle) === offsetAt(low)) low = middle
      else high = middle
    }
    jumps.push(high)
  }
  return jumps
}

test('dates and clocks move on without zones', () => {
  expect(datesFrom('2028-02-28', 3)).toEqual(['2028-02-28', '2028-02-29', '2028-03-01'])
  expect(() => datesFrom('2027-02-29', 1)).toThrow(RangeError)
  expect(weekdayOf('2026-11-21')).toBe(6)
  expect(shiftLocal('2026-03-28T02:30', { days: 1 })).toBe('2026-03-29T02:30')
  expect(shiftLocal('2026-12-31T23:45:10', { minutes: 30 })).toBe('2027-01-01T00:15:10')
})
