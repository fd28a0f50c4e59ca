import { expect, test } from 'vitest'
import { makeSealing } from '../accounts/seal.ts'
import { makeKeyring } from './keyring.ts'
import { makeWebhookSecrets } from './webhook-secrets.ts'

const [OLD, NEW] = ['the first secret of this installation', 'the second secret of this installation']
const secretsOf = (...keys: string[]) => makeWebhookSecrets(makeSealing(makeKeyring(keys)))

test('a secret is stored so that it opens for its webhook alone', () => {
  const { make, seal, open } = secretsOf(OLD)
  const secret = make()
  expect(secret).toMatch(/^whsec_[\w-]{43}$/)
  const stored = seal('one', secret)
  expect(stored).not.toContain(secret)
  expect(open('one', stored)).toBe(secret)
  expect(open('another', stored)).toBeNull()
})

test('what was stored before secrets were sealed is good as it is', () => {
  const { make, open } = secretsOf(OLD)
  const secret = make()
  expect(open('one', secret)).toBe(secret)
})

test('a key that is kept opens what it has sealed, and one that is not does not', () => {
  const stored = secretsOf(OLD).seal('one', 'whsec_x')
  expect(secretsOf(NEW, OLD).open('one', stored)).toBe('whsec_x')
  expect(secretsOf(NEW).open('one', stored)).toBeNull()
})
