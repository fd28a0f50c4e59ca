import fc from 'fast-check'
import { expect, test } from 'vitest'
import { shownOf } from './fake-little-text.ts'
import { fromLittleText, toLittleText } from './little-text.ts'

test.each([
  ['plain words, 50% off & more!', 'plain words, 50% off & more!'],
  ['(a) [b] {c} <d>', String.raw`\(a\) \[b\] \{c\} \<d\>`],
  ['snake_case *bold* ~x~ a|b \\o', String.raw`snake\_case \*bold\* \~x\~ a\|b \\o`],
  ['#Harbour day', String.raw`{hashtag|\#|Harbour} day`],
  ['#big_day', String.raw`{hashtag|\#|big\_day}`],
  ['#1 of C#', String.raw`\#1 of C\#`],
  ['https://a.example/b_c#d', String.raw`https://a.example/b\_c\#d`],
  ['ann@a.example', String.raw`ann\@a.example`],
  [
    'with @[Harbour (Ltd)](urn:li:organization:7)!',
    String.raw`with @[Harbour \(Ltd\)](urn:li:organization:7)!`,
  ],
  ['with @[nobody](somewhere)', String.raw`with \@\[nobody\]\(somewhere\)`],
])('%s', (text, little) => {
  expect(toLittleText(text)).toBe(little)
})

test('whatever was written is shown whole, by a network that ends a text at what is not escaped', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      fc.pre(!/@\[[^\]]+\]\(urn:/.test(text))
      expect(shownOf(toLittleText(text))).toBe(text)
      expect(fromLittleText(toLittleText(text))).toBe(text)
    }),
  )
})

test('a mention is shown as its name', () => {
  const text = 'with @[Harbour (Ltd)](urn:li:organization:7) and #harbour'
  expect(fromLittleText(toLittleText(text))).toBe('with Harbour (Ltd) and #harbour')
  expect(shownOf(toLittleText(text))).toBe('with Harbour (Ltd) and #harbour')
})
