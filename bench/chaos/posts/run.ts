/** `runPosts`: `npm run chaos -- posts`: the figures of scheduled posts, printed as a table, kept as JSON. */
import { writeFileSync } from 'node:fs'
import { conditionsOf } from '../../run/conditions.ts'
import { type CalendarSeen, calendarOf } from './calendar.ts'
import { isClean } from './judge.ts'
import { type Lateness, latenessOf } from './lateness.ts'
import { type StormOfPosts, stormOfPosts } from './storm.ts'

export interface PostsOptions {
  readonly isQuick: boolean
  readonly seed: number
  /** Null: not kept. */
  readonly json: string | null
  say(line: string): void
}

/** What is asked of lateness, milliseconds. */
const LATE_MS_MAX = 250
const LATE_IN_STORM_MS_MAX = 3_000
/** Of the calendar. A screen shows 60 frames a second; one of them may be lost. */
const PAINT_MS_MAX = 1_000
const FRAMES_MIN = 59

/** Whether every target was met. */
export async function runPosts({ isQuick, seed, json, say }: PostsOptions): Promise<boolean> {
  const conditions = conditionsOf(process.argv.slice(2), 'chaos')
  say('=== storm of posts: nodes are killed and frozen, networks lose answers')
  const sizes = isQuick ? { posts: 300, seconds: 30, strikes: 3 } : { posts: 2_000, seconds: 120, strikes: 9 }
  const storm = await stormOfPosts({ ...sizes, seed, say })
  console.log(`\n${tableOf(stormRows(storm))}\n`)
  for (const example of storm.verdict.examples) console.log(example)
  say('=== lateness: 200 posts a second, a million asleep')
  const load = isQuick
    ? { perSecond: 200, seconds: 5, armed: 100_000 }
    : { perSecond: 200, seconds: 20, armed: 1_000_000 }
  const lateness = await latenessOf({ ...load, say })
  console.log(`\n${tableOf(latenessRows(lateness))}\n`)
  say('=== calendar: a month of a hundred thousand posts in a browser')
  const calendar = await calendarOf({ posts: 100_000, loads: isQuick ? 3 : 9, say })
  console.log(`\n${tableOf(calendarRows(calendar))}\n`)
  const figures = { conditions, storm, lateness, calendar }
  if (json !== null) writeFileSync(json, `${JSON.stringify(figures, null, 2)}\n`)
  const rows = [...stormRows(storm), ...latenessRows(lateness), ...calendarRows(calendar)]
  return rows.every(({ isMet }) => isMet !== false)
}

interface Row {
  readonly name: string
  readonly value: string
  /** Null: told, not judged. */
  readonly isMet: boolean | null
}

function stormRows({ verdict, latenessInFreeze }: StormOfPosts): Row[] {
  const must0 = (name: string, value: number): Row => ({ name, value: String(value), isMet: value === 0 })
  const asked = Object.entries(verdict.needsHuman).map(([where, count]) => `${where} ${count}`)
  const { lateness } = verdict
  return [
    { name: 'steps', value: String(verdict.steps), isMet: null },
    { name: 'published', value: String(verdict.published), isMet: null },
    { name: 'had to be looked for', value: String(verdict.reconciled), isMet: verdict.reconciled > 0 },
    must0('duplicated', verdict.duplicated),
    must0('lost', verdict.lost),
    must0('called published, and not there', verdict.claimed),
    must0('there, and called otherwise', verdict.denied),
    { name: 'ask a person', value: asked.join(', ') || 'none', isMet: null },
    must0('ask a person in vain', verdict.askedInVain),
    {
      name: `p99 of lateness while owners die (<= ${LATE_IN_STORM_MS_MAX} ms)`,
      value:
        lateness === null ? 'none' : `${lateness.p99Ms} ms, p50 ${lateness.p50Ms}, max ${lateness.maxMs}`,
      isMet: lateness !== null && lateness.p99Ms <= LATE_IN_STORM_MS_MAX,
    },
    {
      name: 'the same of what was due while one stood still',
      value:
        latenessInFreeze === null ? 'none' : `${latenessInFreeze.p99Ms} ms, max ${latenessInFreeze.maxMs}`,
      isMet: null,
    },
    { name: 'all promises', value: isClean(verdict) ? 'kept' : 'BROKEN', isMet: isClean(verdict) },
  ]
}

function latenessRows({ posts, armed, owner, publisher, grewBytes }: Lateness): Row[] {
  const late = (who: string, { p50Ms, p99Ms, maxMs }: Lateness['owner']): Row => ({
    name: `${who}: p99 after the instant (<= ${LATE_MS_MAX} ms)`,
    value: `${p99Ms} ms, p50 ${p50Ms}, max ${maxMs}`,
    isMet: p99Ms <= LATE_MS_MAX,
  })
  return [
    { name: 'posts', value: String(posts), isMet: null },
    { name: 'asleep beside them', value: String(armed), isMet: null },
    late('woken by owners', owner),
    late('claimed by publishers', publisher),
    { name: 'memory of the server meanwhile', value: `+${Math.round(grewBytes / 1e6)} MB`, isMet: null },
  ]
}

function calendarRows({ posts, firstPaintMs, framesPerSecond, frameP99Ms }: CalendarSeen): Row[] {
  const { median, slowest } = firstPaintMs
  return [
    { name: 'posts in one month', value: String(posts), isMet: null },
    {
      name: `first card is painted (<= ${PAINT_MS_MAX} ms)`,
      value: `${median.toFixed(0)} ms, slowest ${slowest.toFixed(0)}`,
      isMet: median <= PAINT_MS_MAX,
    },
    {
      name: `frames a second while a card is dragged (>= ${FRAMES_MIN})`,
      value: `${framesPerSecond.toFixed(1)}, p99 between two ${frameP99Ms.toFixed(1)} ms`,
      isMet: framesPerSecond >= FRAMES_MIN,
    },
  ]
}

function tableOf(rows: readonly Row[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length))
  return rows
    .map(
      ({ name, value, isMet }) => `${name.padEnd(width)}  ${value}${isMet === false ? '  <- NOT MET' : ''}`,
    )
    .join('\n')
}
