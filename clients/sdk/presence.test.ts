import { beforeEach, expect, test } from 'vitest'
import { seededRandom } from '../../engine/kernel/random.ts'
import { type ManualClock, makeManualClock } from '../../engine/sim/manual-clock.ts'
import type { FollowEars } from './follow.ts'
import { type Comings, makePresence, type OwnedPresence } from './presence.ts'

interface Subscription extends FollowEars<Comings> {
  readonly userIds: readonly string[]
  isOpen: boolean
}

let clock: ManualClock
let presence: OwnedPresence
/** Every subscription there was; the last one is the present one. */
let subscriptions: Subscription[]

beforeEach(() => {
  clock = makeManualClock()
  subscriptions = []
  presence = makePresence({
    clock,
    random: seededRandom(1),
    follow(userIds, ears) {
      const subscription = { ...ears, userIds, isOpen: true }
      subscriptions.push(subscription)
      return () => {
        subscription.isOpen = false
      }
    },
  })
  presence.live()
})

const present = () => subscriptions.at(-1) as Subscription
const says = (online: string[], offline: string[] = []) => present().data({ online, offline })
const isOnline = (id: string) => presence.of(id).get()

function looksAt(...ids: string[]): () => void {
  const stops = ids.map((id) => presence.of(id).subscribe(() => {}))
  clock.advance(200)
  return () => {
    for (const stop of stops) stop()
    clock.advance(200)
  }
}

test('whoever is looked at is asked for, together, and nobody else', () => {
  looksAt('ann', 'bob')
  expect(subscriptions.map(({ userIds }) => userIds)).toEqual([['ann', 'bob']])
  says(['ann'])
  expect([isOnline('ann'), isOnline('bob')]).toEqual([true, false])
  says(['bob'], ['ann'])
  expect([isOnline('ann'), isOnline('bob')]).toEqual([false, true])
})

test('who is looked at redraws only when they come or go themselves', () => {
  let changes = 0
  presence.of('ann').subscribe(() => void changes++)
  looksAt('bob')
  says([])
  says(['bob'])
  says(['ann'])
  says(['ann'], ['bob'])
  expect(changes).toBe(1)
})

test('a list that scrolls asks anew only for whom it does not know, and ends when nobody looks', () => {
  const stopAnn = looksAt('ann')
  const stopBoth = looksAt('ann', 'bob')
  expect(present().userIds).toEqual(['ann', 'bob'])
  stopAnn()
  looksAt('ann')()
  expect(subscriptions).toHaveLength(2)
  stopBoth()
  expect(present().isOpen).toBe(false)
})

test('of more people than one subscription may name, those wanted last are followed', () => {
  looksAt(...Array.from({ length: 250 }, (_, index) => `p${index}`))
  expect(present().userIds).toHaveLength(200)
  expect(present().userIds.at(-1)).toBe('p249')
})

test('asking for more people changes nothing on the screen meanwhile', () => {
  looksAt('ann', 'bob')
  says(['ann', 'bob'])
  looksAt('carl')
  expect([isOnline('ann'), isOnline('bob')]).toEqual([true, true])
  says(['ann'])
  expect([isOnline('ann'), isOnline('bob')]).toEqual([true, false])
})

test('after a reconnect nobody goes offline at once: the others may be on their way back too', () => {
  looksAt('ann', 'bob', 'carl')
  says(['ann', 'bob'])
  presence.pause()
  clock.advance(3_000)
  presence.live()
  says(['carl'])
  expect([isOnline('ann'), isOnline('bob'), isOnline('carl')]).toEqual([true, true, true])
  clock.advance(2_000)
  says(['ann'])
  clock.advance(9_000)
  expect([isOnline('ann'), isOnline('bob'), isOnline('carl')]).toEqual([true, false, true])
})

test('without a connection for long nobody is shown as online', () => {
  looksAt('ann')
  says(['ann'])
  presence.pause()
  expect(isOnline('ann')).toBe(true)
  clock.advance(16_000)
  expect(isOnline('ann')).toBe(false)
})

test('a subscription that the server ends is begun again', () => {
  looksAt('ann')
  present().ended()
  clock.advance(5_000)
  expect(subscriptions).toHaveLength(2)
  says(['ann'])
  expect(isOnline('ann')).toBe(true)
})
