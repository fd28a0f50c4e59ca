/** Somebody lets a post come every week, sees it in the calendar, leaves one week out, and ends it. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LoneServer, loneServer } from '../../../../bench/run/lone-server.ts'
import { startBrowser, type TestBrowser } from '../../testing/browser.ts'
import { buildWeb } from '../../testing/build.ts'
import { signUp } from '../../testing/people.ts'
import { makeChannel } from '../../testing/posts.ts'
import { shiftDate } from './calendar/dates.ts'

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
const TEXT = 'The market is open'

const series = (page: Page) => page.getByRole('region', { name: 'Series' })

test('a post comes every week, but for one, until its series ends', async () => {
  const ann = await browser.page({ ...ZONE, viewport: { width: 1280, height: 1000 } })
  await signUp(ann, server.url, 'Ann Lee', 'ann@example.org')
  await makeChannel(ann, 'market')
  const first = shiftDate(new Date().toISOString().slice(0, 10), 2)
  const weeks = [1, 2, 3].map((count) => shiftDate(first, 7 * count)) as [string, string, string]
  await ann.goto(`${server.url}/posts/new/${first}T09:30`)
  await ann.getByRole('textbox', { name: 'Text' }).fill(TEXT)
  await ann.getByRole('button', { name: 'Conversation' }).click()
  await ann.getByRole('checkbox', { name: 'market' }).check()
  await ann.keyboard.press('Escape')

  await ann.getByRole('combobox', { name: 'Repeats' }).selectOption('weekly')
  const next = ann.getByText('Then it goes out').locator('..').getByRole('listitem')
  await expect.poll(() => next.count()).toBe(5)
  await ann.getByRole('combobox', { name: 'Ends' }).selectOption('count')
  await ann.getByLabel('How many times more').fill('4')
  await expect.poll(() => next.count()).toBe(4)
  await next
    .nth(1)
    .getByRole('button', { name: /^Not on/ })
    .click()
  await ann.getByText(/^not on/).waitFor()
  await ann.getByText('Then it goes out').scrollIntoViewIfNeeded()
  await browser.shot(ann, 'web-series-composer')
  await ann.emulateMedia({ colorScheme: 'dark' })
  await ann.setViewportSize({ width: 390, height: 844 })
  await ann.getByText('Then it goes out').scrollIntoViewIfNeeded()
  await browser.shot(ann, 'web-series-composer-narrow-dark')
  await ann.emulateMedia({ colorScheme: 'light' })
  await ann.setViewportSize({ width: 1280, height: 1000 })
  await ann.getByRole('button', { name: 'Schedule' }).click()

  await series(ann)
    .getByText(/^Part of a series: every week on/)
    .waitFor()
  const times = series(ann).getByRole('listitem')
  await expect.poll(() => times.count()).toBe(3)
  const source = ann.url()
  await browser.shot(ann, 'web-series-post')

  const chip = (date: string) => ann.locator(`[data-day="${date}"] [data-card]`, { hasText: TEXT })
  const onDay = async (date: string) => {
    await ann.goto(`${server.url}/posts/month/${date}`)
    await ann.locator(`[data-day="${date}"]`).first().waitFor()
    return () => chip(date).count()
  }
  await expect.poll(await onDay(weeks[0])).toBe(1)
  expect(await chip(weeks[0]).getAttribute('aria-label')).toContain('comes again')
  await browser.shot(ann, 'web-series-month')
  await expect.poll(await onDay(weeks[2])).toBe(1)
  // that week is left out
  await expect.poll(await onDay(weeks[1])).toBe(0)

  await ann.goto(`${server.url}/posts/month/${weeks[0]}`)
  await chip(weeks[0]).click()
  await series(ann).getByRole('button', { name: /^Skip/ }).first().click()
  await ann.getByText(/^It does not come on/).waitFor()
  await ann
    .getByRole('region', { name: 'Post', exact: true })
    .getByText('Cancelled', { exact: true })
    .first()
    .waitFor()
  await expect.poll(() => times.count()).toBe(2)
  await ann.setViewportSize({ width: 390, height: 844 })
  await ann.emulateMedia({ colorScheme: 'dark' })
  await browser.shot(ann, 'web-series-copy-narrow-dark')
  await ann.emulateMedia({ colorScheme: 'light' })
  await ann.setViewportSize({ width: 1280, height: 1000 })

  await ann.goto(source)
  await series(ann).getByRole('button', { name: 'End series' }).click()
  await browser.shot(ann, 'web-series-end')
  await ann.getByRole('button', { name: 'End the series' }).click()
  await series(ann)
    .getByText(/^It was ended/)
    .waitFor()
  await expect.poll(() => times.count()).toBe(0)
  await browser.shot(ann, 'web-series-ended')
  await ann.goto(`${server.url}/posts/month/${weeks[2]}`)
  await expect.poll(() => chip(weeks[2]).getAttribute('aria-label')).toContain('Cancelled')
  expect(browser.thrown).toEqual([])
})
