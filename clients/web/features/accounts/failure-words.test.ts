import { expect, test } from 'vitest'
import { failureWords } from './failure-words.ts'

test('a refusal is told in words, ours by our table and others by their name', () => {
  expect(failureWords('access_denied')).toContain('not allowed')
  expect(failureWords('NO_PERMISSION')).toBe('Your role does not allow this.')
  expect(failureWords('server_error')).toContain('(server_error)')
  expect(failureWords('x'.repeat(500)).length).toBeLessThan(160)
})
