import { expect, test } from 'vitest'
import { countWords, doneWords } from './report-words.ts'

test('says what was done to how many', () => {
  expect(doneWords({ do: 'cancel' }, 12)).toBe('12 posts are cancelled')
  expect(doneWords({ do: 'shift', days: 1, minutes: 0 }, 1)).toBe('One post is moved')
  expect(doneWords({ do: 'approve' }, 0)).toBe('Nothing was approved')
  expect([countWords(1), countWords(3)]).toEqual(['one post', '3 posts'])
})
