import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseCsv } from './csv.ts'

test('cells may hold separators, line ends and quotes', () => {
  const csv = '\uFEFFText,Date\r\n"Hello, ""world""\nagain",2026-12-01\r\n\r\nplain,2026-12-02'
  expect(parseCsv(csv)).toEqual({
    columns: ['text', 'date'],
    records: [
      { line: 2, fields: { text: 'Hello, "world"\nagain', date: '2026-12-01' } },
      { line: 5, fields: { text: 'plain', date: '2026-12-02' } },
    ],
  })
})

test('semicolons separate where the first line says so; what a line lacks is empty', () => {
  expect(parseCsv('text;date;tags\na, b;2026-12-01')?.records).toEqual([
    { line: 2, fields: { text: 'a, b', date: '2026-12-01', tags: '' } },
  ])
})

test('nothing is no table', () => {
  expect(parseCsv('')).toBeNull()
  expect(parseCsv('\n\n')).toBeNull()
  expect(parseCsv('text')?.records).toEqual([])
})

test('whatever is written into cells is read from them', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ' ', '"', ',', ';', '\n', '\r\n', 'ä', '|') })
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }), (rows) => {
      const csv = ['text,tags', ...rows.map((row) => row.map(quoted).join(','))].join('\r\n')
      const read = parseCsv(csv)?.records.map(({ fields }) => [fields.text, fields.tags])
      const written = rows.map((row) => row.map((text) => text.trim())).filter((row) => row.join('') !== '')
      expect(read).toEqual(written)
    }),
  )
})
