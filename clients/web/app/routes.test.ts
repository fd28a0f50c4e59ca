import { expect, test } from 'vitest'
import { pathOf, pathOfHash, readSeq, reviewTokenOf } from './routes.ts'

test('a message has an address, and it is read back', () => {
  expect(pathOf('c1')).toBe('/c/c1')
  expect(pathOf('c1', 12)).toBe('/c/c1/12')
  expect(readSeq('12')).toBe(12)
  for (const odd of [undefined, '', '0', '-1', '1.5', '1e3', 'x', '9'.repeat(30)])
    expect(readSeq(odd)).toBe(null)
})

test('a network sends people back to the accounts, with what came of it', () => {
  expect(pathOfHash('#/accounts?connected=a%2F1')).toBe('/posts/accounts/connected/a%2F1')
  expect(pathOfHash('#/accounts?failed=access_denied')).toBe('/posts/accounts/failed/access_denied')
  expect(pathOfHash('#/accounts')).toBe('/posts/accounts')
  for (const other of ['', '#', '#/c/1', '#/accountsx?connected=1']) expect(pathOfHash(other)).toBe(null)
})

test('a client is known by the token after the hash, and by nothing else', () => {
  expect(reviewTokenOf('#/review/abc.def-1_~')).toBe('abc.def-1_~')
  for (const other of ['', '#/review/', '#/review/a/b', '#/reviews/abc', '#/review/<b>'])
    expect(reviewTokenOf(other)).toBe(null)
})
