import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { comesOn, nextStep, type SeriesProgress, type SeriesRule, upcoming } from './series.ts'
import { instantOf } from './wall-clock.ts'

const NINE = '2026-11-23T09:00'

function series(change: Partial<SeriesRule & SeriesProgress> = {}): SeriesRule & SeriesProgress {
  const start = change.start ?? NINE
  return {
    rule: 'FREQ=WEEKLY;BYDAY=MO',
    start,
    clock: { timeZone: 'Europe/Berlin', gap: 'after', overlap: 'first' },
    skip: [],
    until: null,
    count: null,
    madeTo: start,
    passed: 0,
    ...change,
  }
}

/** What all rounds until `days` later make, whoever makes them. */
function madeBy(begun: SeriesRule & SeriesProgress, from: string, days: number, everyDays = 1): string[] {
  let now = Date.parse(from)
  let standing = begun
  const made: string[] = []
  for (let day = 0; day <= days; day += everyDays) {
    const step = nextStep(standing, new Date(now).toISOString())
    made.push(...step.times)
    standing = { ...standing, ...step }
    now += everyDays * 86_400_000
  }
  return made
}

describe('a series', () => {
  test('makes a month at first, then what comes into sight, and the post itself never', () => {
    const first = nextStep(series(), '2026-11-21T12:00:00.000Z')
    expect(first.times).toEqual([
      '2026-11-30T09:00',
      '2026-12-07T09:00',
      '2026-12-14T09:00',
      '2026-12-21T09:00',
    ])
    expect(first.lookAt, 'thirty days before the 28th at nine').toBe('2026-11-28T08:00:00.000Z')
    const again = nextStep({ ...series(), ...first }, '2026-11-22T12:00:00.000Z')
    expect(again.times).toEqual([])
    const later = nextStep({ ...series(), ...again }, '2026-11-28T08:00:00.000Z')
    expect(later.times).toEqual(['2026-12-28T09:00'])
  })

  test('goes on for ever', () => {
    const old = series({
      rule: 'FREQ=DAILY',
      start: '1996-11-21T09:00',
      madeTo: '2026-12-20T09:00',
      passed: 10_980,
    })
    expect(nextStep(old, '2026-11-21T12:00:00.000Z').times).toEqual(['2026-12-21T09:00'])
  })

  test('makes nothing late when nobody was there for a year', () => {
    const { times } = nextStep(series(), '2027-11-22T12:00:00.000Z')
    expect(times[0]).toBe('2027-11-29T09:00')
  })

  test('ends after a day, and after a number of times, those that are skipped too', () => {
    const until = series({ until: '2026-12-14' })
    expect(madeBy(until, '2026-11-21T12:00:00.000Z', 90)).toEqual([
      '2026-11-30T09:00',
      '2026-12-07T09:00',
      '2026-12-14T09:00',
    ])
    const counted = series({ count: 6, skip: ['2026-12-07'] })
    const made = madeBy(counted, '2026-11-21T12:00:00.000Z', 90)
    expect(made).toHaveLength(5)
    expect(made.at(-1)).toBe('2027-01-04T09:00')
    expect(nextStep({ ...until, madeTo: '2026-12-14T09:00' }, '2026-11-21T12:00:00.000Z').lookAt).toBeNull()
    expect(nextStep({ ...counted, passed: 6 }, '2026-11-21T12:00:00.000Z').lookAt).toBeNull()
  })

  test('of several times a day is made in parts', () => {
    const busy = series({ rule: 'FREQ=DAILY;BYHOUR=9,12,15,18' })
    const step = nextStep(busy, '2026-11-23T09:00:00.000Z')
    expect(step.times).toHaveLength(60)
    expect(Date.parse(step.lookAt as string), 'the rest at once').toBeLessThan(
      Date.parse('2026-11-23T09:00:00.000Z'),
    )
    const rest = nextStep({ ...busy, ...step }, '2026-11-23T09:00:00.000Z')
    expect(rest.times[0]).toBe('2026-12-08T12:00')
    expect(step.times.at(-1)).toBe('2026-12-08T09:00')
  })

  test('stays at its hour through the nights on which clocks change', () => {
    const daily = series({ rule: 'FREQ=DAILY', start: '2027-03-01T02:30', madeTo: '2027-03-01T02:30' })
    const { times } = nextStep(daily, '2027-03-01T12:00:00.000Z')
    expect(times).toContain('2027-03-28T02:30')
    const instants = ['2027-03-27T02:30', '2027-03-28T02:30', '2027-03-29T02:30'].map((localDateTime) =>
      instantOf({ ...daily.clock, localDateTime }),
    )
    // that night clocks jump from two to three
    expect(instants).toEqual([
      '2027-03-27T01:30:00.000Z',
      '2027-03-28T01:30:00.000Z',
      '2027-03-29T00:30:00.000Z',
    ])
  })
})

test('however often somebody looks, the same times are made, each once', () => {
  const rule = fc.constantFrom(
    'FREQ=DAILY',
    'FREQ=WEEKLY;BYDAY=MO,TH',
    'FREQ=MONTHLY;BYDAY=-1FR',
    'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1',
    'FREQ=WEEKLY;INTERVAL=3;BYDAY=SA',
  )
  const count = fc.option(fc.integer({ min: 1, max: 20 }))
  fc.assert(
    fc.property(rule, count, fc.integer({ min: 1, max: 25 }), (text, times, everyDays) => {
      const begun = series({ rule: text, count: times, skip: ['2026-12-25', '2026-12-14'] })
      const from = '2026-11-23T12:00:00.000Z'
      const daily = madeBy(begun, from, 100)
      const seldom = madeBy(begun, from, 100, everyDays)
      expect(seldom).toEqual(daily.slice(0, seldom.length))
      expect(new Set(daily).size).toBe(daily.length)
    }),
    { numRuns: 60 },
  )
})

describe('what comes next', () => {
  const now = '2026-11-21T12:00:00.000Z'

  test('is shown before anything is made, and is what is made', () => {
    const weekdays = series({ rule: 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR', skip: ['2026-11-25'] })
    const shown = upcoming(weekdays, now, 5)
    expect(shown).toEqual([
      '2026-11-24T09:00',
      '2026-11-26T09:00',
      '2026-11-27T09:00',
      '2026-11-30T09:00',
      '2026-12-01T09:00',
    ])
    const step = nextStep(weekdays, now)
    expect(step.times.slice(0, 5)).toEqual(shown)
    expect(upcoming({ ...weekdays, ...step }, now, 5), 'and still afterwards').toEqual(shown)
  })

  test('ends where the series ends', () => {
    const three = series({ count: 3 })
    expect(upcoming(three, now, 5)).toHaveLength(3)
    const step = nextStep(three, now)
    expect(upcoming({ ...three, ...step }, now, 5)).toHaveLength(3)
    expect(upcoming(series({ until: '2026-12-07' }), now, 5)).toHaveLength(2)
  })

  test('of a rule that never comes is nothing, and is found out soon', () => {
    expect(upcoming(series({ rule: 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30' }), now, 5)).toEqual([])
    expect(upcoming(series({ rule: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=29' }), now, 1)).toEqual([
      '2028-02-29T09:00',
    ])
  })
})

test('a date is one of the series or is not', () => {
  expect(comesOn(series(), '2026-11-30')).toBe(true)
  expect(comesOn(series(), '2026-12-01')).toBe(false)
  expect(comesOn(series({ until: '2026-11-29' }), '2026-11-30')).toBe(false)
  expect(comesOn(series(), '2026-11-16')).toBe(false)
})
