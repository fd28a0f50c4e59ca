import { expect, test } from 'vitest'
import { check } from './checker.ts'
import { tableOf } from './table.ts'

test('numbers that break a promise are pointed at', () => {
  const wish = { client: 'ann', authorId: 'ann-id', roomId: 'r', commandId: 'c', text: 'hello' }
  const verdict = check(
    {
      operations: [{ ...wish, invokedAt: 100, endedAt: 160.4, outcome: 'ok', seq: 1 }],
      streams: [{ client: 'ben', roomId: 'r', after: 0, heard: [{ kind: 'event', seq: 4, commandId: 'x' }] }],
      faults: [{ at: 10, healedAt: 10, breaksSockets: true }],
      reconnects: 1,
      ordered: new Set(),
    },
    [],
  )
  const table = tableOf({ verdict, strikes: [] })
  expect(table).toMatch(/^lost +1 {2}<- must be 0$/m)
  expect(table).toMatch(/^acked +1$/m)
  expect(table).toMatch(/^recovery, first sender, ms +p50 150, max 150$/m)
})
