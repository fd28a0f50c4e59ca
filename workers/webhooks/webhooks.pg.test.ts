/** A receiver outside is told what happens to posts: each event once it is taken, numbered, signed, and again when it is not. */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { type Company, company } from '../../api/posts/testing.ts'
import { type Parley, refusal, withParley } from '../../api/testing.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { Webhook } from '../../engine/store/entities/webhook.ts'
import { WebhookDelivery } from '../../engine/store/entities/webhook-delivery.ts'
import { startWebhooks, type Webhooks } from './webhooks.ts'

interface Heard {
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

let parley: Parley
let here: Company
let elsewhere: Company
let hands: Webhooks[] = []
/** What receivers answer, by path. */
const answers = new Map<string, number>()
const heard: Heard[] = []
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    const path = request.url ?? ''
    heard.push({ path, headers: request.headers, body })
    response.writeHead(answers.get(path) ?? 200).end()
  })
})
let address = ''

beforeAll(async () => {
  parley = await withParley({ passwordThreads: 2, webhooksPrivate: true })
  here = await company(parley)
  elsewhere = await company(parley)
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  address = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}`
})
afterEach(async () => {
  await Promise.all(hands.map((each) => each.stop()))
  hands = []
})
afterAll(async () => {
  receiver.closeAllConnections()
  receiver.close()
  await parley.stop()
})

function start(): Webhooks {
  const { store, clock, newId, log, outside } = parley.node
  const secrets = outside.webhookSecrets
  const started = startWebhooks({ store, clock, newId, log, secrets, allowPrivate: true })
  hands.push(started)
  return started
}

const draft = (by: Company, text: string) =>
  by.adam.posts.create({ text, targets: [], commandId: parley.node.newId() })
const to = (path: string) => heard.filter((one) => one.path === path)
const numbersAt = (path: string) => to(path).map(({ headers }) => Number(headers['parley-number']))
const eventOf = ({ body }: Heard) => JSON.parse(body).event

test('everything that happens from then on is told, in order, signed, and to whom it concerns', async () => {
  await draft(here, 'before')
  const { webhook, secret } = await here.adam.webhooks.add({ url: `${address}/all` })
  await here.adam.webhooks.add({ url: `${address}/comments`, events: ['post.commented'] })
  await elsewhere.adam.webhooks.add({ url: `${address}/elsewhere` })
  start()
  const { post } = await draft(here, 'hello')
  await here.mia.posts.comment({ postId: post.id, text: 'nice' })
  await vi.waitUntil(() => to('/all').length === 2 && to('/comments').length === 1, 60_000)
  expect(numbersAt('/all')).toEqual([1, 2])
  expect(to('/all').map((one) => [eventOf(one).postId, eventOf(one).seq, eventOf(one).kind])).toEqual([
    [post.id, 1, 'post.created'],
    [post.id, 2, 'post.commented'],
  ])
  const [first] = to('/all') as [Heard]
  const [, t, mac] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(String(first.headers['parley-signature'])) ?? []
  expect(createHmac('sha256', secret).update(`${t}.${first.body}`).digest('hex')).toBe(mac)
  expect(JSON.parse(first.body)).toMatchObject({ webhookId: webhook.id, number: 1 })
  expect(to('/elsewhere')).toEqual([])
})

test('what is not taken is sent again, then dead, and can be sent by hand', async () => {
  const { webhook } = await here.adam.webhooks.add({ url: `${address}/broken`, events: ['post.edited'] })
  const webhookId = webhook.id
  answers.set('/broken', 500)
  start()
  const { post } = await draft(here, 'hello')
  await here.adam.posts.edit({ postId: post.id, text: 'again' })
  const delivery = async () => (await here.adam.webhooks.deliveries({ webhookId })).items[0]
  await vi.waitUntil(async () => (await delivery())?.attempts === 1, 60_000)
  expect(await delivery()).toMatchObject({
    state: 'waiting',
    status: 500,
    trouble: 'answered 500',
    number: 1,
  })

  const now = (more: object) =>
    parley.node.store
      .em()
      .nativeUpdate(WebhookDelivery, { webhookId }, { nextAt: new Date(0), ...more }, UNSCOPED)
  await now({ givesUpAt: new Date(0) })
  await vi.waitUntil(async () => (await delivery())?.state === 'dead', 60_000)
  const dead = await here.adam.webhooks.deliveries({ webhookId, state: 'dead' })
  expect(dead.items).toMatchObject([{ attempts: 2, nextAt: null, kind: 'post.edited', postId: post.id }])

  answers.set('/broken', 204)
  const deliveryId = dead.items[0]?.id ?? ''
  await here.adam.webhooks.redeliver({ deliveryId })
  await vi.waitUntil(async () => (await delivery())?.state === 'delivered', 60_000)
  const bodies = new Set(to('/broken').map(({ body }) => body))
  expect(bodies.size, 'the same bytes each time').toBe(1)
})

test('all that was given up is sent again, in the order of its numbers', async () => {
  const { webhook } = await here.adam.webhooks.add({ url: `${address}/back`, events: ['post.commented'] })
  const webhookId = webhook.id
  answers.set('/back', 503)
  start()
  const { post } = await draft(here, 'hello')
  for (const text of ['one', 'two', 'three']) await here.mia.posts.comment({ postId: post.id, text })
  const listed = async () => (await here.adam.webhooks.list()).items.find(({ id }) => id === webhookId)
  const isRefused = async () => {
    const now = await listed()
    return now?.waiting === 3 && now.last !== null
  }
  await vi.waitUntil(isRefused, 60_000)
  await parley.node.store
    .em()
    .nativeUpdate(WebhookDelivery, { webhookId }, { state: 'dead', nextAt: null }, UNSCOPED)
  await vi.waitUntil(async () => (await listed())?.dead === 3, 60_000)
  expect((await listed())?.last).toMatchObject({ status: 503, answeredAt: expect.any(String) })

  answers.set('/back', 200)
  expect(await refusal(here.mia.webhooks.redeliverAll({ webhookId }))).toBe('NO_PERMISSION')
  expect(await refusal(elsewhere.olga.webhooks.redeliverAll({ webhookId }))).toBe('UNKNOWN_WEBHOOK')
  expect(await here.adam.webhooks.redeliverAll({ webhookId })).toEqual({ count: 3 })
  await vi.waitUntil(async () => (await listed())?.waiting === 0, 60_000)
  expect(numbersAt('/back').slice(-3)).toEqual([1, 2, 3])
  expect(await listed()).toMatchObject({ dead: 0, last: { status: 200, trouble: null } })
})

test('a secret lies in the database sealed, also one that was there before they were', async () => {
  const { webhook, secret } = await here.adam.webhooks.add({ url: `${address}/old`, events: ['post.edited'] })
  const { id } = webhook
  const em = () => parley.node.store.em()
  const stored = async () => (await em().findOneOrFail(Webhook, { id }, UNSCOPED)).secret
  expect(await stored()).not.toContain(secret)
  await em().nativeUpdate(Webhook, { id }, { secret }, UNSCOPED)
  start()
  await vi.waitUntil(async () => !(await stored()).includes(secret), 60_000)
  const { post } = await draft(here, 'hello')
  await here.adam.posts.edit({ postId: post.id, text: 'signed as before' })
  await vi.waitUntil(() => to('/old').length === 1, 60_000)
  const [{ headers, body }] = to('/old') as [Heard]
  const [, t, mac] = /^t=(\d+),v1=(.*)$/.exec(String(headers['parley-signature'])) ?? []
  expect(createHmac('sha256', secret).update(`${t}.${body}`).digest('hex')).toBe(mac)
})

test('a secret whose key is lost is said so, and nothing goes out unsigned', async () => {
  const { webhook } = await here.adam.webhooks.add({ url: `${address}/lost`, events: ['post.commented'] })
  const { id } = webhook
  const moved = parley.node.outside.webhookSecrets.seal(parley.node.newId(), 'whsec_of_another')
  await parley.node.store.em().nativeUpdate(Webhook, { id }, { secret: moved }, UNSCOPED)
  start()
  const { post } = await draft(here, 'hello')
  await here.mia.posts.comment({ postId: post.id, text: 'hear me' })
  const first = async () => (await here.adam.webhooks.deliveries({ webhookId: id })).items[0]
  await vi.waitUntil(async () => (await first())?.attempts === 1, 60_000)
  expect((await first())?.trouble).toMatch(/sealed with a key/)
  expect(to('/lost')).toEqual([])
})

test('one of several processes does it, and another goes on where it stopped', async () => {
  const { webhook } = await here.adam.webhooks.add({ url: `${address}/many`, events: ['post.commented'] })
  const first = start()
  start()
  const { post } = await draft(here, 'hello')
  const say = async (from: number, count: number) => {
    for (let n = from; n < from + count; n++)
      await here.mia.posts.comment({ postId: post.id, text: `comment ${n}` })
  }
  await say(1, 10)
  await first.stop()
  await say(11, 10)
  start()
  await vi.waitUntil(() => to('/many').length >= 20, 60_000)
  const numbers = [...new Set(numbersAt('/many'))]
  expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => index + 1))
  const { items } = await here.adam.webhooks.list()
  expect(items.find(({ id }) => id === webhook.id)?.lastNumber).toBe(20)
})

test('only who keeps an organisation keeps its webhooks', async () => {
  const url = 'https://example.org/hook'
  expect(await refusal(here.mia.webhooks.add({ url }))).toBe('NO_PERMISSION')
  expect(await refusal(here.adam.webhooks.add({ url: 'ftp://example.org' }))).toBe('INVALID_INPUT')
  const wish = { url, commandId: parley.node.newId() }
  const added = await here.adam.webhooks.add(wish)
  expect(await here.adam.webhooks.add(wish)).toEqual(added)
  const webhookId = added.webhook.id
  expect(await refusal(elsewhere.olga.webhooks.remove({ webhookId }))).toBe('UNKNOWN_WEBHOOK')
  expect(await refusal(elsewhere.olga.webhooks.deliveries({ webhookId }))).toBe('UNKNOWN_WEBHOOK')
  const [delivery] = await parley.node.store
    .em()
    .find(WebhookDelivery, { organisationId: here.organisationId }, { ...UNSCOPED, limit: 1 })
  const deliveryId = delivery?.id ?? ''
  expect(await refusal(elsewhere.olga.webhooks.redeliver({ deliveryId }))).toBe('UNKNOWN_DELIVERY')
  await here.olga.webhooks.remove({ webhookId })
  expect(await refusal(here.adam.webhooks.remove({ webhookId }))).toBe('UNKNOWN_WEBHOOK')
})
