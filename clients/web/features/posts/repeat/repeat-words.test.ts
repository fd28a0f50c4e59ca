import { expect, test } from 'vitest'
import { endWords, ordinal, ruleWords } from './repeat-words.ts'

test('a rule is said as people say it', () => {
  expect(ruleWords('FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR')).toBe('every weekday')
  expect(ruleWords('FREQ=WEEKLY;BYDAY=MO')).toBe('every week on Monday')
  expect(ruleWords('FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,WE,SA')).toBe(
    'every 2 weeks on Monday, Wednesday and Saturday',
  )
  expect(ruleWords('FREQ=MONTHLY;BYDAY=-1FR')).toBe('every month on the last Friday')
  expect(ruleWords('FREQ=MONTHLY;BYMONTHDAY=23')).toBe('every month on the 23rd')
  expect(ruleWords('FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1')).toBe(
    'every month on the 31st, or on its last day where there is none',
  )
  expect(ruleWords('FREQ=DAILY;INTERVAL=7')).toBe('every 7 days')
})

test('what nobody would say so is shown as it is', () => {
  for (const rule of [
    'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29',
    'FREQ=MONTHLY;BYDAY=2TU',
    'FREQ=DAILY;COUNT=3',
    'nonsense',
  ])
    expect(ruleWords(rule)).toBe(`by the rule ${rule}`)
})

test('an end is said, or nothing where there is none', () => {
  expect(endWords({ until: null, count: null })).toBe('')
  expect(endWords({ until: '2027-03-01', count: null })).toContain('2027')
  expect(endWords({ until: null, count: 6 })).toBe('6 times more')
  expect([1, 2, 3, 4, 11, 12, 13, 21, 22, 23, 31].map(ordinal).join(' ')).toBe(
    '1st 2nd 3rd 4th 11th 12th 13th 21st 22nd 23rd 31st',
  )
})
