/** A post with a picture goes to two networks and a conversation; one network loses an answer, and a person says what is so. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LoneServer, loneServer } from '../../../../bench/run/lone-server.ts'
import { type Fake, startFake } from '../../../../engine/outside/platforms/fake-server.ts'
import { type FakeLinkedin, makeFakeLinkedin } from '../../../../engine/outside/platforms/linkedin/fake.ts'
import { type FakeX, makeFakeX } from '../../../../engine/outside/platforms/x/fake.ts'
import { startBrowser, type TestBrowser } from '../../testing/browser.ts'
import { buildWeb } from '../../testing/build.ts'
import { signUp } from '../../testing/people.ts'
import { makeChannel } from '../../testing/posts.ts'

const now = () => Date.now()
let x: FakeX
let linkedin: FakeLinkedin
let fakeX: Fake
let fakeLinkedin: Fake
let server: LoneServer
let browser: TestBrowser

beforeAll(async () => {
  await buildWeb()
  x = makeFakeX(now)
  linkedin = makeFakeLinkedin(now)
  ;[fakeX, fakeLinkedin] = await Promise.all([startFake(x), startFake(linkedin)])
  server = await loneServer({
    X_CLIENT_ID: 'parley',
    X_CLIENT_SECRET: 'secret',
    X_API_URL: fakeX.url,
    LINKEDIN_CLIENT_ID: 'parley',
    LINKEDIN_CLIENT_SECRET: 'secret',
    LINKEDIN_API_URL: fakeLinkedin.url,
  })
  await server.start()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser?.close()
  await server?.remove()
  await Promise.all([fakeX?.stop(), fakeLinkedin?.stop()])
})

/** 2 by 2 pixels. */
const PICTURE = {
  name: 'sun.png',
  mimeType: 'image/png',
  buffer: Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGP8z8DAwMDAxMDAwMDAAAANHQEDasKb6QAAAABJRU5ErkJggg==',
    'base64',
  ),
}

async function connect(page: Page, network: string): Promise<void> {
  await page.getByRole('button', { name: `Connect ${network}`, exact: true }).click()
  await page.getByText(/ is connected\.$/).waitFor()
}

/** Where one target stands. */
const target = (page: Page, name: string) => page.getByRole('region', { name, exact: true })

test('a post goes everywhere, and what a lost answer hides is said by a person', async () => {
  const ann = await browser.page({ timezoneId: 'Europe/Berlin', locale: 'en-GB' })
  await signUp(ann, server.url, 'Ann Lee', 'ann@example.org')
  await makeChannel(ann, 'launch')
  await ann.getByRole('link', { name: 'Posts', exact: true }).click()
  await ann.getByRole('link', { name: 'Accounts', exact: true }).click()
  await connect(ann, 'X')
  await connect(ann, 'LinkedIn')
  await browser.shot(ann, 'web-posts-real-accounts')

  await ann.getByRole('link', { name: 'New post' }).first().click()
  const composer = ann.getByRole('region', { name: 'New post' })
  await composer.getByRole('checkbox', { name: 'ann of X on X' }).check({ force: true })
  await composer.getByRole('checkbox', { name: 'ann of LinkedIn on LinkedIn' }).check({ force: true })
  await ann.getByRole('button', { name: 'Conversation' }).click()
  await ann.getByRole('checkbox', { name: 'launch' }).check()
  await ann.keyboard.press('Escape')
  await ann.getByRole('textbox', { name: 'Text' }).fill('The sun is out, and so are we.')
  await ann.locator('input[type=file]').setInputFiles(PICTURE)
  await ann.getByRole('button', { name: 'Describe sun.png' }).click()
  await ann.getByLabel(/For those who do not see it/).fill('A sun')
  await ann.getByRole('button', { name: 'Save', exact: true }).click()
  await ann.getByRole('button', { name: 'Describe A sun' }).waitFor()
  await ann.getByRole('tab', { name: 'LinkedIn' }).click()
  await ann.getByRole('button', { name: 'Add a first comment' }).click()
  await ann.getByRole('textbox', { name: 'Comment 1' }).fill('Come by until six.')
  await browser.shot(ann, 'web-posts-real-variants')

  // LinkedIn takes the post, and loses its answer to the comment
  fakeLinkedin.faults.push(null, 'dropAfter')
  // the minute that is just over is a time of now
  const here = await ann.evaluate(() =>
    new Date(Date.now() - new Date().getTimezoneOffset() * 60_000).toISOString(),
  )
  await ann.getByLabel('Date and time').fill(here.slice(0, 16))
  await ann.getByRole('button', { name: 'Schedule' }).click()

  await target(ann, 'ann of X on X').getByText('Published', { exact: true }).waitFor()
  await target(ann, 'ann of X on X').getByText('Not yet. X is asked').waitFor()
  await target(ann, 'launch').getByText('Published', { exact: true }).waitFor()
  const there = target(ann, 'ann of LinkedIn on LinkedIn')
  await there.getByText('Published', { exact: true }).waitFor()
  await there.getByText('Unknown', { exact: true }).waitFor()
  await browser.shot(ann, 'web-posts-real-unknown')
  expect(x.posts()).toHaveLength(1)
  expect(linkedin.posts()).toHaveLength(1)

  await there.getByRole('button', { name: 'It is there' }).click()
  await ann.getByLabel('Its address, if you have it at hand').fill('https://www.linkedin.com/feed/update/1')
  await ann.getByRole('dialog').getByRole('button', { name: 'It is there' }).click()
  await expect.poll(() => there.getByText('Published', { exact: true }).count()).toBe(2)
  await ann
    .getByRole('region', { name: 'Post', exact: true })
    .getByText('Published', { exact: true })
    .first()
    .waitFor()
  await browser.shot(ann, 'web-posts-real-resolved')

  await target(ann, 'launch').getByRole('link', { name: 'Open' }).click()
  // a conversation has the picture as a link
  await ann.locator('article', { hasText: 'The sun is out, and so are we.' }).waitFor()
  expect(browser.thrown).toEqual([])
})
