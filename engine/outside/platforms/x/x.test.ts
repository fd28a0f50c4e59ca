import { expect, test } from 'vitest'
import type { Order } from '../contract.ts'
import { platformSuite } from '../platform-suite.ts'
import { expectPublicOnce, mediumOf, prepared, published } from '../testing.ts'
import { openX, START } from './testing.ts'

const MINUTE_MS = 60_000

platformSuite('X', openX)

test('whatever is lost, and how often, it is public once', async () => {
  const world = await openX()
  await expectPublicOnce(world)
  await world.fake.stop()
})

test('what X calls a duplicate is looked for, not sent again with other words', async () => {
  const { platform, orderOf, fake, passes } = await openX()
  const order = orderOf()
  const id = await published(platform, order)
  passes(MINUTE_MS)
  expect((await platform.publish(order)).outcome).toMatchObject({ is: 'ambiguous' })
  expect((await platform.reconcile(order)).outcome).toMatchObject({ is: 'ok', id })
  await fake.stop()
})

test('what the account said in another post is refused for good, and not tried for ever', async () => {
  const { platform, orderOf, fake, passes } = await openX()
  const { text } = orderOf()
  await published(platform, orderOf({ text }))
  passes(60 * MINUTE_MS)
  const armedAt = new Date(START + 60 * MINUTE_MS).toISOString()
  const again = orderOf({ text, armedAt })
  const refused = { is: 'rejected', code: 'duplicate' }
  expect((await platform.publish(again)).outcome).toMatchObject(refused)
  // also when the first answer was lost: it was looked for, and is not there
  passes(MINUTE_MS)
  expect((await platform.publish(again)).outcome).toMatchObject({ is: 'ambiguous' })
  expect((await platform.reconcile(again)).outcome).toMatchObject({ is: 'absent' })
  passes(5 * MINUTE_MS)
  expect((await platform.publish(again)).outcome).toMatchObject(refused)
  await fake.stop()
})

test('an equal text that answers another post, or none, is not ours', async () => {
  const { platform, orderOf, fake } = await openX()
  const id = await published(platform, orderOf())
  const reply = orderOf({ answers: { id } })
  await published(platform, reply)
  const is = async (order: Order) => (await platform.reconcile(order)).outcome.is
  expect(await is({ ...reply, answers: { id: 'other' } })).toBe('absent')
  expect(await is({ ...reply, answers: null })).toBe('absent')
  expect(await is(reply)).toBe('ok')
  await fake.stop()
})

test('a text is known again by its own addresses, which X shortens', async () => {
  const { platform, orderOf, fake } = await openX()
  const order = orderOf({ text: 'new: https://a.example/one, and\n\nHELLO.com (<3 & you)' })
  await published(platform, order)
  const is = async (text: string) => (await platform.reconcile({ ...order, text })).outcome.is
  expect(await is(order.text)).toBe('ok')
  expect(await is(order.text.replace('one', 'two'))).toBe('absent')
  expect(await is(order.text.replace('HELLO', 'hullo'))).toBe('absent')
  await fake.stop()
})

test('a long text is known again by all of it, not by its beginning', async () => {
  const { platform, orderOf, fake } = await openX()
  const order = orderOf({ text: `${'long '.repeat(200)}https://a.example/one` })
  await published(platform, order)
  const is = async (text: string) => (await platform.reconcile({ ...order, text })).outcome.is
  expect(await is(order.text)).toBe('ok')
  expect(await is(order.text.replace('one', 'two'))).toBe('absent')
  await fake.stop()
})

test('an equal text with other pictures is not ours', async () => {
  const { platform, orderOf, fake } = await openX()
  const media = [mediumOf('image/png', 10)]
  const order = await prepared(platform, orderOf({ text: '', media }))
  await published(platform, order)
  const other = await prepared(platform, { ...order, keys: {} })
  expect((await platform.reconcile(order)).outcome.is).toBe('ok')
  expect((await platform.reconcile(other)).outcome.is).toBe('absent')
  expect((await platform.reconcile({ ...order, media: [] })).outcome.is).toBe('absent')
  await fake.stop()
})

test('what was posted before it was armed is not ours', async () => {
  const { platform, orderOf, fake, passes } = await openX()
  const order = orderOf()
  await published(platform, order)
  passes(30 * 60_000)
  const armedAt = new Date(START + 30 * 60_000).toISOString()
  expect((await platform.reconcile({ ...order, armedAt })).outcome.is).toBe('absent')
  await fake.stop()
})

test('a post is found behind a hundred others, and where X shows no more nobody says that it is absent', async () => {
  const { platform, orderOf, fake, x } = await openX({ pagesMax: 2 })
  x.moods.windowPosts = 1_000
  const order = orderOf()
  const id = await published(platform, order)
  for (let post = 0; post < 100; post++) await published(platform, orderOf())
  expect((await platform.reconcile(order)).outcome).toMatchObject({ is: 'ok', id })
  expect((await platform.reconcile(orderOf())).outcome.is).toBe('absent')
  for (let post = 0; post < 100; post++) await published(platform, orderOf())
  expect((await platform.reconcile(order)).outcome.is).toBe('undecided')
  await fake.stop()
})

test('a cap with posts left in the window is one of the application, and headers may be missing', async () => {
  const { platform, orderOf, fake, x } = await openX()
  const scope = async () => (await platform.publish(orderOf())).outcome
  x.moods.isAppDone = true
  expect(await scope()).toMatchObject({ is: 'throttled', scope: 'app' })
  x.moods.windowPosts = 0
  expect(await scope()).toMatchObject({ is: 'throttled', scope: 'account' })
  x.moods.hidesRates = true
  expect(await scope()).toMatchObject({ is: 'throttled', scope: 'endpoint' })
  x.moods.isCapped = true
  expect(await scope()).toMatchObject({ is: 'throttled', scope: 'app' })
  await fake.stop()
})

test('the window of 15 minutes opens again', async () => {
  const { platform, orderOf, fake, passes, x } = await openX()
  x.moods.windowPosts = 1
  await published(platform, orderOf())
  const { outcome } = await platform.publish(orderOf())
  expect(outcome).toMatchObject({ is: 'throttled', retryAt: new Date(START + 15 * 60_000).toISOString() })
  passes(15 * 60_000)
  await published(platform, orderOf())
  await fake.stop()
})

test('a reply that X does not allow is refused with its words', async () => {
  const { platform, orderOf, fake, x } = await openX()
  const id = await published(platform, orderOf({}, 'bob'))
  x.moods.refusesReplies = true
  const { outcome } = await platform.publish(orderOf({ answers: { id } }))
  expect(outcome).toMatchObject({ is: 'rejected', message: 'You are not permitted to perform this action.' })
  await fake.stop()
})

test('where an account may not answer itself, a thread is refused before X is asked', async () => {
  const { platform, orderOf, fake } = await openX({ mayReplyToItself: false })
  const id = await published(platform, orderOf())
  const calls = fake.calls()
  const { outcome, evidence } = await platform.publish(orderOf({ answers: { id } }))
  expect(outcome).toMatchObject({ is: 'rejected', code: 'reply-not-allowed' })
  expect([evidence.request, fake.calls()]).toEqual([null, calls])
  await fake.stop()
})

test('what a post is said to cost is what X bills', async () => {
  const { platform, orderOf, fake, x } = await openX()
  const orders = [
    orderOf(),
    orderOf({ text: 'see https://a.example' }),
    await prepared(platform, orderOf({ media: [mediumOf('image/png', 10)] })),
  ]
  for (const order of orders) {
    const before = x.ledgerMils()
    await published(platform, order)
    expect(x.ledgerMils() - before).toBe(platform.costMilsOf(order))
  }
  const described = [mediumOf('image/png', 10, 'a harbour')]
  expect(platform.costMilsOf({ text: '', media: described })).toBe(20)
  await fake.stop()
})

test('no token is left in what is kept of a call', async () => {
  const { platform, orderOf, fake } = await openX()
  const order = orderOf()
  const kept = [
    await platform.publish(order),
    await platform.reconcile(order),
    await platform.rehearse(order),
  ]
  expect(JSON.stringify(kept)).not.toContain(order.credential.accessToken)
  await fake.stop()
})
