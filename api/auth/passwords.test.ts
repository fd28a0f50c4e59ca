import { afterAll, expect, test } from 'vitest'
import { makePasswords } from './passwords.ts'

const passwords = makePasswords(1, Date.now)
afterAll(() => passwords.close())

test('a password matches its hash of 12 rounds, and no other does', async () => {
  const hash = await passwords.hash('correct horse')
  expect(hash).toMatch(/^\$2b\$12\$/)
  expect(await passwords.matches('correct horse', hash)).toBe(true)
  expect(await passwords.matches('correct house', hash)).toBe(false)
})

test('nobody has no password', async () => {
  expect(await passwords.matches('password1', null)).toBe(false)
})

test('a password longer than bcrypt reads is not taken for its first 72 bytes', async () => {
  const hash = await passwords.hash('x'.repeat(72))
  expect(await passwords.matches('x'.repeat(72), hash)).toBe(true)
  expect(await passwords.matches(`${'x'.repeat(72)}y`, hash)).toBe(false)
})

test('a storm of sign-ins leaves the event loop free', async () => {
  let storming = true
  const storm = Promise.all(['a', 'b', 'c'].map((letter) => passwords.hash(letter.repeat(8))))
  void storm.finally(() => {
    storming = false
  })
  let turns = 0
  while (storming) {
    await new Promise((resolve) => setImmediate(resolve))
    turns++
  }
  // on the loop itself bcrypt gives way about ten times a second: some dozen turns
  expect(turns).toBeGreaterThan(300)
})

test('the queue has an end: what does not fit is told when to come back', async () => {
  const small = makePasswords(1, Date.now)
  const jobs = Array.from({ length: 300 }, () => small.hash('password').catch((error: unknown) => error))
  expect(await jobs[299]).toMatchObject({ reason: 'BUSY', retryAfterMs: expect.any(Number) })
  await small.close()
  expect(await jobs[200]).toMatchObject({ reason: 'SHUTTING_DOWN' })
})
