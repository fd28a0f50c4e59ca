import { beforeEach, expect, test } from 'vitest'
import { seededRandom } from '../../engine/kernel/random.ts'
import { type ManualClock, makeManualClock } from '../../engine/sim/manual-clock.ts'
import type { FollowEars } from './follow.ts'
import { makeTyping, type OwnedTyping } from './typing.ts'

let clock: ManualClock
let typing: OwnedTyping
let said: boolean[]
let server: FollowEars<{ userIds: readonly string[] }> | null

beforeEach(() => {
  clock = makeManualClock()
  said = []
  server = null
  typing = makeTyping({
    clock,
    random: seededRandom(1),
    me: 'me',
    follow(ears) {
      server = ears
      return () => {
        server = null
      }
    },
    say: (isTyping) => void said.push(isTyping),
  })
  typing.live()
})

test('the others are told at the first letter, then every three seconds, and at the end', () => {
  for (let letters = 0; letters < 70; letters++) {
    typing.start()
    clock.advance(100)
  }
  expect(said).toEqual([true, true, true])
  typing.stop()
  typing.stop()
  expect(said).toEqual([true, true, true, false])
  typing.start()
  expect(said).toEqual([true, true, true, false, true])
})

test('who stops without a word is not spoken for', () => {
  typing.start()
  clock.advance(60_000)
  expect(said).toEqual([true])
})

test('a lost connection ends it by itself; nothing is said without one', () => {
  typing.start()
  typing.pause()
  typing.start()
  typing.stop()
  expect(said).toEqual([true])
  typing.live()
  typing.start()
  expect(said).toEqual([true, true])
})

test('others are followed while somebody looks, oneself is left out', () => {
  expect(server).toBeNull()
  let changes = 0
  const stop = typing.view.subscribe(() => void changes++)
  server?.data({ userIds: ['me', 'ann'] })
  expect(typing.view.get()).toEqual(['ann'])
  server?.data({ userIds: ['me'] })
  server?.data({ userIds: [] })
  expect(typing.view.get()).toEqual([])
  expect(changes).toBe(2)
  stop()
  stop()
  expect(server).toBeNull()
})

test('whose message has come does not type any more', () => {
  typing.view.subscribe(() => {})
  server?.data({ userIds: ['ann', 'bob'] })
  typing.said('ann')
  expect(typing.view.get()).toEqual(['bob'])
})

test('without a connection nobody is shown to type', () => {
  typing.view.subscribe(() => {})
  server?.data({ userIds: ['ann'] })
  typing.pause()
  expect(typing.view.get()).toEqual([])
})
