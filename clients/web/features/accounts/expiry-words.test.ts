import { expect, test } from 'vitest'
import type { AccountView } from '../../app/posts-api.ts'
import { expiryWords } from './expiry-words.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const account = (more: Partial<AccountView>): AccountView => ({
  id: 'a1',
  network: 'linkedin',
  name: 'Ann',
  handle: null,
  pictureUrl: null,
  health: 'healthy',
  trouble: null,
  expiresAt: new Date(NOW + 3.5 * 86_400_000).toISOString(),
  scopes: [],
  ...more,
})

test('whoever must do something about an end is told in time', () => {
  expect(expiryWords(account({}), NOW)).toBe('Ends in 3 days: connect it again before.')
  expect(expiryWords(account({ expiresAt: new Date(NOW + 3_600_000).toISOString() }), NOW)).toContain('today')
})

test('nobody is told of what renews itself, is far away or has no end', () => {
  expect(expiryWords(account({ network: 'x' }), NOW)).toBe(null)
  expect(expiryWords(account({ expiresAt: new Date(NOW + 30 * 86_400_000).toISOString() }), NOW)).toBe(null)
  expect(expiryWords(account({ expiresAt: null }), NOW)).toBe(null)
  expect(expiryWords(account({ health: 'dead' }), NOW)).toBe(null)
})
