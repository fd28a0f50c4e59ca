/** `expiryWords`: a warning when a consent ends soon; null while it does not. */
import type { AccountView } from '../../app/posts-api.ts'

const DAY_MS = 86_400_000
/** Tokens that end within hours are renewed by themselves; what ends within days must be connected again by a person. */
const SOON_DAYS = 7
/** Networks whose consent cannot be renewed without the person. */
const BY_HAND: ReadonlySet<AccountView['network']> = new Set(['linkedin'])

export function expiryWords({ network, health, expiresAt }: AccountView, nowMs: number): string | null {
  if (health === 'dead' || expiresAt === null || !BY_HAND.has(network)) return null
  const days = Math.floor((Date.parse(expiresAt) - nowMs) / DAY_MS)
  if (days >= SOON_DAYS) return null
  if (days < 1) return 'Ends today: connect it again.'
  return `Ends in ${days} ${days === 1 ? 'day' : 'days'}: connect it again before.`
}
