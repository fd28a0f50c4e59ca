/** A suggestion is written before somebody's eyes, and stands in the post only once they say so. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type LoneServer, loneServer } from '../../../../../bench/run/lone-server.ts'
import { ANTHROPIC_KEY, ANTHROPIC_VOICE } from '../../../../../engine/outside/captions/anthropic/fake.ts'
import {
  CAPTION,
  type FakeCaptions,
  startFakeCaptions,
} from '../../../../../engine/outside/captions/fake-server.ts'
import { startBrowser, type TestBrowser } from '../../../testing/browser.ts'
import { buildWeb } from '../../../testing/build.ts'
import { type DemoServer, startDemo } from '../../../testing/demo-server.ts'
import { signUp } from '../../../testing/people.ts'

let fake: FakeCaptions
let server: LoneServer
let demo: DemoServer
let browser: TestBrowser
let ann: Page

const ZONE = { timezoneId: 'Europe/Berlin', locale: 'en-GB' }

beforeAll(async () => {
  await buildWeb()
  fake = await startFakeCaptions(ANTHROPIC_VOICE)
  server = await loneServer({
    CAPTIONS_FROM: 'anthropic',
    CAPTIONS_API_KEY: ANTHROPIC_KEY,
    CAPTIONS_MODEL: 'of-the-test',
    CAPTIONS_API_URL: fake.url,
  })
  ;[demo, browser] = await Promise.all([startDemo(), startBrowser(), server.start()])
  ann = await browser.page({ ...ZONE, viewport: { width: 1280, height: 860 } })
  await signUp(ann, server.url, 'Ann Lee', 'ann@example.org')
})
beforeEach(() => void Object.assign(fake, { mood: 'good', holds: false }))
afterEach(() => expect(browser.thrown).toEqual([]))
afterAll(async () => {
  await browser?.close()
  await Promise.all([server?.remove(), demo?.close(), fake?.stop()])
})

const words = (page: Page) => page.getByRole('textbox', { name: 'Text' })
const dialog = (page: Page) => page.getByRole('dialog', { name: 'Suggest a caption' })
const shown = (page: Page) => dialog(page).getByRole('region', { name: 'Suggestion' })

/** In a new post that says `text`. */
async function askFor(page: Page, text: string): Promise<void> {
  await page.goto(`${server.url}/posts/new`)
  await words(page).fill(text)
  await page.getByRole('button', { name: 'Suggest a caption' }).click()
  await dialog(page).getByRole('button', { name: 'Write a suggestion' }).click()
}

test('words stream in, and the post says them once somebody wants it to', async () => {
  fake.holds = true
  await askFor(ann, 'five films for the autumn')
  await shown(ann)
    .getByText(CAPTION[0] as string)
    .first()
    .waitFor()
  await browser.shot(ann, 'web-captions-writing')
  expect(await dialog(ann).getByRole('button', { name: 'Replace my text' }).count()).toBe(0)
  fake.holds = false
  fake.release()
  await dialog(ann).getByRole('button', { name: 'Replace my text' }).waitFor()
  expect(await words(ann).inputValue()).toBe('five films for the autumn')
  await browser.shot(ann, 'web-captions-whole')

  await dialog(ann).getByRole('button', { name: 'Replace my text' }).click()
  await expect.poll(() => words(ann).inputValue()).toBe(CAPTION.join(''))
  expect(await dialog(ann).count()).toBe(0)
})

test('it may stand below what was written, and is asked for in a tone and a language', async () => {
  await ann.goto(`${server.url}/posts/new`)
  await words(ann).fill('Hear, hear')
  await ann.getByRole('button', { name: 'Suggest a caption' }).click()
  await dialog(ann).getByLabel('Tone').selectOption('Playful')
  await dialog(ann).getByLabel('Language').selectOption('de')
  await dialog(ann).getByRole('button', { name: 'Write a suggestion' }).click()
  await dialog(ann).getByRole('button', { name: 'Add below my text' }).click()
  await expect.poll(() => words(ann).inputValue()).toBe(`Hear, hear\n\n${CAPTION.join('')}`)
  expect(fake.prompts.at(-1)).toMatch(/language de, .* tone: playful/)
})

test('who stops it ends it at the vendor too, and gets nothing to insert', async () => {
  fake.holds = true
  await askFor(ann, 'five films')
  await shown(ann)
    .getByText(CAPTION[0] as string)
    .first()
    .waitFor()
  await dialog(ann).getByRole('button', { name: 'Stop' }).click()
  await shown(ann).getByText('Stopped, so this is not whole.').waitFor()
  expect(
    await dialog(ann)
      .getByRole('button', { name: /my text/ })
      .count(),
  ).toBe(0)
  await expect.poll(() => fake.open()).toBe(0)
})

test('what broke off and who is too busy are told in words', async () => {
  fake.mood = 'errs'
  await askFor(ann, 'five films')
  await dialog(ann)
    .getByRole('alert')
    .getByText(/^It broke off/)
    .waitFor()
  await browser.shot(ann, 'web-captions-broken')
  fake.mood = 'throttles'
  await dialog(ann).getByRole('button', { name: 'Write another' }).click()
  await dialog(ann)
    .getByRole('alert')
    .getByText(/^Anthropic is very busy\. Try again in \d+ s\.$/)
    .waitFor()
  expect(
    await dialog(ann)
      .getByRole('button', { name: /my text/ })
      .count(),
  ).toBe(0)
})

test('where nobody writes, nothing of it is shown', async () => {
  const bo = await browser.page(ZONE)
  await bo.goto(demo.at('captions=off&latency=0', '/posts/new'))
  await words(bo).waitFor()
  expect(await bo.getByRole('button', { name: 'Suggest a caption' }).count()).toBe(0)
})

test('it fits a telephone, in the dark too', async () => {
  const bo = await browser.page({ ...ZONE, viewport: { width: 390, height: 760 }, colorScheme: 'dark' })
  await bo.goto(demo.at('captions=on&latency=0', '/posts/new'))
  await bo.getByRole('button', { name: 'Suggest a caption' }).click()
  await dialog(bo).getByLabel('What is it about?').fill('films in autumn')
  await bo.keyboard.press('Tab')
  await dialog(bo).getByRole('button', { name: 'Write a suggestion' }).click()
  await dialog(bo).getByRole('button', { name: 'Use it' }).waitFor()
  await browser.shot(bo, 'web-captions-phone')
  const isTooWide = await bo.evaluate(() => document.documentElement.scrollWidth > innerWidth)
  expect(isTooWide).toBe(false)
  await bo.keyboard.press('Escape')
  expect(await dialog(bo).count()).toBe(0)
})
