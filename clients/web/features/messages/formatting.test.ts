import { expect, test } from 'vitest'
import { readFormatting, readSpans, safeHref } from './formatting.ts'

test('plain words stay plain', () => {
  expect(readFormatting('hello\nworld')).toEqual([
    { kind: 'paragraph', spans: [{ kind: 'text', text: 'hello\nworld' }] },
  ])
  expect(readSpans('2 * 3 * 4 and snake_case_name')).toEqual([
    { kind: 'text', text: '2 * 3 * 4 and snake_case_name' },
  ])
})

test('marks that hug their words mean something', () => {
  expect(readSpans('a **b c** _d_ `e**f**`')).toEqual([
    { kind: 'text', text: 'a ' },
    { kind: 'strong', text: 'b c' },
    { kind: 'text', text: ' ' },
    { kind: 'emphasis', text: 'd' },
    { kind: 'text', text: ' ' },
    { kind: 'code', text: 'e**f**' },
  ])
})

test('a link ends before the punctuation of its sentence', () => {
  expect(readSpans('see https://example.org/a_(b).')).toEqual([
    { kind: 'text', text: 'see ' },
    { kind: 'link', text: 'https://example.org/a_(b)', href: 'https://example.org/a_(b)' },
    { kind: 'text', text: '.' },
  ])
  expect(readSpans('(https://example.org)').map((span) => span.text)).toEqual([
    '(',
    'https://example.org',
    ')',
  ])
})

test('only the web is a link', () => {
  expect(safeHref('javascript:alert(1)')).toBe(null)
  expect(safeHref('https://')).toBe(null)
  expect(readSpans('javascript:alert(1)')).toEqual([{ kind: 'text', text: 'javascript:alert(1)' }])
})

test('quotes and code stand on their own', () => {
  expect(readFormatting('look\n```ts\nconst a = 1\n```\n> said\nyes').map((block) => block.kind)).toEqual([
    'paragraph',
    'code',
    'quote',
    'paragraph',
  ])
})

test('a long line of marks is read in time that grows with its length, not with its square', () => {
  // of this process only: others may have the machine meanwhile
  const before = process.cpuUsage()
  readFormatting('_*'.repeat(4_000))
  readFormatting('**a '.repeat(2_000))
  readFormatting('`'.repeat(8_000))
  const { user } = process.cpuUsage(before)
  expect(user / 1_000).toBeLessThan(2_000)
})
