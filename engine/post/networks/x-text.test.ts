import fc from 'fast-check'
import { expect, test } from 'vitest'
import { countCashtags, urlsIn, weightOf } from './x-text.ts'

test.each([
  ['', 0],
  ['Grüße', 5],
  ['Γειά', 4],
  ['привет', 6],
  ['שלום', 4],
  ['日本語', 6],
  ['한국', 4],
  // decomposed, as some keyboards send it
  ['u\u0308', 1],
  ['…', 2],
  ['“quoted” – so', 13],
  ['🎉', 2],
  ['👍🏽', 2],
  ['👨‍👩‍👧‍👦', 2],
  ['🇩🇪🇫🇷', 4],
  ['1️⃣', 2],
  ['a🎉b', 4],
])('%s weighs %i', (text, weight) => {
  expect(weightOf(text)).toBe(weight)
})

test.each([
  ['https://a.example/', ['https://a.example/']],
  ['see https://a.example/b?c=d#e.', ['https://a.example/b?c=d#e']],
  ['(https://a.example/b)', ['https://a.example/b']],
  ['https://a.example/b_(c)', ['https://a.example/b_(c)']],
  ['HTTP://A.EXAMPLE and http://münchen.de/ä', ['HTTP://A.EXAMPLE', 'http://münchen.de/ä']],
  ['https://a.example:8080/x,', ['https://a.example:8080/x']],
  ['example.com, www.bbc.co.uk and bbc.uk/a', ['example.com', 'www.bbc.co.uk', 'bbc.uk/a']],
  ['bbc.uk', []],
  ['ann@example.com @example.com #example.com', []],
  ['end.Then', []],
  ['https://localhost/a', []],
  ['1.5 and 3.14', []],
])('the addresses of %s', (text, urls) => {
  expect(urlsIn(text)).toEqual(urls)
})

test('an address weighs 23, however long it is, and what stands around it its own', () => {
  expect(weightOf('https://a.example')).toBe(23)
  expect(weightOf(`https://a.example/${'b'.repeat(500)}`)).toBe(23)
  expect(weightOf('see https://a.example, please')).toBe(4 + 23 + 8)
})

test('cashtags are stocks, not prices', () => {
  expect(countCashtags('$PRLY and $brk.a')).toBe(2)
  expect(countCashtags('$5 and US$PRLY')).toBe(0)
})

test('no weight is negative, and words apart weigh what they weigh alone', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' }), (one, other) => {
      expect(weightOf(one)).toBeGreaterThanOrEqual(0)
      expect(weightOf(`${one}\n${other}`)).toBe(weightOf(one) + 1 + weightOf(other))
    }),
  )
})

test('a long text of anything is weighed in time that grows with its length', () => {
  const hostile = ['a.', 'https://', '(', 'a-', '://a.', 'https://a.example/(', '?a=', '/-']
  for (const piece of hostile) expect(weightOf(piece.repeat(5_000))).toBeGreaterThan(0)
})
