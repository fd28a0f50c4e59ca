/** An operator looks at the cluster: on a real node that is all of it, and at clusters in trouble that the demo plays. */
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type LoneServer, loneServer } from '../../../../bench/run/lone-server.ts'
import { SHARD_COUNT } from '../../../../engine/kernel/shard.ts'
import { startBrowser, type TestBrowser } from '../../testing/browser.ts'
import { buildWeb } from '../../testing/build.ts'
import { type DemoServer, startDemo } from '../../testing/demo-server.ts'
import { signUp } from '../../testing/people.ts'

let server: LoneServer
let demo: DemoServer
let browser: TestBrowser

beforeAll(async () => {
  await buildWeb()
  server = await loneServer({ OPERATORS: 'olga@example.org', NODE_ID: 'only' })
  ;[demo, browser] = await Promise.all([startDemo(), startBrowser(), server.start()])
})
afterAll(async () => {
  await browser?.close()
  await demo?.close()
  await server?.remove()
})

const cells = (page: Page, owner: string) => page.locator(`[data-owner="${owner}"]`).count()

test('an operator finds the page, and it tells when the node has gone and is back', async () => {
  const olga = await browser.page()
  await signUp(olga, server.url, 'Olga Berg', 'olga@example.org')
  await olga.getByRole('button', { name: 'Account of Olga Berg' }).click()
  await olga.getByRole('link', { name: 'Cluster' }).click()
  await olga.getByText('Every shard has an owner').waitFor()
  await olga.getByText(`One node serves all ${SHARD_COUNT}.`).waitFor()
  expect(await cells(olga, 'only')).toBe(SHARD_COUNT)
  await olga.getByText('Live', { exact: true }).waitFor()
  await browser.shot(olga, 'web-operator-alone')

  await server.kill()
  await olga.getByText(/^Last answer/).waitFor()
  expect(await cells(olga, 'only')).toBe(SHARD_COUNT)
  await server.start()
  await olga.getByText('Live', { exact: true }).waitFor()
  await olga.getByText('Every shard has an owner').waitFor()
  expect(browser.thrown).toEqual([])
})

test('nobody else finds it, and its address tells them why', async () => {
  const ann = await browser.page()
  await signUp(ann, server.url, 'Ann Lee', 'ann@example.org')
  await ann.getByRole('button', { name: 'Account of Ann Lee' }).click()
  await ann.getByRole('button', { name: 'Sign out' }).waitFor()
  expect(await ann.getByRole('link', { name: 'Cluster' }).count()).toBe(0)
  await ann.goto(`${server.url}/operator`)
  await ann.getByText('This page is for those who run this installation.').waitFor()
})

test.each([
  ['crash', 'alert', /shards have no owner/],
  ['cut', 'status', /cut off from NATS/],
  ['well', 'status', /3 nodes share 256/],
] as const)('a cluster that is %s says so, wide and narrow, light and dark', async (mood, role, words) => {
  const page = await browser.page()
  await page.goto(demo.at(`cluster=${mood}`, '/operator'))
  for (const [size, viewport] of [
    ['wide', { width: 1200, height: 900 }],
    ['narrow', { width: 390, height: 844 }],
  ] as const) {
    await page.setViewportSize(viewport)
    await page.getByRole(role).filter({ hasText: words }).waitFor()
    const unowned = await cells(page, '')
    expect(unowned > 0).toBe(mood === 'crash')
    const [inner, outer] = await page.evaluate(() => [document.body.scrollWidth, innerWidth])
    expect(inner).toBe(outer)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme })
      await browser.shot(page, `web-operator-${mood}-${size}-${colorScheme}`)
    }
  }
})
