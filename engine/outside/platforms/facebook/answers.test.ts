import { expect, test } from 'vitest'
import { errorReply, replyOf } from '../meta/reply-of.ts'
import { troubleOf } from './answers.ts'
import { FACEBOOK_SETTINGS } from './settings.ts'

const parts = { settings: { ...FACEBOOK_SETTINGS, appId: '1', appSecret: 's' }, now: () => 0 }

/** Code and subcode as a peer saw them, and what they mean for a call that publishes and for one that does not. */
const ERRORS: readonly (readonly [number, number, string, string])[] = [
  [100, 1366046, 'rejected', 'rejected'],
  [100, 1366051, 'ambiguous', 'failed'],
  [100, 1346003, 'rejected', 'rejected'],
  [100, 1390008, 'throttled', 'throttled'],
  [100, 1404078, 'rejected', 'rejected'],
  [100, 1609008, 'rejected', 'rejected'],
  [100, 1363047, 'failed', 'failed'],
  [100, 1609010, 'failed', 'failed'],
  [368, 0, 'rejected', 'rejected'],
  [506, 0, 'rejected', 'rejected'],
  [190, 458, 'authRefresh', 'authRefresh'],
  [10, 0, 'configDead', 'configDead'],
  [299, 0, 'configDead', 'configDead'],
  [300, 0, 'rejected', 'rejected'],
  [17, 0, 'throttled', 'throttled'],
  [32, 0, 'throttled', 'throttled'],
  [613, 0, 'throttled', 'throttled'],
  [80001, 0, 'throttled', 'throttled'],
  [1, 0, 'ambiguous', 'failed'],
  [2, 0, 'ambiguous', 'failed'],
]

for (const [code, subcode, publishing, reading] of ERRORS) {
  test(`${code}/${subcode} means ${publishing} of a post, ${reading} of a look`, () => {
    const reply = errorReply(400, code, subcode)
    expect(troubleOf(reply, parts, true)?.is).toBe(publishing)
    expect(troubleOf(reply, parts, false)?.is).toBe(reading)
  })
}

test('what may have been done is unknown, whatever stands between us', () => {
  const unknown = [
    replyOf(502, null),
    replyOf(301, null),
    errorReply(500, 12345),
    errorReply(400, 12345, 0, { is_transient: true }),
    { is: 'lost' as const, why: 'ECONNRESET' },
  ]
  for (const reply of unknown) {
    expect(troubleOf(reply, parts, true)?.is).toBe('ambiguous')
    expect(troubleOf(reply, parts, false)?.is).toBe('failed')
  }
  expect(troubleOf({ is: 'unsent', why: 'ECONNREFUSED' }, parts, true)?.is).toBe('failed')
  expect(troubleOf(replyOf(200, { id: '1' }), parts, true)).toBe(null)
})

test('headers say how long to wait, and whom it concerns', () => {
  const usage = { call_count: 100, total_cputime: 5, total_time: 5, estimated_time_to_regain_access: 20 }
  const headers = { 'x-business-use-case-usage': JSON.stringify({ 1: [usage] }) }
  const json = { error: { message: 'words', code: 32 } }
  expect(troubleOf(replyOf(400, json, headers), parts, true)).toEqual({
    is: 'throttled',
    scope: 'account',
    retryAt: '1970-01-01T00:20:00.000Z',
  })
  // without them an hour, the window of the limits
  expect(troubleOf(errorReply(400, 4), parts, true)).toEqual({
    is: 'throttled',
    scope: 'app',
    retryAt: '1970-01-01T01:00:00.000Z',
  })
  expect(troubleOf(replyOf(429, 'slow down', { 'x-app-usage': 'no json' }), parts, true)?.is).toBe(
    'throttled',
  )
})

test('the host of uploads says whether a part may be sent again', () => {
  const refused = (retriable: boolean) =>
    replyOf(400, { debug_info: { retriable, type: 'SomeError', message: 'words' } })
  expect(troubleOf(refused(true), parts, false)).toMatchObject({ is: 'failed', why: 'words' })
  expect(troubleOf(refused(false), parts, false)).toMatchObject({ is: 'rejected', code: 'SomeError' })
})
