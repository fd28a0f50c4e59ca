/** The promises of the calendar, on the demo's Parley: few nodes however many posts, and cards that go where they are put. */
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startBrowser, type TestBrowser } from '../../../testing/browser.ts'
import { type DemoServer, startDemo } from '../../../testing/demo-server.ts'

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

async function open(query: string, path = '/posts'): Promise<Page> {
  // tall enough for six weeks: a mouse reaches only what is on the screen
  const viewport = { width: 1280, height: 1100 }
  const page = await browser.page({ timezoneId: 'Europe/Berlin', locale: 'en-GB', viewport })
  await page.goto(demo.at(query, path))
  return page
}

const day = (page: Page, date: string) => page.locator(`[data-day="${date}"]`)
const dayOf = (card: Locator) => card.locator('xpath=ancestor::*[@data-day]').getAttribute('data-day')

/** Takes the card by its middle and lets it go over the middle of `to`. */
async function dragTo(page: Page, card: Locator, to: Locator): Promise<void> {
  const [from, goal] = [await card.boundingBox(), await to.boundingBox()]
  if (!from || !goal) throw new Error('both ends of a drag must be on the screen')
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2)
  await page.mouse.down()
  await page.mouse.move(from.x + from.width / 2 + 9, from.y + from.height / 2 + 9, { steps: 3 })
  await page.mouse.move(goal.x + goal.width / 2, goal.y + goal.height / 2, { steps: 8 })
  await page.mouse.up()
}

test('100,000 posts in a month are as many nodes as fit on the screen', async () => {
  const page = await open('crowd=100000&latency=0')
  await page
    .getByText(/^\+3,3\d\d more$/)
    .first()
    .waitFor()
  expect(await page.locator('[data-card]').count()).toBeLessThanOrEqual(42 * 4)
  expect(await page.evaluate(() => document.querySelectorAll('*').length)).toBeLessThan(4_000)
})

test('a move sets transforms and nothing else', async () => {
  const page = await open('crowd=100000&latency=0')
  const card = page.locator('[data-card]').first()
  await card.waitFor()
  const box = await card.boundingBox()
  if (!box) throw new Error('the card is on the screen')
  await page.mouse.move(box.x + 20, box.y + 8)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + 40, { steps: 4 })
  await page.locator('.drag-ghost').waitFor()
  await page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { seen })
    new MutationObserver((changes) => {
      for (const { type, attributeName, target } of changes) {
        const element = target as HTMLElement
        seen.push(
          type === 'attributes' && attributeName === 'style' ? element.className : `${type} ${attributeName}`,
        )
      }
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true })
  })
  await page.mouse.move(box.x + 500, box.y + 300, { steps: 40 })
  const seen = await page.evaluate(() => (window as unknown as { seen: string[] }).seen)
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.filter((what) => !/drag-ghost|pointer-events-none/.test(what))).toEqual([])
  await page.keyboard.press('Escape')
  await expect.poll(() => page.locator('.drag-ghost').count()).toBe(0)
  await page.mouse.up()
})

test('a card that is dragged to another day is there at once, and can be taken back', async () => {
  const page = await open('latency=300')
  const card = page.locator('[data-card]', { hasText: 'What is in the box?' })
  await card.waitFor()
  const before = (await dayOf(card)) as string
  const days = await page
    .locator('[data-day]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-day')))
  const at = days.indexOf(before)
  const next = days[at % 7 === 6 ? at - 1 : at + 1] as string
  await dragTo(page, card, day(page, next))
  await expect.poll(() => dayOf(card)).toBe(next)
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => dayOf(card)).toBe(before)
})

test('a card goes back with the reason when its post may not be moved there', async () => {
  const page = await open('latency=300')
  const card = page.locator('[data-card]', { hasText: 'What is in the box?' })
  await card.waitFor()
  const before = (await dayOf(card)) as string
  await dragTo(page, card, page.locator('[data-day]').first())
  await page.getByText('Put back: That time has passed.').waitFor()
  await expect.poll(() => dayOf(card)).toBe(before)
})

test('keys move a card as well: Space takes it, arrows carry it, Enter drops it', async () => {
  const page = await open('latency=0')
  const card = page.locator('[data-card]', { hasText: 'What is in the box?' })
  await card.waitFor()
  const before = (await dayOf(card)) as string
  await card.focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowRight')
  await page.getByRole('status').filter({ hasText: /^To / }).waitFor()
  await page.keyboard.press('Enter')
  const next = new Date(Date.parse(`${before}T00:00Z`) + 86_400_000).toISOString().slice(0, 10)
  await expect.poll(() => dayOf(card)).toBe(next)
})

test('other clocks show other times, and say whose they are', async () => {
  const page = await open('latency=0')
  const card = page.locator('[data-card]', { hasText: 'Good morning, New York' })
  await card.waitFor()
  expect(await card.innerText()).toMatch(/^(14|15):00/)
  expect(await card.getAttribute('aria-label')).toContain('09:00 in New York')
  await page.getByRole('button', { name: /^Show times as in/ }).click()
  await page.getByRole('combobox', { name: 'Search time zones' }).fill('new york')
  await page.keyboard.press('Enter')
  await expect.poll(() => card.innerText()).toMatch(/^09:00/)
})

test.each([
  ['wide', { width: 1280, height: 860 }],
  ['narrow', { width: 390, height: 844 }],
] as const)('every screen of posts, %s, light and dark', async (size, viewport) => {
  const page = await open('latency=0')
  await page.setViewportSize(viewport)
  // colours that are still on their way would be in the pictures
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const screens = {
    month: '/posts/month',
    week: '/posts/week',
    list: '/posts/list',
    all: '/posts/all',
    drafts: '/posts/all/drafts',
    queues: '/posts/queues',
    accounts: '/posts/accounts',
    import: '/posts/import',
    published: '/posts/p/post-1',
    unknown: '/posts/p/post-4',
    review: '/posts/p/post-16',
    series: '/posts/p/post-5',
    composer: '/posts/p/post-5/edit',
    client: '/review/post-16',
  }
  for (const [name, path] of Object.entries(screens)) {
    await page.goto(demo.at('latency=0', path))
    await page.reload()
    await page.waitForLoadState('networkidle')
    const [inner, outer] = await page.evaluate(() => [document.body.scrollWidth, innerWidth])
    expect(inner, name).toBeLessThanOrEqual(outer as number)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await page.waitForFunction(() =>
        document.getAnimations().every(({ playState }) => playState !== 'running'),
      )
      await browser.shot(page, `web-posts-${name}-${size}-${colorScheme}`)
    }
  }
})
