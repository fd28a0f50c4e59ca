/** Somebody plans a post in the browser, moves it on the calendar, thinks better of it, and lets another one go out. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LoneServer, loneServer } from '../../../../bench/run/lone-server.ts'
import { startBrowser, type TestBrowser } from '../../testing/browser.ts'
import { buildWeb } from '../../testing/build.ts'
import { messages, signIn, signUp } from '../../testing/people.ts'
import { makeChannel } from '../../testing/posts.ts'
import { shiftDate, shiftMonth } from './calendar/dates.ts'

let server: LoneServer
let browser: TestBrowser

beforeAll(async () => {
  await buildWeb()
  server = await loneServer()
  await server.start()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.remove()
})

const ZONE = { timezoneId: 'Europe/Berlin', locale: 'en-GB' }

/** Fills the composer that is open, and chooses the conversation. */
async function write(page: Page, text: string, conversation: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Text' }).fill(text)
  await page.getByRole('button', { name: 'Conversation' }).click()
  await page.getByRole('checkbox', { name: conversation }).check()
  await page.keyboard.press('Escape')
}

const post = (page: Page) => page.getByRole('region', { name: 'Post', exact: true })
const card = (page: Page, text: string) => page.locator('[data-card]', { hasText: text })

test('a post is planned, seen in the month, moved to another day and cancelled', async () => {
  const ann = await browser.page({ ...ZONE, viewport: { width: 1280, height: 860 } })
  await signUp(ann, server.url, 'Ann Lee', 'ann@example.org')
  await makeChannel(ann, 'launch')
  await ann.getByRole('link', { name: 'Posts', exact: true }).click()
  await ann.getByRole('region', { name: 'Calendar' }).waitFor()

  const today = new Date().toISOString().slice(0, 10)
  const first = `${shiftMonth(today, 1).slice(0, 7)}-10`
  const other = shiftDate(first, 1)
  await ann.goto(`${server.url}/posts/new/${first}T09:30`)
  await write(ann, 'Doors open at ten', 'launch')
  await browser.shot(ann, 'web-posts-real-composer')
  await ann.getByRole('button', { name: 'Schedule' }).click()
  await post(ann).getByText('Scheduled', { exact: true }).first().waitFor()

  await ann.goto(`${server.url}/posts/month/${first}`)
  const there = (date: string) => ann.locator(`[data-day="${date}"]`).getByText('Doors open at ten').count()
  await expect.poll(() => there(first)).toBe(1)
  await card(ann, 'Doors open at ten').focus()
  await ann.keyboard.press('Space')
  await ann.keyboard.press('ArrowRight')
  await ann.keyboard.press('Enter')
  await ann.getByText(/^Moved to /).waitFor()
  await ann.reload()
  await expect.poll(() => there(other)).toBe(1)
  await browser.shot(ann, 'web-posts-real-month')

  await card(ann, 'Doors open at ten').click()
  await ann.getByRole('button', { name: 'Cancel' }).click()
  await ann.getByRole('button', { name: 'Cancel the post' }).click()
  await post(ann).getByText('Cancelled', { exact: true }).first().waitFor()
  expect(browser.thrown).toEqual([])
})

test('a post to a conversation goes out before the eyes of whoever looks at it', async () => {
  const bob = await browser.page(ZONE)
  await signUp(bob, server.url, 'Bob Ross', 'bob@example.org')
  await makeChannel(bob, 'news')
  await bob.goto(`${server.url}/posts/new`)
  await write(bob, 'It is out', 'news')
  // the minute that is just over is a time of now
  const now = await bob.evaluate(() => {
    const local = new Date(Date.now() - new Date().getTimezoneOffset() * 60_000)
    return local.toISOString().slice(0, 16)
  })
  await bob.getByLabel('Date and time').fill(now)
  await bob.getByRole('button', { name: 'Schedule' }).click()
  await post(bob).getByText('Published', { exact: true }).first().waitFor()
  await browser.shot(bob, 'web-posts-real-published')
  await bob.getByRole('link', { name: 'Open', exact: true }).click()
  await messages(bob, 'It is out').waitFor()
  expect(browser.thrown).toEqual([])
})

test('a client says yes by a link, without an account', async () => {
  const cleo = await browser.page(ZONE)
  await signUp(cleo, server.url, 'Cleo Park', 'cleo@example.org')
  await makeChannel(cleo, 'client')
  await cleo.goto(`${server.url}/posts/new/${shiftMonth(new Date().toISOString().slice(0, 10), 1)}`)
  await write(cleo, 'Please look at this', 'client')
  await cleo.getByRole('radio', { name: /Us, then the client/ }).check({ force: true })
  await cleo.getByRole('button', { name: 'Hand in for approval' }).click()
  await post(cleo).getByText('Waits for somebody here to say yes.').waitFor()

  // whoever opened the house first is its owner, and may say yes
  const ann = await browser.page(ZONE)
  await signIn(ann, server.url, 'ann@example.org')
  await ann.goto(cleo.url())
  await ann.getByRole('button', { name: 'Approve', exact: true }).click()
  await cleo.getByRole('button', { name: 'Link for the client' }).click()
  const link = await cleo.getByRole('textbox', { name: 'Link for the client' }).inputValue()

  const client = await browser.page({ viewport: { width: 390, height: 844 } })
  await client.goto(link)
  await client.getByText('Please look at this').first().waitFor()
  await browser.shot(client, 'web-posts-real-client')
  await client.getByRole('button', { name: 'Yes, publish it' }).click()
  await client.getByText(/Who are you/).waitFor()
  await client.getByLabel('Your name').fill('Clara')
  await client.getByRole('button', { name: 'Yes, publish it' }).click()
  await client.getByText('Nothing is left to decide here. Thank you.').waitFor()

  await cleo.reload()
  await cleo.getByText('Everybody has said yes.').waitFor()
  await post(cleo).getByText('Scheduled', { exact: true }).first().waitFor()
  expect(browser.thrown).toEqual([])
})

test('a table is looked at before posts are made of it, and one switch stops them all', async () => {
  const ann = await browser.page(ZONE)
  await signIn(ann, server.url, 'ann@example.org')
  await ann.goto(`${server.url}/posts/import`)
  const csv =
    'text,date,time,accounts,tags,media\n"An idea, for later",,,,idea,\nNo such day,2027-02-30,09:00,,,\n'
  const file = { name: 'plan.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }
  await ann.getByLabel('CSV file').setInputFiles(file)
  await ann.getByText('“2027-02-30 09:00” is no date and time.').waitFor()
  await ann.getByText('1 with problems are left out.').waitFor()
  await browser.shot(ann, 'web-posts-real-import')
  await ann.getByRole('button', { name: 'Make one post' }).click()
  await ann.getByText('One post is made.').waitFor()
  await ann.getByRole('link', { name: 'All posts' }).click()
  await ann.getByText('An idea, for later').waitFor()

  await ann.getByRole('switch', { name: 'Stop everything' }).click()
  await ann.getByRole('dialog').getByRole('button', { name: 'Stop everything' }).click()
  await ann.getByText('Everything is stopped.').waitFor()
  await ann.reload()
  await ann.getByText('Everything is stopped.').waitFor()
  await ann.getByRole('button', { name: 'Let them go out' }).click()
  await ann.getByText('Everything is stopped.').waitFor({ state: 'detached' })
  expect(browser.thrown).toEqual([])
})
