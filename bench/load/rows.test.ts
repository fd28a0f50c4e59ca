import { expect, it } from 'vitest'
import type { Contest, Outcome, Sample } from './contest.ts'
import { rowsOf } from './rows.ts'

const rules: Contest = {
  bench: { quick: true, seconds: 1, say() {} },
  boundMs: 100,
  fixed: 20,
  perMessage: 500,
  unit: 'deliveries/s',
}

function sample(achieved: number, over: Partial<Sample> = {}): Sample {
  const latency = { count: 10, p50: 1, p90: 2, p99: 3, p999: 4, max: 5, curve: [[50, 1] as const] }
  return {
    offered: achieved / 500,
    seconds: 1,
    sent: 10,
    expected: 5_000,
    arrived: 5_000,
    failed: 0,
    closedSockets: 0,
    achieved,
    latency,
    generator: { cpu: 0.5, loop: 0.4, lagMs: 1 },
    serverUs: 0.1,
    databaseUs: Number.NaN,
    foreignCores: 0,
    ...over,
  }
}

function outcome(server: string, achieved: readonly number[], over: Partial<Sample> = {}): Outcome {
  const runs = achieved.map((value) => sample(value, over))
  const subject = { server, variant: '', plan: () => Promise.reject(), pid: 1, databasePid: null, start: 1 }
  return {
    subject,
    capacity: 1_000,
    runs,
    fixed: [sample(10_000)],
    trials: runs,
    connectsPerSecond: 5,
    isLate: false,
    fault: null,
  }
}

const targets = {
  parley: [
    { of: 'slow', times: 10 },
    { of: 'fast', times: 2 },
  ],
}
const rulesOfRows = { what: 'one room', contest: rules, targets }

it('puts medians side by side and says which target is met', () => {
  const rows = rowsOf(
    [outcome('parley', [900, 1_000, 5_000]), outcome('slow', [100, 50, 80]), outcome('fast', [600])],
    rulesOfRows,
  )
  const value = (what: string, server: string) =>
    rows.find((row) => row.what === what && row.server === server)?.value
  expect(value('one room', 'parley')).toBe(1_000)
  expect(value('one room', 'slow')).toBe(80)
  const ratios = rows.filter(({ unit }) => unit === 'x')
  expect(ratios.map(({ value: ratio, target }) => [ratio, target?.isMet])).toEqual([
    [12.5, true],
    [1_000 / 600, false],
  ])
})

it('counts no more than was asked for, whatever came of an earlier load', () => {
  const late = outcome('parley', [900, 1_600, 1_700], { offered: 1.8 })
  const [row] = rowsOf([late], rulesOfRows)
  expect(row?.value).toBe(900)
})

it('says nothing about a peer that was not asked', () => {
  const rows = rowsOf([outcome('parley', [900])], rulesOfRows)
  expect(rows.filter(({ target }) => target)).toEqual([])
})

it('does not meet a target by dividing by nothing', () => {
  const silent: Outcome = { ...outcome('slow', []), capacity: 0 }
  const [ratio] = rowsOf([outcome('parley', [900]), silent], rulesOfRows).filter(({ unit }) => unit === 'x')
  expect(ratio?.target?.isMet).toBe(false)
})

it('marks what the generator limited, and a run that did not hold', () => {
  const starved = rowsOf(
    [outcome('parley', [900], { generator: { cpu: 0.95, loop: 0.5, lagMs: 1 } })],
    rulesOfRows,
  )
  expect(starved[0]?.isStarved).toBe(true)
  const broken = rowsOf([outcome('parley', [900], { arrived: 4_999 })], rulesOfRows)
  expect(broken[0]?.note).toContain('NOT held')
  expect(broken[0]?.figures?.missing).toBe(1)
})

it('asks of a peer that is always late what it can carry, and of us to be in time', () => {
  const late = (server: string) => ({ ...outcome(server, [900]), isLate: true })
  const rows = rowsOf([late('parley'), late('slow')], rulesOfRows)
  expect(rows.find(({ server, what }) => server === 'slow' && what === 'one room')?.note).toContain('kept up')
  expect(rows.find(({ unit }) => unit === 'x')?.target?.isMet).toBe(false)
  const inTime = rowsOf([outcome('parley', [9_000]), late('slow')], rulesOfRows)
  expect(inTime.find(({ unit }) => unit === 'x')?.target?.isMet).toBe(true)
})

it('holds our latency at a calm rate against that of a peer', () => {
  const slower: Outcome = { ...outcome('fast', [600]), fixed: [] }
  expect(
    rowsOf([outcome('parley', [900]), slower], { ...rulesOfRows, calmAs: 'fast' }).at(-1)?.what,
  ).not.toContain('p50')
  const [calm] = rowsOf([outcome('parley', [900]), outcome('fast', [600])], {
    ...rulesOfRows,
    calmAs: 'fast',
  }).slice(-1)
  expect(calm).toMatchObject({ value: 1, target: { isMet: true } })
})
