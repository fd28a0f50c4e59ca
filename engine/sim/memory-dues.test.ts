import { beforeEach, expect, test } from 'vitest'
import type { DueChange } from '../actors/ports.ts'
import { type MemoryDues, makeMemoryDues } from './memory-dues.ts'

const START_MS = Date.UTC(2026, 10, 21)

let nowMs: number
let dues: MemoryDues

beforeEach(() => {
  nowMs = START_MS
  dues = makeMemoryDues(() => nowMs)
})

test('a claim takes what is due, soonest first, and nobody else has it meanwhile', async () => {
  write(row('publish:t1:0', 2_000), row('publish:t2:0', 1_000), row('publish:t3:0', 9_000))
  nowMs += 3_000
  expect(await claimed()).toEqual(['publish:t2:0', 'publish:t1:0'])
  expect(await claimed()).toEqual([])
  nowMs += 5_000
  expect(await claimed()).toEqual(['publish:t2:0', 'publish:t1:0'])
})

test('what a commit changes is free again, and what it takes away is done', async () => {
  write(row('publish:t1:0', 0))
  await claimed()
  write(row('publish:t1:0', -1))
  expect(await claimed()).toEqual(['publish:t1:0'])
  nowMs += 700
  write({ name: 'publish:t1:0', due: null })
  expect(dues.rows()).toEqual([])
  expect(dues.done.at(-1)).toMatchObject({ readyMs: START_MS, doneMs: START_MS + 700 })
})

test('what is on hold is not claimed, but looked for', async () => {
  write(row('publish:t1:0', 0), row('reconcile:t2:0', 0))
  dues.hold('home', true)
  expect(await claimed()).toEqual(['reconcile:t2:0'])
  dues.hold('home', false)
  expect(await claimed()).toEqual(['publish:t1:0'])
})

test('owners see what is theirs, publishers when the next one is', async () => {
  write(row('lease:t1:0', 1_000, 'owner'), row('publish:t1:0', 2_000))
  const until = new Date(START_MS + 5_000).toISOString()
  expect((await dues.soon([3], until, 10)).map(({ name }) => name)).toEqual(['lease:t1:0'])
  expect(await dues.soon([4], until, 10)).toEqual([])
  expect(await dues.nextBefore(until)).toBe(new Date(START_MS + 2_000).toISOString())
  expect(await dues.nextBefore(new Date(START_MS).toISOString())).toBeNull()
})

test('a standby that lags has the rows of its time', () => {
  write(row('publish:t1:0', 0))
  const failOver = dues.mark()
  write({ name: 'publish:t1:0', due: null }, row('lease:t1:0', 5_000, 'owner'))
  failOver()
  expect(dues.rows().map(({ name }) => name)).toEqual(['publish:t1:0'])
})

function row(name: string, inMs: number, waker: 'owner' | 'publisher' = 'publisher'): DueChange {
  return { name, due: { at: new Date(START_MS + inMs).toISOString(), waker } }
}

function write(...due: DueChange[]): void {
  const listing = { organisationId: 'home' } as Parameters<MemoryDues['written']>[0]['listing']
  dues.written({ roomId: 'p', shard: 3, due, listing })
}

async function claimed(): Promise<string[]> {
  return (await dues.claim(10, 5_000)).map(({ name }) => name)
}
