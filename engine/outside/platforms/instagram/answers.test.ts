import { expect, test } from 'vitest'
import { errorReply } from '../meta/reply-of.ts'
import { isPassing, troubleOf } from './answers.ts'
import { INSTAGRAM_SETTINGS } from './settings.ts'

const parts = { settings: { ...INSTAGRAM_SETTINGS, appId: '1', appSecret: 's' }, now: () => 0 }

/** Code and subcode as peers saw them, and what they mean for a call that publishes and for one that does not. */
const ERRORS: readonly (readonly [number, number, string, string])[] = [
  [9, 2207042, 'throttled', 'throttled'],
  [4, 2207051, 'ambiguous', 'failed'],
  [-1, 2207001, 'ambiguous', 'failed'],
  [-1, 2207032, 'ambiguous', 'failed'],
  [-2, 2207003, 'failed', 'failed'],
  [-2, 2207020, 'rejected', 'rejected'],
  [24, 2207006, 'failed', 'failed'],
  [24, 2207008, 'failed', 'failed'],
  [25, 2207050, 'rejected', 'rejected'],
  [9004, 2207052, 'failed', 'failed'],
  [36000, 2207004, 'rejected', 'rejected'],
  [36001, 2207005, 'rejected', 'rejected'],
  [36003, 2207009, 'rejected', 'rejected'],
  [36004, 2207010, 'rejected', 'rejected'],
  [100, 2207028, 'rejected', 'rejected'],
  [100, 2207040, 'rejected', 'rejected'],
  [100, 2207081, 'rejected', 'rejected'],
  [20, 1772107, 'ambiguous', 'failed'],
  [190, 463, 'authRefresh', 'authRefresh'],
  [190, 460, 'authRefresh', 'authRefresh'],
  [10, 0, 'configDead', 'configDead'],
  [200, 0, 'configDead', 'configDead'],
  [4, 0, 'throttled', 'throttled'],
  [80002, 0, 'throttled', 'throttled'],
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

test('a container tells by its words whether another one may do better', () => {
  expect(isPassing('Error: Media upload has failed with error code 2207053')).toBe(true)
  expect(isPassing('Error: Media upload has failed with error code 2207026')).toBe(false)
  expect(isPassing('')).toBe(false)
})
