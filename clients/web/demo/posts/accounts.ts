/** The accounts of the demo: one a network, one of which must be connected again. */
import type { AccountView, NetworkView } from '../../app/posts-api.ts'

const DAY_MS = 86_400_000
const plain = { health: 'healthy', trouble: null, expiresAt: null, scopes: [] } as const

export const ACCOUNTS: readonly AccountView[] = [
  { ...plain, id: 'a-x', network: 'x', name: 'Northwind', handle: 'northwind' },
  { ...plain, id: 'a-instagram', network: 'instagram', name: 'Northwind', handle: 'northwind.coffee' },
  {
    ...plain,
    id: 'a-linkedin',
    network: 'linkedin',
    name: 'Northwind Roasters',
    handle: null,
    expiresAt: new Date(Date.now() + 4.5 * DAY_MS).toISOString(),
  },
  {
    ...plain,
    id: 'a-facebook',
    network: 'facebook',
    name: 'Northwind Coffee',
    handle: null,
    health: 'dead',
    trouble: 'Facebook does not take this connection any more (190). Connect the account again.',
  },
  { ...plain, id: 'a-youtube', network: 'youtube', name: 'Northwind', handle: '@northwind' },
]

export const NETWORK_VIEWS: readonly NetworkView[] = [
  { name: 'x', title: 'X', isConfigured: true },
  { name: 'instagram', title: 'Instagram', isConfigured: true },
  { name: 'linkedin', title: 'LinkedIn', isConfigured: true },
  { name: 'facebook', title: 'Facebook', isConfigured: true },
  { name: 'youtube', title: 'YouTube', isConfigured: false },
]
