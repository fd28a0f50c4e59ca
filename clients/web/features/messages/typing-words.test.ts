import { expect, test } from 'vitest'
import { typingWords } from './typing-words.ts'

test.each([
  [[], null],
  [['Ann Lee'], 'Ann is typing'],
  [[''], 'Somebody is typing'],
  [['Ann Lee', 'Bob'], 'Ann and Bob are typing'],
  [['Ann', 'Bob', 'Carl'], 'Several people are typing'],
])('%o: %s', (names, words) => {
  expect(typingWords(names)).toBe(words)
})
