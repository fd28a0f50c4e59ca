/** Somebody gives an account its times, fills one of them, and keeps a post to begin others with; then all of it once more on a phone. */
import type { Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type LoneServer, loneServer } from '../../../../../bench/run/lone-server.ts'
import { type Fake, startFake } from '../../../../../engine/outside/platforms/fake-server.ts'
import { makeFakeX } from '../../../../../engine/outside/platforms/x/fake.ts'
import { startBrowser, type TestBrowser } from '../../../testing/browser.ts'
import { buildWeb } from '../../../testing/build.ts'
import { type DemoServer, startDemo } from '../../../testing/demo-server.ts'
import { signUp } from '../../../testing/people.ts'

let fakeX: Fake
let server: LoneServer
let demo: DemoServer
let browser: TestBrowser

beforeAll(async () => {
  await buildWeb()
  fakeX = await startFake(makeFakeX(() => Date.now()))
  server = await loneServer({ X_CLIENT_ID: 'parley', X_CLIENT_SECRET: 'secret', X_API_URL: fakeX.url })
  await server.start()
  demo = await startDemo()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
  await server?.remove()
  await fakeX?.stop()
})
afterEach(() => expect(browser.thrown).toEqual([]))

const ZONE = { timezoneId: 'Europe/Berlin', locale: 'en-GB' }
const WIDE = { ...ZONE, viewport: { width: 1280, height: 860 } }
const NARROW = { ...ZONE, viewport: { width: 390, height: 844 } }

/** The times of one weekday. */
const day = (page: Page, name: string) => page.getByRole('listitem', { name, exact: true })
const goTo = (page: Page, name: string) => page.getByRole('link', { name, exact: true }).click()
/** An account in the composer; the filters beside it name it too. */
const place = (page: Page, name: string) =>
  page.getByRole('region', { name: 'New post' }).getByRole('checkbox', { name })
const text = (page: Page) => page.getByRole('textbox', { name: 'Text', exact: true })

test('times of the week are kept, one is filled, and a template begins the next post', async () => {
  const ann = await browser.page(WIDE)
  await signUp(ann, server.url, 'Ann Lee', 'ann@example.org')
  await goTo(ann, 'Posts')
  await goTo(ann, 'Queues')
  await ann.getByText('No accounts yet').waitFor()
  await goTo(ann, 'Connect an account')
  await ann.getByRole('button', { name: 'Connect X', exact: true }).click()
  await ann.getByText(/ is connected\.$/).waitFor()

  await goTo(ann, 'Queues')
  await ann.getByRole('button', { name: 'Add times to ann of X on X' }).click()
  await ann.getByLabel('Time', { exact: true }).fill('08:15')
  await ann.getByRole('button', { name: 'Add 5 times' }).click()
  await ann.getByText('X · 5 times a week').waitFor()
  for (const name of ['Monday', 'Friday']) await day(ann, name).getByText('08:15').waitFor()
  expect(await day(ann, 'Sunday').getByText('08:15').count()).toBe(0)

  await day(ann, 'Monday').getByRole('button', { name: 'What to do with 08:15' }).click()
  await ann.getByRole('menuitem', { name: 'Pause' }).click()
  await day(ann, 'Monday').getByText('Paused').waitFor()
  await ann.getByText('X · 4 times a week, 1 paused').waitFor()

  const nextFree = ann.getByRole('link', { name: /^Next free: / })
  const first = await nextFree.innerText()
  await nextFree.click()
  await text(ann).fill('Written for a slot')
  expect(await place(ann, 'ann of X on X').isChecked()).toBe(true)
  await ann.getByRole('button', { name: 'Save as template' }).click()
  await ann.getByLabel('Name', { exact: true }).fill('For a slot')
  await ann.getByRole('button', { name: 'Save', exact: true }).click()
  await ann.getByText('Kept as “For a slot”').waitFor()
  await ann.getByRole('button', { name: 'Schedule' }).click()
  await ann.getByRole('region', { name: 'Post', exact: true }).waitFor()

  await goTo(ann, 'Queues')
  await ann.getByRole('link', { name: /Written for a slot/ }).waitFor()
  expect(await nextFree.innerText()).not.toBe(first)
  await browser.shot(ann, 'web-queues-real')

  await ann.goto(`${server.url}/posts/new`)
  await ann.getByRole('button', { name: 'Start from a template' }).click()
  await ann.getByRole('button', { name: /^For a slot/ }).click()
  await expect.poll(() => text(ann).inputValue()).toBe('Written for a slot')
  await ann.getByRole('button', { name: 'Next free slot' }).click()
  await ann.getByText(/, 08:15 is the next free slot of ann of X on X$/).waitFor()
  await ann.getByRole('button', { name: 'No time yet' }).click()
  await ann.getByRole('button', { name: 'Save draft' }).click()
  await ann.getByText('No time yet', { exact: true }).waitFor()

  await goTo(ann, 'Drafts')
  const draft = ann.getByRole('link', { name: /No time yet.*Written for a slot/ })
  await draft.click()
  await ann.getByRole('button', { name: 'Choose a time' }).click()
  const dialog = ann.getByRole('dialog', { name: 'When it goes out' })
  await dialog.getByRole('button', { name: 'Next free slot' }).click()
  await expect.poll(() => dialog.getByLabel('Date and time').inputValue()).toMatch(/T08:15$/)
  await ann.getByRole('button', { name: 'Take this time' }).click()
  await ann.getByText('Scheduled', { exact: true }).first().waitFor()
  await goTo(ann, 'Drafts')
  await ann.getByText('No drafts').waitFor()
})

test('a template is renamed and removed in its list, and what was written before it can be had back', async () => {
  const page = await browser.page(WIDE)
  await page.goto(demo.at('latency=0', '/posts/new'))
  await text(page).fill('Half a thought')
  const open = () => page.getByRole('button', { name: 'Start from a template' }).click()
  await open()
  await page.getByRole('button', { name: /^Cupping/ }).click()
  // it goes away by itself
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect.poll(() => text(page).inputValue()).toBe('Half a thought')
  await open()
  await page.getByRole('button', { name: /^Cupping/ }).click()
  await expect.poll(() => text(page).inputValue()).toContain('Eight seats')
  expect(await page.getByRole('radio', { name: /One of us/ }).isChecked()).toBe(true)

  await open()
  await page.getByRole('button', { name: 'What to do with Cupping' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByLabel('New name').fill('Sold out')
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByText('There is a template of that name.').waitFor()
  await page.getByLabel('New name').fill('Spoons')
  await page.getByRole('button', { name: 'Rename' }).click()
  await page.getByRole('button', { name: 'What to do with Spoons' }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await page.getByRole('button', { name: 'Remove', exact: true }).click()
  await page.getByRole('button', { name: /^Spoons/ }).waitFor({ state: 'detached' })
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Save as template' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Sold out')
  await page.getByRole('button', { name: 'Write over it' }).click()
  await page.getByText('Kept as “Sold out”').waitFor()
})

test('where several accounts have a free slot, it is asked whose', async () => {
  const page = await browser.page(WIDE)
  await page.goto(demo.at('latency=0', '/posts/new'))
  for (const name of ['Northwind on X', 'Northwind on Instagram'])
    await place(page, name).check({ force: true })
  await page.getByRole('button', { name: 'Next free slot' }).click()
  const choices = page.getByRole('dialog', { name: 'Next free slots' })
  await choices.waitFor()
  await browser.shot(page, 'web-queues-choices')
  await choices.getByRole('button', { name: /Northwind on Instagram/ }).click()
  await page.getByText(/18:30 is the next free slot of Northwind on Instagram$/).waitFor()
  expect(await page.getByLabel('Date and time').inputValue()).toMatch(/T18:30$/)
})

test.each([
  ['wide', WIDE],
  ['narrow', NARROW],
] as const)('queues and templates, %s, light and dark', async (size, options) => {
  const page = await browser.page(options)
  const steps: Readonly<Record<string, () => Promise<unknown>>> = {
    'queues-none': () => page.goto(demo.at('latency=0&empty', '/posts/queues')),
    'queues-failed': async () => {
      await page.goto(demo.at('latency=1', '/posts'))
      await page.evaluate(() => {
        const { parley } = window as unknown as { parley: { api: { slots: { list: { query: unknown } } } } }
        parley.api.slots.list.query = () => Promise.reject({ reason: 'NO_PERMISSION' })
        location.hash = '/posts/queues'
      })
      await page.getByRole('button', { name: 'Try again' }).waitFor()
    },
    'queues-loading': () => page.goto(demo.at('latency=20000', '/posts/queues')),
    queues: async () => {
      await page.goto(demo.at('latency=0', '/posts/queues'))
      await page.getByText('X · 13 times a week, 1 paused').waitFor()
    },
    'queues-add': () => page.getByRole('button', { name: 'Add times to Northwind on X' }).click(),
    'templates-none': async () => {
      await page.goto(demo.at('latency=0&empty', '/posts/new'))
      await page.getByRole('button', { name: 'Start from a template' }).click()
    },
    templates: async () => {
      await page.goto(demo.at('latency=0', '/posts/new'))
      await page.getByRole('button', { name: 'Start from a template' }).click()
      await page.getByText('Beans of the week').waitFor()
    },
    'template-saved': async () => {
      await page.getByRole('button', { name: /^Beans of the week/ }).click()
      await page.getByRole('button', { name: 'Save as template' }).click()
      await page.getByLabel('Name', { exact: true }).fill('Beans of the week')
      await page.getByRole('button', { name: 'Write over it' }).waitFor()
    },
  }
  for (const [name, go] of Object.entries(steps)) {
    await go()
    const [inner, outer] = await page.evaluate(() => [document.body.scrollWidth, innerWidth])
    expect(inner, name).toBeLessThanOrEqual(outer as number)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
      // colours that are still on their way would be in the pictures; a skeleton breathes for ever
      await page.waitForFunction(() =>
        document
          .getAnimations()
          .every((one) => !(one instanceof CSSTransition) || one.playState !== 'running'),
      )
      await browser.shot(page, `web-${name}-${size}-${colorScheme}`)
    }
  }
})
