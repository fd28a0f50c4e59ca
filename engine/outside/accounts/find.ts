/** `credentialOf`: the token of an account, refreshed in time; `endingSoon`: those that nobody has asked for in a while. */
import type { SocialAccount } from '../../store/entities/social-account.ts'
import type { AccountsParts, Found } from './accounts.ts'
import type { Refresh } from './refresh.ts'
import { credentialIn, readAccount } from './row.ts'

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
/** A call that begins with a token should also end with it. */
const EARLY_MS = 5 * MINUTE_MS
/** A token of 60 days that has run out cannot be refreshed any more on some networks, so these are not left to the end. */
const EARLY_SHARE = 6
const EARLY_MS_MAX = 10 * DAY_MS

export async function credentialOf(
  parts: AccountsParts,
  refresh: Refresh,
  accountId: string,
): Promise<Found> {
  const { store, sealing, clock, log } = parts
  const row = await readAccount(store.em(), accountId)
  if (row === null) return { is: 'unknown' }
  if (row.health === 'dead') return { is: 'dead', code: row.trouble ?? 'unknown' }
  const credential = credentialIn(sealing, row)
  if (credential === null) {
    log.error({ accountId, network: row.network }, 'the tokens of an account were sealed with another key')
    return { is: 'dead', code: 'key-lost' }
  }
  const known: Found = { is: 'ok', credential, organisationId: row.organisationId, network: row.network }
  const leftMs = (row.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY) - clock.now()
  if (leftMs > earlyMs(row)) return known
  if (leftMs <= 0) return refresh(accountId, credential, 'ended')
  const found = await refresh(accountId, credential, 'endsSoon')
  // it is good still, so nothing is lost by using it
  return found.is === 'unavailable' || found.is === 'dead' ? known : found
}

/** How long before its end a token is exchanged. */
export function earlyMs({
  expiresAt,
  refreshedAt,
}: Pick<SocialAccount, 'expiresAt' | 'refreshedAt'>): number {
  const lifeMs = (expiresAt?.getTime() ?? 0) - refreshedAt.getTime()
  return lifeMs <= DAY_MS ? EARLY_MS : Math.min(lifeMs / EARLY_SHARE, EARLY_MS_MAX)
}

/** As `earlyMs` has it, of tokens that live longer than a day. Those that end within hours are refreshed when needed. */
const ENDING = `
SELECT id FROM social_account
 WHERE removed_at IS NULL AND health = 'healthy' AND expires_at - refreshed_at > interval '1 day'
   AND expires_at - least((expires_at - refreshed_at) / ${EARLY_SHARE}, interval '10 days') < ?::timestamptz
 ORDER BY expires_at LIMIT ?`

export async function endingSoon({ store, clock }: AccountsParts, limit: number): Promise<string[]> {
  const now = new Date(clock.now()).toISOString()
  const rows = await store.em().execute<{ id: string }[]>(ENDING, [now, limit])
  return rows.map(({ id }) => id)
}
