import { expect, test } from 'vitest'
import { platformSuite } from '../platform-suite.ts'
import { expectPublicOnce, mediumOf, prepared, published } from '../testing.ts'
import { ORGANISATION, openLinkedin, PERSON, START } from './testing.ts'

const MINUTE_MS = 60_000

platformSuite('LinkedIn of a person', () => openLinkedin(PERSON))
platformSuite('LinkedIn of an organisation', () => openLinkedin(ORGANISATION))

test.each([PERSON, ORGANISATION])(
  'whatever of %s is lost, and how often, it is public once',
  async (account) => {
    const world = await openLinkedin(account)
    await expectPublicOnce(world)
    await world.fake.stop()
  },
)

test('a person whose answers are lost again and again is published once', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(PERSON)
  const order = orderOf()
  fake.faults.push('dropBefore', 'dropAfter', 'errorAfter')
  expect((await platform.publish(order)).outcome.is).toBe('ambiguous')
  expect((await platform.reconcile(order)).outcome.is).toBe('ambiguous')
  expect((await platform.reconcile(order)).outcome.is).toBe('ambiguous')
  const { outcome } = await platform.reconcile(order)
  expect(outcome).toMatchObject({ is: 'ok', id: linkedin.posts()[0]?.urn })
  expect(linkedin.posts()).toHaveLength(1)
  await fake.stop()
})

test('once a duplicate might not be told any more, nothing is repeated and a person must look', async () => {
  const { platform, orderOf, fake, passes } = await openLinkedin(PERSON)
  const order = orderOf()
  fake.faults.push('dropAfter')
  await platform.publish(order)
  passes(9 * MINUTE_MS)
  const calls = fake.calls()
  expect((await platform.reconcile(order)).outcome.is).toBe('undecided')
  expect(fake.calls()).toBe(calls)
  await fake.stop()
})

for (const account of [PERSON, ORGANISATION]) {
  test(`what was said in another post minutes ago is not taken for that one (${account})`, async () => {
    const { platform, orderOf, linkedin, fake, passes } = await openLinkedin(account)
    const { text } = orderOf()
    await published(platform, orderOf({ text }))
    passes(5 * MINUTE_MS)
    const order = orderOf({ text })
    const { outcome } = await platform.publish(order)
    const retryAt = new Date(START + 15 * MINUTE_MS).toISOString()
    expect(outcome).toMatchObject({ is: 'failed', retryAt })
    passes(10 * MINUTE_MS)
    expect((await platform.publish(order)).outcome.is).toBe('ok')
    expect(linkedin.posts()).toHaveLength(2)
    await fake.stop()
  })
}

test('the same said by hand before is not ours, where posts can be read', async () => {
  const { platform, orderOf, fake, passes } = await openLinkedin(ORGANISATION)
  const byHand = orderOf()
  await published(platform, byHand)
  passes(5 * MINUTE_MS)
  const order = orderOf({ text: byHand.text })
  // so late it may be the second attempt, whose first left nothing but a lost answer
  passes(MINUTE_MS)
  expect((await platform.publish(order)).outcome.is).toBe('ambiguous')
  expect((await platform.reconcile(order)).outcome.is).toBe('absent')
  passes(5 * MINUTE_MS)
  await published(platform, order)
  await fake.stop()
})

test('a text is shown whole, and known again, whatever it is made of', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(ORGANISATION)
  const text = 'C# (or #C_lang) {v|2} <b> ~x~ *y* a_b\n\n@someone [1] \\o/ https://a.example/b_c?d=(e)'
  const order = orderOf({ text })
  await published(platform, order)
  expect(linkedin.posts()[0]?.text).toBe(text)
  expect((await platform.reconcile(order)).outcome.is).toBe('ok')
  expect((await platform.reconcile({ ...order, text: `${text}!` })).outcome.is).toBe('absent')
  await fake.stop()
})

test('an equal text with other images is not ours', async () => {
  const { platform, orderOf, fake } = await openLinkedin(ORGANISATION)
  const order = await prepared(platform, orderOf({ media: [mediumOf('image/png', 10)] }))
  await published(platform, order)
  const other = await prepared(platform, { ...order, keys: {} })
  expect((await platform.reconcile(order)).outcome.is).toBe('ok')
  expect((await platform.reconcile(other)).outcome.is).toBe('absent')
  await fake.stop()
})

test('a post is found behind a hundred others, and where more was made nobody says that it is absent', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(ORGANISATION, { pagesMax: 2 })
  linkedin.moods.dailyPosts = 1_000
  const order = orderOf()
  const id = await published(platform, order)
  for (let post = 0; post < 100; post++) await published(platform, orderOf())
  expect((await platform.reconcile(order)).outcome).toMatchObject({ is: 'ok', id })
  expect((await platform.reconcile(orderOf())).outcome.is).toBe('absent')
  for (let post = 0; post < 100; post++) await published(platform, orderOf())
  expect((await platform.reconcile(order)).outcome.is).toBe('undecided')
  await fake.stop()
})

test('the limit is of a day, which ends at midnight in UTC', async () => {
  const { platform, orderOf, fake, linkedin, passes } = await openLinkedin(PERSON)
  linkedin.moods.dailyPosts = 1
  await published(platform, orderOf())
  const retryAt = '2026-11-22T00:00:00.000Z'
  expect((await platform.publish(orderOf())).outcome).toEqual({ is: 'throttled', retryAt, scope: 'account' })
  passes(Date.parse(retryAt) - START)
  await published(platform, orderOf())
  linkedin.moods.isAppDone = true
  expect((await platform.publish(orderOf())).outcome).toMatchObject({ is: 'throttled', scope: 'app' })
  await fake.stop()
})

test('two at the same time: the one that is refused has done nothing', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(PERSON)
  linkedin.moods.conflicts = 1
  const order = orderOf()
  expect((await platform.publish(order)).outcome).toMatchObject({ is: 'failed', why: 'CONFLICT' })
  await published(platform, order)
  await fake.stop()
})

test('an address has the card that it was given', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(PERSON)
  const article = { source: 'https://a.example/b', title: 'A title' }
  await published(platform, orderOf({ options: { article, visibility: 'CONNECTIONS' } }))
  expect(linkedin.posts()[0]?.content).toEqual({ article })
  await fake.stop()
})

test('a part is a comment in plain text, the next one answers it, and both can be looked for', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(ORGANISATION)
  const id = await published(platform, orderOf())
  const first = orderOf({ text: 'more (in #detail)', answers: { id } })
  fake.faults.push('dropAfter')
  expect((await platform.publish(first)).outcome.is).toBe('ambiguous')
  const { outcome } = await platform.reconcile(first)
  const comment = outcome.is === 'ok' ? outcome.id : ''
  const second = orderOf({ answers: { id: comment } })
  expect((await platform.reconcile(second)).outcome.is).toBe('absent')
  await published(platform, second)
  expect((await platform.reconcile({ ...second, answers: { id } })).outcome.is).toBe('absent')
  expect((await platform.reconcile(second)).outcome.is).toBe('ok')
  expect((await platform.reconcile({ ...first, answers: { id: comment } })).outcome.is).toBe('absent')
  expect(linkedin.comments.all()).toMatchObject([
    { object: id, text: 'more (in #detail)', parent: null },
    { object: id, text: second.text, parent: comment },
  ])
  expect(await platform.remove?.(first.credential, comment)).toEqual({ is: 'ok' })
  expect(await platform.remove?.(first.credential, comment)).toEqual({ is: 'absent' })
  await fake.stop()
})

test('a comment of a person is shown to nobody, and never repeated', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(PERSON)
  const id = await published(platform, orderOf())
  const comment = orderOf({ answers: { id } })
  fake.faults.push('errorAfter')
  expect((await platform.publish(comment)).outcome.is).toBe('ambiguous')
  expect((await platform.reconcile(comment)).outcome.is).toBe('undecided')
  expect(linkedin.comments.all()).toHaveLength(1)
  await fake.stop()
})

test('where deleting what is gone answers as deleting does, it is gone all the same', async () => {
  const { platform, orderOf, fake, linkedin } = await openLinkedin(PERSON)
  linkedin.moods.deletesTwice = true
  const order = orderOf()
  const id = await published(platform, order)
  expect(await platform.remove?.(order.credential, id)).toEqual({ is: 'ok' })
  expect(await platform.remove?.(order.credential, id)).toEqual({ is: 'ok' })
  expect(linkedin.posts()).toEqual([])
  await fake.stop()
})

test('no token is left in what is kept of a call', async () => {
  const { platform, orderOf, fake } = await openLinkedin(ORGANISATION)
  const order = orderOf()
  const kept = [
    await platform.publish(order),
    await platform.reconcile(order),
    await platform.rehearse(order),
  ]
  expect(JSON.stringify(kept)).not.toContain(order.credential.accessToken)
  await fake.stop()
})
