import { beforeEach, expect, test } from 'vitest'
import { shardOf } from '../kernel/shard.ts'
import { type ManualClock, makeManualClock } from '../sim/manual-clock.ts'
import { type Alarm, makeAlarm } from './alarm.ts'
import type { DueRow } from './ports.ts'

const ROOM = '00000000-0000-7000-8000-000000000001'
const OTHER = '00000000-0000-7000-8000-000000000002'

let clock: ManualClock
let table: DueRow[]
let rung: string[]
let owned: Set<number>
let looks: number
let isAway: boolean
/** Looks at the table end with it. */
let answers: Promise<void>
let alarm: Alarm

beforeEach(async () => {
  clock = makeManualClock()
  table = []
  rung = []
  owned = new Set([shardOf(ROOM), shardOf(OTHER)])
  looks = 0
  isAway = false
  answers = Promise.resolve()
})

async function start(ring: (row: DueRow) => Promise<void> = async () => {}): Promise<void> {
  alarm = makeAlarm({
    dues: {
      async soon(shards, until, limit) {
        looks++
        if (isAway) throw new Error('the database is away')
        await answers
        return table
          .filter((row) => shards.includes(shardOf(row.roomId)) && row.dueAt <= until)
          .slice(0, limit)
      },
    },
    ownership: { termOf: (shard) => (owned.has(shard) ? 1 : null) },
    clock,
    ring: (row) => {
      rung.push(`${row.name} at ${row.dueAt.slice(11, 19)}`)
      return ring(row)
    },
    log: { warn() {}, error() {} },
  })
  await settle()
}

test('wakes a room at its time, not before', async () => {
  table = [due('publish', 30)]
  await start()
  await pass(29.9)
  expect(rung).toEqual([])
  await pass(0.1)
  expect(rung).toEqual(['publish at 00:00:30'])
})

test('finds what becomes due later, and keeps nothing of it before its minute', async () => {
  table = [due('publish', 3_600)]
  await start()
  await pass(3_599)
  expect(rung).toEqual([])
  await pass(1)
  expect(rung).toEqual(['publish at 01:00:00'])
})

test('what a commit arms needs no look at the table', async () => {
  await start()
  const before = looks
  alarm.note(ROOM, [{ name: 'publish', due: { at: at(3), waker: 'owner' } }])
  await pass(3)
  expect(rung).toEqual(['publish at 00:00:03'])
  expect(looks).toBe(before)
})

test('what a commit moves or takes back is not rung at its old time', async () => {
  table = [due('publish', 10), due('rehearse', 5)]
  await start()
  alarm.note(ROOM, [
    { name: 'publish', due: { at: at(20), waker: 'owner' } },
    { name: 'rehearse', due: null },
  ])
  table = [due('publish', 20)]
  await pass(19)
  expect(rung).toEqual([])
  await pass(1)
  expect(rung).toEqual(['publish at 00:00:20'])
})

test('is silent about what is for publishers', async () => {
  await start()
  alarm.note(ROOM, [{ name: 'publish', due: { at: at(1), waker: 'publisher' } }])
  await pass(2)
  expect(rung).toEqual([])
})

test('rings again, after a while, what stays in the table', async () => {
  table = [due('publish', 1)]
  await start(() => Promise.reject(new Error('no')))
  await pass(1)
  expect(rung).toHaveLength(1)
  await pass(60)
  expect(rung.length).toBeGreaterThan(1)
  expect(rung.length).toBeLessThanOrEqual(1 + 60 / 5)
})

test('rings again within seconds what failed, though the table is looked at more rarely', async () => {
  table = [due('publish', 1)]
  await start(async () => {
    if (rung.length === 1) throw new Error('the database is away')
  })
  await pass(1)
  const before = looks
  await pass(5)
  expect(rung).toHaveLength(2)
  expect(looks).toBe(before)
})

test('leaves rooms of other nodes alone, and finds them when their shard comes here', async () => {
  owned = new Set()
  table = [due('publish', 1)]
  await start()
  await pass(2)
  expect(rung).toEqual([])
  owned.add(shardOf(ROOM))
  alarm.look()
  await settle()
  await pass(0)
  expect(rung).toEqual(['publish at 00:00:01'])
})

test('a shard that went in the meantime is not rung here', async () => {
  table = [due('publish', 10)]
  await start()
  owned.clear()
  await pass(11)
  expect(rung).toEqual([])
})

test('shards that come while it looks are looked for at once', async () => {
  table = [due('publish', 0)]
  owned.clear()
  let answer = () => {}
  answers = new Promise((resolve) => (answer = resolve))
  await start()
  owned.add(shardOf(ROOM))
  alarm.look()
  answer()
  await pass(0.1)
  await pass(0.1)
  expect(rung).toEqual(['publish at 00:00:00'])
  expect(looks).toBe(2)
})

test('looks again soon after the database was away', async () => {
  isAway = true
  await start()
  table = [due('publish', 1)]
  isAway = false
  await pass(2)
  expect(rung).toEqual(['publish at 00:00:01'])
})

test('rings many at once, but never more than it can attend to', async () => {
  let under = 0
  let most = 0
  const ends: (() => void)[] = []
  table = Array.from({ length: 600 }, (_, n) => ({
    ...due(`publish:t${n}`, 1),
    roomId: n % 2 ? ROOM : OTHER,
  }))
  await start(() => {
    most = Math.max(most, ++under)
    return new Promise<void>((end) => {
      ends.push(() => {
        under--
        end()
      })
    })
  })
  await pass(1)
  expect(most).toBe(256)
  while (ends.length > 0) {
    for (const end of ends.splice(0)) end()
    await settle()
    await pass(0)
  }
  expect(new Set(rung).size).toBe(600)
  expect(most).toBe(256)
})

test('stops once what it has woken is done', async () => {
  let end = () => {}
  table = [due('publish', 1), due('late', 2)]
  await start(() => new Promise<void>((done) => (end = done)))
  await pass(1)
  let isStopped = false
  const stopped = alarm.stop().then(() => {
    isStopped = true
  })
  await settle()
  expect(isStopped).toBe(false)
  end()
  await stopped
  await pass(100)
  expect(rung).toEqual(['publish at 00:00:01'])
})

function due(name: string, inSeconds: number): DueRow {
  return { roomId: ROOM, name, dueAt: at(inSeconds) }
}

function at(inSeconds: number): string {
  return new Date(Date.UTC(2026, 10, 21) + inSeconds * 1_000).toISOString()
}

/** In steps, so that what runs in between can arm more. */
async function pass(seconds: number): Promise<void> {
  let leftMs = Math.round(seconds * 1_000)
  do {
    const stepMs = Math.min(leftMs, 10_000)
    clock.advance(stepMs)
    leftMs -= stepMs
    await settle()
    // what was read meanwhile may be due already
    clock.advance(0)
    await settle()
  } while (leftMs > 0)
}

async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await Promise.resolve()
}
