/** A Chromium of our own for tests: quiet, fresh, and its pages fail the test when they throw. */
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { CHROMIUM, partPath } from '../../../engine/testing/parts.ts'

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]
const SHOTS = join(import.meta.dirname, '../../../test-output')

export interface TestBrowser {
  /** A page of a browser that has never been here: no cookies, no storage, no worker. */
  page(options?: BrowserContextOptions): Promise<Page>
  /** What pages threw so far; a test expects none. */
  readonly thrown: readonly string[]
  /** Keeps what the page shows as test-output/<name>.png. */
  shot(page: Page, name: string): Promise<void>
  close(): Promise<void>
}

export async function startBrowser(): Promise<TestBrowser> {
  const browser: Browser = await chromium.launch({ executablePath: partPath(CHROMIUM), args: FLAGS })
  const thrown: string[] = []
  mkdirSync(SHOTS, { recursive: true })
  return {
    thrown,
    async page(options = {}) {
      const context = await browser.newContext({ viewport: { width: 1200, height: 760 }, ...options })
      // bounds hangs, no speed: on a busy machine a page takes many times as long
      context.setDefaultTimeout(90_000)
      const page = await context.newPage()
      page.on('pageerror', (error) => thrown.push(error.message))
      return page
    },
    shot: async (page, name) => void (await page.screenshot({ path: join(SHOTS, `${name}.png`) })),
    close: () => browser.close(),
  }
}
