import { expect, test } from 'vitest'
import { BEFORE_MS, paceOf, SLOT_MS } from './pace.ts'

test('answers are counted by tenths of a second around the strike, silence as nought', () => {
  const wish = { client: 'ann', authorId: 'ann-id', roomId: 'r', commandId: 'c', text: 'hello', seq: 1 }
  const said = (invokedAt: number, endedAt: number) => ({
    ...wish,
    invokedAt,
    endedAt,
    outcome: 'ok' as const,
  })
  const [pace] = paceOf({
    operations: [
      said(9_900, 9_950),
      said(10_010, 10_310),
      said(10_020, 10_340),
      { ...wish, invokedAt: 10_030, endedAt: Infinity, outcome: 'unknown', seq: null },
    ],
    streams: [],
    faults: [{ at: 10_000, healedAt: 10_000, breaksSockets: false }],
    reconnects: 0,
    ordered: new Set(),
  })
  const atStrike = BEFORE_MS / SLOT_MS
  expect(pace?.acks.slice(atStrike - 2)).toEqual([0, 1, 0, 0, 0, 2])
  expect(pace?.p50Ms).toBe(300)
  expect(pace?.p99Ms).toBe(320)
})
