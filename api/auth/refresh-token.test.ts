import { expect, test } from 'vitest'
import { firstToken, hashToken, nextToken, sessionOf } from './refresh-token.ts'

const SESSION = '01998877-0000-7000-8000-000000000001'
const KEY = Buffer.alloc(32, 7).toString('base64url')

test('a token names its session and nothing else can be told from it', () => {
  const [one, other] = [firstToken(SESSION), firstToken(SESSION)]
  expect(one).not.toBe(other)
  expect(sessionOf(one)).toBe(SESSION)
  expect(hashToken(one)).not.toContain(one.split('.')[1])
})

test('a token has exactly one successor, which only the holder of the key can make', () => {
  const token = firstToken(SESSION)
  const successor = nextToken(KEY, SESSION, token)
  expect(nextToken(KEY, SESSION, token)).toBe(successor)
  expect(sessionOf(successor)).toBe(SESSION)
  expect(nextToken(Buffer.alloc(32, 8).toString('base64url'), SESSION, token)).not.toBe(successor)
})

test.each([
  '',
  'x',
  SESSION,
  `${SESSION}.short`,
  `not-a-uuid.${'a'.repeat(43)}`,
  `${SESSION}.${'a'.repeat(44)}`,
])('what is no refresh token belongs to no session: %s', (text) => {
  expect(sessionOf(text)).toBeNull()
})
