/** The accounts of the demo: one a network, one of which must be connected again. */
import type { AccountView, NetworkView } from '../../app/posts-api.ts'

const DAY_MS = 86_400_000
const plain = { health: 'healthy', trouble: null, expiresAt: null, scopes: [], pictureUrl: null } as const
/** A cup seen from above. */
const CUP = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 40"><rect width="40" height="40" fill="#d9c3a5"/><circle cx="20" cy="20" r="13" fill="#fff"/><circle cx="20" cy="20" r="10" fill="#5b3a22"/></svg>',
)}`

export const ACCOUNTS: readonly AccountView[] = [
  { ...plain, id: 'a-x', network: 'x', name: 'Northwind', handle: 'northwind', pictureUrl: CUP },
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
