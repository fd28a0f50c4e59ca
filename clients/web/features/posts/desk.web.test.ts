/** A team at its desk: many posts are changed at once, only who may is asked, a link is taken back, and a receiver outside is told. */
import { createHmac } from 'node:crypto'
import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type LoneServer, loneServer } from '../../../../bench/run/lone-server.ts'
import { startBrowser, type TestBrowser } from '../../testing/browser.ts'
import { buildWeb } from '../../testing/build.ts'
import { type DemoServer, startDemo } from '../../testing/demo-server.ts'
import { PASSWORD, signIn, signUp } from '../../testing/people.ts'
import { shiftDate, shiftMonth } from './calendar/dates.ts'

const ZONE = { timezoneId: 'Europe/Berlin', locale: 'en-GB' }
/** In a month that is to come. */
const DAY = `${shiftMonth(new Date().toISOString().slice(0, 10), 1).slice(0, 7)}-10`

let server: LoneServer
let demo: DemoServer
let browser: TestBrowser
let ann: Page
/** Calls of people beside what they do in the browser. */
let annCalls: Calls
let bobCalls: Calls
let channel: string

/** A receiver outside: what it heard, and what it answers. */
const heard: { headers: IncomingHttpHeaders; body: string }[] = []
let answers = 503
const receiver = createServer((request, response) => {
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    heard.push({ headers: request.headers, body })
    response.writeHead(answers).end()
  })
})

beforeAll(async () => {
  await buildWeb()
  server = await loneServer({ WEBHOOKS_PRIVATE: 'true' })
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  ;[demo, browser] = await Promise.all([startDemo(), startBrowser(), server.start()])
  ann = await browser.page({ ...ZONE, viewport: { width: 1280, height: 860 } })
  // whoever opens the house is its owner
  await signUp(ann, server.url, 'Ann Lee', 'ann@example.org')
  annCalls = await callsOf('auth.signIn', { email: 'ann@example.org', password: PASSWORD })
  bobCalls = await callsOf('auth.signUp', { email: 'bob@example.org', password: PASSWORD, name: 'Bob Ross' })
  const made = { kind: 'channel', title: 'launch', memberIds: [] }
  channel = (await annCalls<{ conversation: { id: string } }>('conversations.create', made)).conversation.id
  await bobCalls('conversations.join', { conversationId: channel })
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
  await server?.remove()
  receiver.closeAllConnections()
  receiver.close()
})
afterEach(() => expect(browser.thrown).toEqual([]))

type Calls = <Data>(path: string, input: unknown) => Promise<Data>

/** Signs in, and calls as that person from then on. */
async function callsOf(way: string, who: unknown): Promise<Calls> {
  let token = ''
  const calls: Calls = async (path, input) => {
    const answer = await fetch(`${server.url}/trpc/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(input),
    })
    const { result, error } = (await answer.json()) as { result?: { data: never }; error?: unknown }
    if (result === undefined) throw new Error(`${path}: ${JSON.stringify(error)}`)
    return result.data
  }
  token = (await calls<{ accessToken: string }>(way, who)).accessToken
  return calls
}

interface Made {
  readonly post: { readonly id: string }
}
const targets = () => [{ to: { kind: 'conversation', conversationId: channel } }]
const at = (date: string) => ({ localDateTime: `${date}T09:00`, timeZone: 'Europe/Berlin' })
const schedule = async (calls: Calls, text: string, more: object = {}) =>
  (await calls<Made>('posts.schedule', { text, targets: targets(), at: at(DAY), ...more })).post.id

const box = (page: Page, text: string) => page.getByRole('checkbox', { name: `Choose “${text}”` })
const bar = (page: Page) => page.getByRole('group', { name: 'Posts that are chosen' })
const verb = (page: Page, name: string) => bar(page).getByRole('button', { name, exact: true })

test('posts are chosen with Shift, moved together, and each that cannot be says why', async () => {
  for (const text of ['First', 'Second', 'Third', 'Fourth']) await schedule(annCalls, text)
  await annCalls('posts.create', { text: 'An idea', targets: targets() })
  await ann.goto(`${server.url}/posts/all`)
  // newest change first
  await box(ann, 'Fourth').check()
  await box(ann, 'Second').click({ modifiers: ['Shift'] })
  await bar(ann).getByText('3 chosen').waitFor()
  await browser.shot(ann, 'web-desk-chosen')
  await verb(ann, 'Move').click()
  await ann.getByLabel('Days').fill('2')
  await browser.shot(ann, 'web-desk-move')
  await ann.getByRole('button', { name: 'Move 3 posts' }).click()
  await ann.getByText('3 posts are moved').waitFor()
  await bar(ann).waitFor({ state: 'detached' })
  await ann.goto(`${server.url}/posts/month/${DAY}`)
  const there = (date: string) => ann.locator(`[data-day="${date}"] [data-card]`).count()
  await expect.poll(() => there(shiftDate(DAY, 2))).toBe(3)
  expect(await there(DAY)).toBe(1)

  await ann.goto(`${server.url}/posts/all`)
  await ann.getByRole('checkbox', { name: 'Choose all' }).click()
  await bar(ann).getByText('5 chosen').waitFor()
  await verb(ann, 'Move').click()
  await ann.getByRole('button', { name: 'Move 5 posts' }).click()
  const report = ann.getByRole('dialog', { name: 'Not done to one post' })
  await report.getByText('4 posts are moved.').waitFor()
  await report.getByText('This post has no time yet.').waitFor()
  await browser.shot(ann, 'web-desk-report')
  await report.getByRole('button', { name: 'Good' }).click()
  await bar(ann).getByText('1 chosen').waitFor()
  expect(await box(ann, 'An idea').isChecked()).toBe(true)
  await verb(ann, 'Move').click()
  await ann.getByRole('tab', { name: 'Move to' }).click()
  await ann.getByLabel('Date and time').fill(`${DAY}T18:30`)
  await ann.getByRole('button', { name: 'Move one post' }).click()
  await ann.getByText('One post is moved').waitFor()
})

test('whoever may approves many in the list of days, and nobody else is asked to', async () => {
  const day = shiftDate(DAY, 8)
  const inReview = { approval: 'internal', at: at(day) }
  const waiting = await schedule(bobCalls, 'Please look', inReview)
  await schedule(bobCalls, 'And at this', inReview)
  await ann.goto(`${server.url}/posts/list/${day}`)
  await ann.getByRole('checkbox', { name: 'Choose all' }).click()
  await bar(ann).getByText('2 chosen').waitFor()
  await ann.keyboard.press('Escape')
  await bar(ann).waitFor({ state: 'detached' })

  const bob = await browser.page({ ...ZONE, viewport: { width: 390, height: 844 } })
  await signIn(bob, server.url, 'bob@example.org')
  await bob.goto(`${server.url}/posts/p/${waiting}`)
  await bob.getByText('Waits for somebody here to say yes.').waitFor()
  expect(await bob.getByRole('button', { name: 'Approve' }).count()).toBe(0)
  await bob.goto(`${server.url}/posts/list/${day}`)
  await bob.getByRole('checkbox', { name: 'Choose all' }).click()
  await verb(bob, 'Cancel').waitFor()
  expect(await verb(bob, 'Approve').count()).toBe(0)
  await browser.shot(bob, 'web-desk-narrow')

  await ann.getByRole('checkbox', { name: 'Choose all' }).click()
  await verb(ann, 'Approve').click()
  await ann.getByText('2 posts are approved').waitFor()
  await ann.getByRole('checkbox', { name: 'Choose all' }).click()
  await verb(ann, 'Cancel').click()
  await ann.getByRole('button', { name: 'Cancel 2 posts' }).click()
  await ann.getByText('2 posts are cancelled').waitFor()
})

test('a link that was given to a client is taken back', async () => {
  const postId = await schedule(bobCalls, 'For the client', { approval: 'internalThenClient' })
  await annCalls('posts.approve', { postId })
  await ann.goto(`${server.url}/posts/p/${postId}`)
  await ann.getByRole('button', { name: 'Link for the client' }).click()
  const link = await ann.getByRole('textbox', { name: 'Link for the client' }).inputValue()
  await browser.shot(ann, 'web-desk-link')
  const client = await browser.page(ZONE)
  await client.goto(link)
  await client.getByText('For the client').first().waitFor()
  await ann.getByRole('button', { name: 'Take the link back' }).click()
  await ann.getByRole('button', { name: 'Take it back' }).click()
  await ann.getByRole('button', { name: 'Link for the client' }).waitFor()
  await client.reload()
  await client.getByText('This link has been taken back.').waitFor()
})

test('an address outside is told, asked again when it fails, and told no more when it is removed', async () => {
  await ann.getByRole('link', { name: 'Webhooks' }).click()
  await ann.getByText('Nobody is told yet').waitFor()
  await browser.shot(ann, 'web-webhooks-empty')
  await ann.getByRole('button', { name: 'Add a webhook' }).click()
  const url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/parley`
  await ann.getByLabel('Address').fill('ftp://example.org')
  await ann.getByRole('button', { name: 'Add it' }).click()
  await ann.getByText('It must begin with https:// and hold no password.').waitFor()
  await ann.getByLabel('Address').fill(url)
  await browser.shot(ann, 'web-webhooks-add')
  await ann.getByRole('button', { name: 'Add it' }).click()
  const secret = await ann.getByRole('textbox', { name: 'Secret' }).inputValue()
  expect(secret).toMatch(/^whsec_/)
  await ann.getByRole('button', { name: 'It is kept' }).click()

  await schedule(annCalls, 'Tell them')
  const card = ann.getByRole('region', { name: url })
  await card.getByText(/^Answered 503/).waitFor()
  answers = 204
  await card.getByText(/^Answered 204/).waitFor()
  await card.getByRole('button', { name: /What it was told/ }).click()
  await card.getByText('Given a time').waitFor()
  await browser.shot(ann, 'web-webhooks-real')
  const [first] = heard as [(typeof heard)[0]]
  const [, t, mac] = /^t=(\d+),v1=(.*)$/.exec(String(first.headers['parley-signature'])) ?? []
  expect(createHmac('sha256', secret).update(`${t}.${first.body}`).digest('hex')).toBe(mac)

  await card.getByRole('button', { name: `Remove ${url}` }).click()
  await ann.getByRole('button', { name: 'Remove it' }).click()
  await ann.getByText('Nobody is told yet').waitFor()
})

test('what was given up is sent again, one or all of it', async () => {
  const page = await browser.page({ ...ZONE, colorScheme: 'dark', viewport: { width: 1280, height: 860 } })
  await page.goto(demo.at('latency=0', '/posts/webhooks'))
  const card = page.getByRole('region', { name: 'https://hooks.northwind.example/parley' })
  await card.getByText('2 given up').waitFor()
  await card.getByRole('button', { name: /What it was told/ }).click()
  expect(await card.getByRole('tab', { name: 'Given up' }).getAttribute('aria-selected')).toBe('true')
  await browser.shot(page, 'web-webhooks-dark')
  await card.getByRole('button', { name: 'Send #1203 again' }).click()
  await card.getByText('One given up').waitFor()
  await card.getByRole('button', { name: 'Send all again that were given up' }).click()
  await card.getByText('Nothing was given up.').waitFor()
  await page.setViewportSize({ width: 390, height: 844 })
  await card.getByRole('tab', { name: 'All' }).click()
  await card.getByText('3 waiting').waitFor()
  await browser.shot(page, 'web-webhooks-narrow')
})

test('an account shows its face, and its network’s sign where there is none', async () => {
  const page = await browser.page({ ...ZONE, viewport: { width: 1000, height: 700 } })
  await page.goto(demo.at('latency=0', '/posts/accounts'))
  await page.getByText('Northwind Coffee').first().waitFor()
  const faces = page.getByRole('main').locator('img')
  await expect.poll(() => faces.count()).toBe(1)
  expect(await faces.first().evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(0)
  await browser.shot(page, 'web-accounts-faces')
})
