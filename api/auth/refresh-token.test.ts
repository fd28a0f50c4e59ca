import { expect, test } from 'vitest'
import { firstToken, hashToken, nextToken, sessionOf } from './refresh-token.ts'

const SESSION = '01998877-0000-7000-8000-000000000001'
const [KEY, OTHER_KEY] = [7, 8].map((byte) => Buffer.alloc(32, byte).toString('base64url')) as [
  string,
  string,
]

test('a token names its session, and its hash tells nothing of it', () => {
  const [one, other] = [firstToken(KEY, SESSION), firstToken(KEY, SESSION)]
  expect(one).not.toBe(other)
  expect(sessionOf(KEY, one)).toBe(SESSION)
  expect(hashToken(one)).not.toContain(one.split('.')[1])
})

test('a token has exactly one successor, which only the holder of the key can make', () => {
  const token = firstToken(KEY, SESSION)
  const successor = nextToken(KEY, token)
  expect(successor).not.toBe(token)
  expect(nextToken(KEY, token)).toBe(successor)
  expect(sessionOf(KEY, successor)).toBe(SESSION)
  expect(nextToken(OTHER_KEY, token).split('.')[1]).not.toBe(successor.split('.')[1])
})

test('a token that was never ours belongs to no session', () => {
  const token = firstToken(KEY, SESSION)
  expect(sessionOf(OTHER_KEY, token)).toBeNull()
  expect(sessionOf(KEY, token.replace('0001.', '0002.'))).toBeNull()
  const [, bits, seal] = firstToken(KEY, SESSION).split('.')
  expect(sessionOf(KEY, `${SESSION}.${bits}.${token.split('.')[2]}`)).toBeNull()
  expect(sessionOf(KEY, `${SESSION}.${token.split('.')[1]}.${seal}`)).toBeNull()
})

test.each(['', 'x', SESSION, `${SESSION}.short.x`, `not-a-uuid.${'a'.repeat(43)}.${'a'.repeat(22)}`])(
  'what is no refresh token belongs to no session: %s',
  (text) => {
    expect(sessionOf(KEY, text)).toBeNull()
  },
)
