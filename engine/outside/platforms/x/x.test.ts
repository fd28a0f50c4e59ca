import { expect, test } from 'vitest'
import type { Order } from '../contract.ts'
import { startFake } from '../fake-server.ts'
import { type PlatformWorld, platformSuite } from '../platform-suite.ts'
import { makeFakeX } from './fake.ts'
import { publish, reconcile, type XParts } from './publish.ts'
import { X_SETTINGS } from './settings.ts'

const START = Date.parse('2026-11-21T12:00:00.000Z')
const TIMEOUT_MS = 300

async function open() {
  let nowMs = START
  const now = () => nowMs
  const x = makeFakeX(now)
  const fake = await startFake(x)
  const settings = {
    ...X_SETTINGS,
    clientId: 'parley',
    clientSecret: null,
    apiUrl: fake.url,
    timeoutMs: TIMEOUT_MS,
  }
  const parts: XParts = { settings, now }
  let texts = 0
  const world: PlatformWorld = {
    fake,
    reset() {
      x.posts.splice(0)
      Object.assign(x.moods, { remaining: 100, hidesRates: false, isCapped: false, refusesReplies: false })
      fake.faults.length = 0
    },
    order: () => orderOf(`post ${++texts} & more`, x.grant('ann').accessToken),
    publish: (order) => publish(parts, order),
    reconcile: (order) => reconcile(parts, order),
    publicTimes: ({ text }) => x.posts.filter((post) => post.text === text).length,
    expireTokens() {
      nowMs += 3 * 60 * 60_000
    },
    exhaust() {
      x.moods.remaining = 0
    },
  }
  return { ...world, x }
}

function orderOf(text: string, accessToken: string, more: Partial<Order> = {}): Order {
  return {
    credential: { accountRef: 'ann', accessToken, expiresAt: null, refreshToken: null, scopes: [] },
    text,
    media: [],
    options: {},
    keys: {},
    answers: null,
    armedAt: new Date(START).toISOString(),
    ...more,
  }
}

platformSuite('X', open)

test('what X calls a duplicate is looked for, not sent again with other words', async () => {
  const world = await open()
  const order = world.order()
  await world.publish(order)
  expect((await world.publish(order)).outcome).toMatchObject({ is: 'ambiguous' })
  expect((await world.reconcile(order)).outcome).toMatchObject({ is: 'ok', id: world.x.posts[0]?.id })
  await world.fake.stop()
})

test('an equal text that answers another post is not ours', async () => {
  const world = await open()
  const first = world.order()
  const { outcome } = await world.publish(first)
  const id = outcome.is === 'ok' ? outcome.id : ''
  const reply = { ...world.order(), answers: { id } }
  await world.publish(reply)
  expect((await world.reconcile({ ...first, text: reply.text, answers: { id: 'other' } })).outcome.is).toBe(
    'absent',
  )
  expect((await world.reconcile(reply)).outcome.is).toBe('ok')
  await world.fake.stop()
})

test('a cap with posts left in the window is one of the application, and headers may be missing', async () => {
  const world = await open()
  world.x.moods.isCapped = true
  expect((await world.publish(world.order())).outcome).toMatchObject({ is: 'throttled', scope: 'app' })
  world.reset()
  Object.assign(world.x.moods, { remaining: 0, hidesRates: true })
  expect((await world.publish(world.order())).outcome).toMatchObject({ is: 'throttled', scope: 'endpoint' })
  await world.fake.stop()
})

test('a reply that X does not allow is refused with its words', async () => {
  const world = await open()
  const other = await world.publish(orderOf('by bob', world.x.grant('bob').accessToken))
  world.x.moods.refusesReplies = true
  const id = other.outcome.is === 'ok' ? other.outcome.id : ''
  const { outcome } = await world.publish({ ...world.order(), answers: { id } })
  expect(outcome).toMatchObject({ is: 'rejected', message: 'You are not permitted to perform this action.' })
  await world.fake.stop()
})
