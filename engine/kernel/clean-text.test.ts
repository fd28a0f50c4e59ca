import { expect, it } from 'vitest'
import { cleanText } from './clean-text.ts'

it('trims and keeps everything inside', () => {
  expect(cleanText('  two  words\n and a line \t')).toBe('two  words\n and a line')
})

it('removes what PostgreSQL cannot store', () => {
  expect(cleanText('a\0b')).toBe('ab')
  expect(cleanText('\0')).toBe('')
  expect(cleanText('half \ud83e of a parrot')).toBe('half \ufffd of a parrot')
  expect(cleanText('a whole 🦜')).toBe('a whole 🦜')
})

it('calls empty what nobody could see', () => {
  for (const text of ['', ' \u00a0\u2003', '\u200b', '\u200b \u200d', '\u2800', '\u3164']) {
    expect(cleanText(text)).toBe('')
  }
})

it('keeps the invisible characters that hold emoji and scripts together', () => {
  expect(cleanText('👩\u200d🚀')).toBe('👩\u200d🚀')
  expect(cleanText('می\u200cخواهم')).toBe('می\u200cخواهم')
})

it('is done after once', () => {
  const text = ' \0 a \ud800 '
  expect(cleanText(cleanText(text))).toBe(cleanText(text))
})
