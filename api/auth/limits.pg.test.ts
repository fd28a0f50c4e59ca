import { afterAll, beforeAll, expect, test } from 'vitest'
import { PASSWORD, type Parley, refusal, refusalDetail, withParley } from '../testing.ts'

let parley: Parley
beforeAll(async () => {
  parley = await withParley({
    signup: 'domains',
    signupDomains: ['example.org'],
    signUpsPerHour: 3,
    passwordThreads: 2,
  })
})
afterAll(() => parley.stop())

test('an account is locked after ten failures, even for who knows the password, from wherever they ask', async () => {
  const { email } = await parley.someone('Ann')
  const guess = async (address: string) =>
    (await parley.as({ address })).auth.signIn({ email, password: 'a guess' })
  for (let tried = 0; tried < 10; tried++) {
    expect(await refusal(guess(`192.0.2.${tried}`))).toBe('WRONG_CREDENTIALS')
  }
  const locked = await refusalDetail(
    (await parley.as({ address: '198.51.100.1' })).auth.signIn({ email, password: PASSWORD }),
  )
  expect(locked.reason).toBe('RATE_LIMITED')
  expect(locked.retryAfterMs).toBeGreaterThan(0)
})

test('guesses sent all at once learn no more than guesses sent one by one', async () => {
  const { email } = await parley.someone('Bob')
  const caller = await parley.as({ address: '198.51.100.2' })
  const reasons = await Promise.all(
    Array.from({ length: 14 }, () => refusal(caller.auth.signIn({ email, password: 'a guess' }))),
  )
  expect(reasons.filter((reason) => reason === 'WRONG_CREDENTIALS')).toHaveLength(10)
  expect(reasons.filter((reason) => reason === 'RATE_LIMITED')).toHaveLength(4)
})

test('an address that fails a hundred times is refused, others are not', async () => {
  const caller = await parley.as({ address: '198.51.100.3' })
  const taken = { email: (await parley.someone('Cleo')).email, password: PASSWORD, name: 'Cleo' }
  for (let tried = 0; tried < 100; tried++)
    expect(await refusal(caller.auth.signUp(taken))).toBe('EMAIL_TAKEN')
  expect(await refusal(caller.auth.signUp(taken))).toBe('RATE_LIMITED')
  expect(await refusal((await parley.as({ address: '198.51.100.4' })).auth.signUp(taken))).toBe('EMAIL_TAKEN')
})

test('an address makes so many accounts an hour and no more', async () => {
  const caller = await parley.as()
  const dora = { email: 'dora@example.org', password: PASSWORD, name: 'Dora' }
  expect(await refusal(caller.auth.signUp(dora))).toBe('RATE_LIMITED')
})

test('where sign-up is by domain, others stay out', async () => {
  const caller = await parley.as({ address: '198.51.100.5' })
  const signUp = (email: string) => caller.auth.signUp({ email, password: PASSWORD, name: 'Eve' })
  expect(await refusal(signUp('eve@example.com'))).toBe('SIGNUP_CLOSED')
  expect(await refusal(signUp('eve@sub.example.org'))).toBe('SIGNUP_CLOSED')
})

test('where sign-up is by invitation, the first person gets in to invite the others', async () => {
  const closed = await withParley({ signup: 'invite' })
  try {
    const first = await Promise.allSettled([closed.someone('One'), closed.someone('Other')])
    expect(first.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await expect(closed.someone('Late')).rejects.toThrow(/invitation/)
  } finally {
    await closed.stop()
  }
})
