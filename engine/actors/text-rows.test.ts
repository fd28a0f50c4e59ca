import { expect, it } from 'vitest'
import { TextRows } from './text-rows.ts'

it('gives back each row as it was written last, over many pages', () => {
  const rows = new TextRows(10)
  for (let row = 0; row < 1_000; row++) rows.write(row, `long ${row}`)
  for (let row = 0; row < 1_000; row += 3) rows.write(row, `é ${row}`)
  const read = Array.from({ length: 1_000 }, (_, row) => rows.read(row))
  expect(read).toEqual(read.map((_, row) => (row % 3 === 0 ? `é ${row}` : `long ${row}`)))
  expect([rows.startsWith(3, 'é 3'), rows.startsWith(3, 'é 4')]).toEqual([true, false])
})

it('refuses what is too long, or needs more than a byte a character', () => {
  const rows = new TextRows(3)
  expect(['abc', 'abcd', 'я'].map((text) => rows.write(0, text))).toEqual([true, false, false])
})
