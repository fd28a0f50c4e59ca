import { describe, expect, test } from 'vitest'
import type { Day } from './days.ts'
import { faultOf, newRepeat, nextTimes, type Repeat, recurInput, ruleOf } from './repeat.ts'

const at = (localDateTime: string) =>
  ({ localDateTime, timeZone: 'Europe/Berlin', gap: 'after', overlap: 'first' }) as const
const MONDAY = at('2026-11-23T09:00')
const NOW = Date.parse('2026-11-21T12:00Z')

const weekly = (days: Day[], more: Partial<Repeat> = {}): Repeat => ({
  ...newRepeat('weekly', MONDAY, null),
  days,
  ...more,
})

describe('a choice becomes a rule', () => {
  test('that begins with the day of the post', () => {
    expect(ruleOf(newRepeat('weekly', MONDAY, null), MONDAY.localDateTime)).toBe('FREQ=WEEKLY;BYDAY=MO')
    expect(ruleOf(newRepeat('lastDay', MONDAY, null), MONDAY.localDateTime)).toBe('FREQ=MONTHLY;BYDAY=-1MO')
    expect(ruleOf(newRepeat('monthly', MONDAY, null), MONDAY.localDateTime)).toBe(
      'FREQ=MONTHLY;BYMONTHDAY=23',
    )
  })

  test('and a month without that day has it on its last', () => {
    const last = at('2026-12-31T09:00')
    expect(nextTimes(newRepeat('monthly', last, null), last, NOW, 3)).toEqual([
      '2027-01-31T09:00',
      '2027-02-28T09:00',
      '2027-03-31T09:00',
    ])
  })

  test('of one’s own begins with the rule that was chosen before', () => {
    const custom = newRepeat('custom', MONDAY, weekly(['MO', 'TH']))
    expect(custom.rule).toBe('FREQ=WEEKLY;BYDAY=MO,TH')
    expect(ruleOf({ ...custom, rule: ' RRULE:FREQ=DAILY ' }, MONDAY.localDateTime)).toBe('FREQ=DAILY')
  })
})

test('the next times are shown without those that are skipped, and up to the end', () => {
  const skipping = weekly(['MO'], { skip: ['2026-12-07'], end: { is: 'count', count: 3 } })
  expect(nextTimes(skipping, MONDAY, NOW, 5)).toEqual(['2026-11-30T09:00', '2026-12-14T09:00'])
  expect(recurInput(skipping, MONDAY)).toEqual({
    rule: 'FREQ=WEEKLY;BYDAY=MO',
    timeZone: 'Europe/Berlin',
    skip: ['2026-12-07'],
    count: 3,
  })
})

test('what cannot be is said before it is sent', () => {
  expect(faultOf(weekly(['MO']), MONDAY, NOW)).toBeNull()
  expect(faultOf(weekly([]), MONDAY, NOW)).toBe('Choose the days on which it repeats')
  const custom = (rule: string) => ({ ...newRepeat('custom', MONDAY, null), rule })
  expect(faultOf(custom('every day'), MONDAY, NOW)).toMatch(/no rule/)
  expect(faultOf(custom('FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30'), MONDAY, NOW)).toMatch(/never/)
  const until = (date: string) => weekly(['MO'], { end: { is: 'until', date } })
  expect(faultOf(until('2026-11-23'), MONDAY, NOW)).toMatch(/after the first/)
  expect(faultOf(until('2026-11-25'), MONDAY, NOW)).toMatch(/never/)
  expect(faultOf(until('2026-11-30'), MONDAY, NOW)).toBeNull()
  expect(faultOf(weekly(['MO'], { end: { is: 'count', count: 0 } }), MONDAY, NOW)).toMatch(/Between/)
})
