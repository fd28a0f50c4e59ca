/**
 * `calendarOf`: how soon somebody sees a month of a hundred thousand posts in a browser, and whether a card that they drag
 * keeps up with the screen. A real server, its database, and Chromium, all on this machine.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { type Browser, chromium, type Page } from 'playwright-core'
import { must } from '../../../engine/kernel/assert.ts'
import { CHROMIUM, partPath } from '../../../engine/testing/parts.ts'
import { embeddedDatabase } from '../../run/embedded-database.ts'
import { loneServer } from '../../run/lone-server.ts'
import { signUp } from '../people.ts'
import { withClient } from '../register.ts'

export interface CalendarPlan {
  readonly posts: number
  readonly loads: number
  say(line: string): void
}

export interface CalendarSeen {
  readonly posts: number
  /** From the beginning of the load to the frame that shows the first card; the browser has been here before. */
  readonly firstPaintMs: { readonly median: number; readonly slowest: number }
  /** While a card is dragged. */
  readonly framesPerSecond: number
  readonly frameP99Ms: number
}

/** A month in which nothing happens by itself. */
const MONTH = '2030-06'
const DAYS = 30
const WEB_BUILD = new URL('../../../clients/web/build.ts', import.meta.url)
const DRAG_MS = 3_000

/** As lists know them; nobody opens one, so they need no journal. Parameters: how many, author. */
const FILL = `
WITH fresh AS (
  SELECT gen_random_uuid() AS id, n, timestamptz '${MONTH}-01T00:00Z' + n * interval '${DAYS} days' / $1::int AS at,
    (SELECT organisation_id FROM membership WHERE user_id = $2 LIMIT 1) AS organisation_id
  FROM generate_series(0, $1::int - 1) AS n
), posts AS (
  INSERT INTO post (id, organisation_id, author_id, head, status, text, media_ids, tags, to_ids, approval, at, local_at, time_zone, created_at, changed_at)
  SELECT id, organisation_id, $2, 2, 'scheduled', 'Post ' || n || ' of a long month. ' || repeat('x', 150), '{}', '{}', '{}', 'none',
    at, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI'), 'UTC', now(), now()
  FROM fresh
)
INSERT INTO post_target (post_id, target_id, organisation_id, place, to_kind, to_id, network, life, at)
SELECT id, 't1', organisation_id, 0, 'account', gen_random_uuid(), 'x', 'scheduled', at FROM fresh`

export async function calendarOf({ posts, loads, say }: CalendarPlan): Promise<CalendarSeen> {
  await promisify(execFile)(process.execPath, [fileURLToPath(WEB_BUILD)])
  const server = await loneServer()
  let browser: Browser | null = null
  try {
    await server.start()
    const author = must((await signUp(server.url, ['author']))[0], 'somebody signed up')
    const { url } = await embeddedDatabase(server.dataDir)
    await withClient(url, async (client) => {
      await client.query(FILL, [posts, author.userId])
      await client.query('VACUUM (ANALYZE) post, post_target')
    })
    say(`${posts} posts are in one month`)
    browser = await chromium.launch({ executablePath: partPath(CHROMIUM), args: ['--no-sandbox'] })
    const viewport = { width: 1280, height: 1100 }
    const page = await browser.newPage({ timezoneId: 'UTC', locale: 'en-GB', viewport })
    await page.addInitScript(noteFirstCard)
    await signIn(page, server.url, author)
    const paintsMs: number[] = []
    for (let load = 0; load <= loads; load++) paintsMs.push(await firstPaint(page, server.url))
    // the first brings the scripts, which a browser keeps
    const kept = paintsMs.slice(1).sort((a, b) => a - b)
    say(`cards are seen after ${kept.map((ms) => ms.toFixed(0)).join(', ')} ms`)
    const frames = await dragged(page)
    return {
      posts,
      firstPaintMs: { median: kept[Math.floor(kept.length / 2)] ?? 0, slowest: kept.at(-1) ?? 0 },
      ...frames,
    }
  } finally {
    await browser?.close()
    await server.remove()
  }
}

async function signIn(page: Page, url: string, { email, password }: { email: string; password: string }) {
  await page.goto(url)
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByRole('navigation', { name: 'Conversations' }).waitFor()
}

/** Runs in the page: when the frame with the first card is on the screen, ms after the load began. */
function noteFirstCard(): void {
  const watch = new MutationObserver(() => {
    if (document.querySelector('[data-card]') === null) return
    watch.disconnect()
    // the frame after the one that is being made
    requestAnimationFrame(() =>
      requestAnimationFrame(() => Object.assign(window, { firstCardMs: performance.now() })),
    )
  })
  watch.observe(document, { subtree: true, childList: true })
}

async function firstPaint(page: Page, url: string): Promise<number> {
  await page.goto(`${url}/posts/month/${MONTH}-15`)
  const seen = await page.waitForFunction(() => (window as { firstCardMs?: number }).firstCardMs)
  return must(await seen.jsonValue(), 'the card was seen')
}

/** Carries a card about the month, and counts what the screen shows of it. */
async function dragged(page: Page): Promise<Pick<CalendarSeen, 'framesPerSecond' | 'frameP99Ms'>> {
  const box = must(await page.locator('[data-card]').first().boundingBox(), 'a card is on the screen')
  await page.mouse.move(box.x + 20, box.y + 8)
  await page.mouse.down()
  await page.mouse.move(box.x + 60, box.y + 40, { steps: 4 })
  await page.locator('.drag-ghost').waitFor()
  await page.evaluate(() => {
    const frames: number[] = []
    const note = (at: number) => {
      frames.push(at)
      requestAnimationFrame(note)
    }
    requestAnimationFrame(note)
    Object.assign(window, { frames })
  })
  const endsAt = performance.now() + DRAG_MS
  for (let turn = 0; performance.now() < endsAt; turn++) {
    const angle = turn / 10
    await page.mouse.move(640 + 250 * Math.cos(angle), 500 + 300 * Math.sin(angle), { steps: 2 })
  }
  const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames)
  await page.keyboard.press('Escape')
  await page.mouse.up()
  const gaps = frames.slice(1).map((at, index) => at - (frames[index] ?? at))
  const sorted = [...gaps].sort((a, b) => a - b)
  const spanMs = (frames.at(-1) ?? 0) - (frames[0] ?? 0)
  return {
    framesPerSecond: (gaps.length / spanMs) * 1_000,
    frameP99Ms: must(
      sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * 0.99))],
      'there were frames',
    ),
  }
}
