/** `credentialIn` and `rowOf`: a credential in the row of its account, and out of it. */

import { UNSCOPED } from '../../store/entities/organisation-filter.ts'
import { SocialAccount } from '../../store/entities/social-account.ts'
import type { Store } from '../../store/store.ts'
import type { Credential } from '../platforms/contract.ts'
import type { Sealing } from './seal.ts'

export type Em = ReturnType<Store['em']>

/** Null when it does not open: it was sealed with a key that is kept no more. */
export function credentialIn(sealing: Sealing, row: SocialAccount): Credential | null {
  const text = sealing.open(row.sealed, row.id)
  if (text === null) return null
  const { accessToken, refreshToken } = JSON.parse(text) as Tokens
  return {
    accountRef: row.accountRef,
    accessToken,
    refreshToken,
    expiresAt: row.expiresAt?.toISOString() ?? null,
    scopes: row.scopes,
  }
}

type Tokens = Pick<Credential, 'accessToken' | 'refreshToken'>

/** Columns of a credential, for the account `id`. */
export function rowOf(sealing: Sealing, id: string, credential: Credential) {
  const { accessToken, refreshToken, expiresAt, scopes } = credential
  const tokens: Tokens = { accessToken, refreshToken }
  return {
    sealed: sealing.seal(JSON.stringify(tokens), id),
    expiresAt: expiresAt === null ? null : new Date(expiresAt),
    scopes: [...scopes],
  }
}

/** What a network leaves out it has not changed: above all, no refresh token is no reason to lose the one there is. */
export function mergedWith(before: Credential | null, given: Credential): Credential {
  return {
    ...given,
    refreshToken: given.refreshToken || before?.refreshToken || null,
    scopes: given.scopes.length > 0 ? given.scopes : (before?.scopes ?? []),
  }
}

/** The connected account `id`, whoever it belongs to. */
export function readAccount(em: Em, id: string): Promise<SocialAccount | null> {
  return em.findOne(SocialAccount, { id, removedAt: null }, UNSCOPED)
}

/** How long a refresh waits for another one of the same account, in another process. */
const LOCK_WAIT_MS = 8_000
/** The network's answer is waited for inside the transaction, longer than others may stay idle in theirs. */
const IDLE_MS = 120_000

/** The same, with the row locked until the transaction ends. Rejects when somebody else holds it for too long. */
export async function lockAccount(em: Em, id: string): Promise<SocialAccount | null> {
  await em.execute("SELECT set_config('lock_timeout', ?, true)", [`${LOCK_WAIT_MS}`])
  await em.execute("SELECT set_config('idle_in_transaction_session_timeout', ?, true)", [`${IDLE_MS}`])
  await em.execute('SELECT 1 FROM social_account WHERE id = ? FOR UPDATE', [id])
  return readAccount(em, id)
}

const LOCK_NOT_AVAILABLE = '55P03'

/** Whether `lockAccount` gave up. */
export function isLockTimeout(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === LOCK_NOT_AVAILABLE
}
