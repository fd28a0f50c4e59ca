/** The promises of the list, on the demo's Parley: few nodes, no jumps, the end followed only from the end. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startBrowser, type TestBrowser } from '../../testing/browser.ts'
import { type DemoServer, startDemo } from '../../testing/demo-server.ts'
import { say } from '../../testing/people.ts'

let demo: DemoServer
let browser: TestBrowser

beforeAll(async () => {
  demo = await startDemo()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
})
afterEach(() => expect(browser.thrown).toEqual([]))

async function openLog(query: string): Promise<Page> {
  const page = await browser.page()
  await page.goto(demo.at(query, '/c/long'))
  await page.locator('article').first().waitFor()
  await settled(page)
  return page
}

/** Waits until the list has stood still for ten frames. */
function settled(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const sight = () =>
      [...document.querySelectorAll('article')].map((row) => row.getBoundingClientRect().top).join()
    for (let still = 0, before = ''; still < 10; ) {
      await new Promise((next) => requestAnimationFrame(next))
      const now = sight()
      still = now === before && !document.querySelector('[data-loading-older]') ? still + 1 : 0
      before = now
    }
  })
}

function scroll(page: Page, byPx: number): Promise<void> {
  return page.evaluate((px) => document.querySelector('[data-scroller]')?.scrollBy(0, px), byPx)
}

/** Scrolls to `topPx` and resolves once an older page is asked for; observed, because it may be there in no time. */
function scrollUntilLoading(page: Page, topPx: number): Promise<void> {
  return page.evaluate(
    (px) =>
      new Promise<void>((resolve) => {
        const look = () => {
          if (!document.querySelector('[data-loading-older]')) return
          observer.disconnect()
          resolve()
        }
        const observer = new MutationObserver(look)
        observer.observe(document.body, { subtree: true, childList: true })
        document.querySelector('[data-scroller]')?.scrollTo(0, px)
        look()
      }),
    topPx,
  )
}

function hear(page: Page, text: string): Promise<void> {
  return page.evaluate((words) => {
    const { parley } = window as unknown as {
      parley: { hear(room: string, author: string, text: string): void }
    }
    parley.hear('long', 'p-1', words)
  }, text)
}

/** Where the words of the first message that is wholly in sight stand, and which message it is. */
function firstInSight(page: Page) {
  return page.evaluate(() => {
    const top = document.querySelector('[data-scroller]')?.getBoundingClientRect().top ?? 0
    const row = [...document.querySelectorAll('article')].find(
      (one) => one.getBoundingClientRect().top >= top,
    )
    const id = row?.getAttribute('data-message') ?? ''
    return { id, topPx: row?.querySelector('.message-text')?.getBoundingClientRect().top ?? 0 }
  })
}

function topOf(page: Page, id: string): Promise<number | null> {
  return page.evaluate(
    (name) =>
      document.querySelector(`[data-message="${name}"] .message-text`)?.getBoundingClientRect().top ?? null,
    id,
  )
}

test('100,000 messages are as many nodes as fit on the screen, wherever one scrolls', async () => {
  const page = await openLog('long=100000&page=100000&latency=0')
  for (const byPx of [0, -2_000, -1_000_000, -3_000_000, 500_000]) {
    await scroll(page, byPx)
    await settled(page)
    expect(await page.locator('article').count()).toBeLessThan(60)
    expect(await page.locator('article').count()).toBeGreaterThan(8)
  }
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(2_000)
})

test('older pages arrive above what one reads without moving it', async () => {
  const page = await openLog('long=3000&page=100&latency=300')
  for (const topPx of [700, 700, 0, 0]) {
    const before = await page.evaluate(() => document.querySelector('[data-scroller]')?.scrollHeight ?? 0)
    await scrollUntilLoading(page, topPx)
    const seen = await firstInSight(page)
    await settled(page)
    expect(
      await page.evaluate(() => document.querySelector('[data-scroller]')?.scrollHeight ?? 0),
    ).toBeGreaterThan(before)
    expect(Math.abs(((await topOf(page, seen.id)) ?? Number.NaN) - seen.topPx)).toBeLessThanOrEqual(1)
  }
})

test('the end is followed from the end, and left alone from elsewhere', async () => {
  const page = await openLog('long=500&page=100')
  await hear(page, 'seen at once')
  await page.getByText('seen at once', { exact: true }).first().waitFor()
  await expect.poll(() => page.getByRole('button', { name: /Jump to latest|new message/ }).count()).toBe(0)

  await scroll(page, -1_500)
  await settled(page)
  const seen = await firstInSight(page)
  await hear(page, 'one below')
  await hear(page, 'two below')
  await page.getByRole('button', { name: '2 new messages' }).waitFor()
  expect(await topOf(page, seen.id)).toBe(seen.topPx)

  await page.getByRole('button', { name: '2 new messages' }).click()
  await page.locator('article', { hasText: 'two below' }).waitFor()
  await scroll(page, -1_500)
  await settled(page)
  await say(page, 'my own words are always seen')
  await page.locator('article', { hasText: 'my own words are always seen' }).waitFor()
})

test('a link to a message far back leads there', async () => {
  const page = await browser.page()
  await page.goto(demo.at('long=2000&page=100&latency=10', '/c/long/702'))
  await page.locator('article', { hasText: /^.*#701 / }).waitFor()
})
