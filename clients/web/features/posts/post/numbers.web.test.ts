/** Somebody looks how posts did, on the demo's Parley: numbers and their course, none where none are told, and no answer at all. */
import type { Page } from 'playwright-core'
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

async function open(post: string, size = { width: 1280, height: 900 }): Promise<Page> {
  const page = await browser.page({ timezoneId: 'Europe/Berlin', locale: 'en-GB', viewport: size })
  await page.goto(demo.at('latency=0', `/posts/p/${post}`))
  return page
}

const numbersOn = (page: Page, target: string) =>
  page.getByRole('region', { name: target, exact: true }).getByRole('region', { name: 'How it does' })

test('a post shows what its networks tell, and how it came about', async () => {
  const page = await open('post-1')
  const onX = numbersOn(page, 'Northwind on X')
  await onX.getByRole('img', { name: /^views so far: / }).waitFor()
  expect(await onX.getByRole('term').allInnerTexts()).toEqual(['Views', 'Likes', 'Comments', 'Shares'])
  await onX.getByText(/^As of .+, asked again /).waitFor()
  for (const size of ['wide', 'narrow'] as const) {
    await page.setViewportSize(size === 'wide' ? { width: 1280, height: 900 } : { width: 390, height: 844 })
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      await onX.scrollIntoViewIfNeeded()
      await browser.shot(page, `web-numbers-${size}-${colorScheme}`)
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  }
})

test('the list says it in a few words', async () => {
  const page = await open('post-1')
  await numbersOn(page, 'Northwind on X').waitFor()
  await page.evaluate(() => {
    location.hash = '#/posts/all'
  })
  const row = page.getByRole('link', { name: /^.*The Ethiopian is back/ })
  await row.getByTitle(/^[\d,]+ views$/).waitFor()
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await browser.shot(page, `web-numbers-list-${colorScheme}`)
  }
})

test('each part of a thread has its own numbers', async () => {
  const page = await open('post-2')
  const onX = numbersOn(page, 'Northwind on X')
  await onX.getByRole('heading', { name: 'Part 3' }).waitFor()
  expect(await onX.getByRole('img').count()).toBe(3)
  await browser.shot(page, 'web-numbers-thread')
})

test('a network that tells nothing is no zero, and what is not out has no numbers', async () => {
  const page = await open('post-3')
  await numbersOn(page, 'Northwind Roasters on LinkedIn')
    .getByText('LinkedIn tells no numbers of this.')
    .waitFor()
  expect(await numbersOn(page, 'Northwind Coffee on Facebook').count()).toBe(0)
  await browser.shot(page, 'web-numbers-none')
})

test('when nobody answers it says so, and asks again', async () => {
  const page = await open('post-3')
  await numbersOn(page, 'Northwind Roasters on LinkedIn').waitFor()
  await page.evaluate(() => {
    const demo = window as unknown as DemoWindow
    demo.answer = demo.parley.api.posts.metrics.query
    demo.parley.api.posts.metrics.query = () => Promise.reject(new Error('no answer'))
    location.hash = '#/posts/p/post-1'
  })
  const onX = numbersOn(page, 'Northwind on X')
  await onX.getByRole('button', { name: 'Try again' }).waitFor()
  await browser.shot(page, 'web-numbers-error')
  await page.evaluate(() => {
    const demo = window as unknown as DemoWindow
    demo.parley.api.posts.metrics.query = demo.answer
  })
  await onX.getByRole('button', { name: 'Try again' }).click()
  await onX.getByText('Views').waitFor()
})

interface DemoWindow {
  answer: () => Promise<unknown>
  readonly parley: {
    readonly api: { readonly posts: { readonly metrics: { query: () => Promise<unknown> } } }
  }
}
