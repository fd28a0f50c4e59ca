import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isRule, occurrencesOf } from './recurrence.ts'
import { instantOf } from './wall-clock.ts'

const from = (rule: string, start = '2026-11-23T09:00', skip: string[] = []) => ({ rule, start, skip })

describe('a rule in local time', () => {
  test('every weekday at nine', () => {
    expect(occurrencesOf(from('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'), '2026-11-26T09:00', 3)).toEqual([
      '2026-11-27T09:00',
      '2026-11-30T09:00',
      '2026-12-01T09:00',
    ])
  })

  test('the last Friday of the month, three times', () => {
    const last = from('FREQ=MONTHLY;BYDAY=-1FR;COUNT=3', '2026-11-27T17:00')
    expect(occurrencesOf(last, '2026-01-01T00:00', 10)).toEqual([
      '2026-11-27T17:00',
      '2026-12-25T17:00',
      '2027-01-29T17:00',
    ])
  })

  test('until a day, and not at Christmas', () => {
    const daily = from('FREQ=DAILY;UNTIL=20261227T235959Z', '2026-12-23T09:00', ['2026-12-25', '2026-12-26'])
    expect(occurrencesOf(daily, '2026-01-01T00:00', 10)).toEqual([
      '2026-12-23T09:00',
      '2026-12-24T09:00',
      '2026-12-27T09:00',
    ])
  })

  test('stays at nine through the night on which clocks jump', () => {
    const times = occurrencesOf(from('FREQ=DAILY', '2026-03-27T09:00'), '2026-03-27T10:00', 3)
    const instants = times.map((localDateTime) =>
      instantOf({ localDateTime, timeZone: 'Europe/Berlin', gap: 'after', overlap: 'first' }),
    )
    expect(instants).toEqual([
      '2026-03-28T08:00:00.000Z',
      '2026-03-29T07:00:00.000Z',
      '2026-03-30T07:00:00.000Z',
    ])
  })

  test('on the 31st comes only in months that have one', () => {
    const times = occurrencesOf(from('FREQ=MONTHLY', '2026-10-31T09:00'), '2026-10-31T09:00', 3)
    expect(times).toEqual(['2026-12-31T09:00', '2027-01-31T09:00', '2027-03-31T09:00'])
  })
})

test('a rule that is none, that comes every minute, or brings its own start is refused', () => {
  for (const rule of [
    'FREQ=OFTEN',
    'every day',
    'FREQ=MINUTELY',
    'DTSTART:20260101T090000\nRRULE:FREQ=DAILY',
  ])
    expect(isRule(rule, '2026-11-23T09:00'), rule).toBe(false)
  expect(isRule('FREQ=YEARLY', '2026-11-23T09:00')).toBe(true)
})

test('times grow, are never before what was asked, and never on a skipped day', () => {
  const day = fc.constantFrom('MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU')
  const rule = fc.record({
    freq: fc.constantFrom('DAILY', 'WEEKLY', 'MONTHLY'),
    interval: fc.integer({ min: 1, max: 5 }),
    days: fc.uniqueArray(day, { minLength: 1, maxLength: 3 }),
    after: fc.date({ min: new Date('2026-11-01'), max: new Date('2027-11-01'), noInvalidDate: true }),
  })
  fc.assert(
    fc.property(rule, ({ freq, interval, days, after }) => {
      const local = after.toISOString().slice(0, 16)
      const text = `FREQ=${freq};INTERVAL=${interval};BYDAY=${days.join(',')}`
      const times = occurrencesOf(from(text, '2026-11-23T09:00', ['2026-12-25']), local, 5)
      expect(times).toEqual([...new Set(times)].sort())
      for (const time of times) {
        expect(time > local).toBe(true)
        expect(time.startsWith('2026-12-25')).toBe(false)
        expect(time.endsWith('T09:00')).toBe(true)
      }
    }),
    { numRuns: 200 },
  )
})
