/** `begin`: remembers that somebody goes to a network to connect an account, and says where to send them. */
import { createHash, randomBytes } from 'node:crypto'
import { refuse } from '../../protocol/errors.ts'
import type { Network } from '../../protocol/post-shapes.ts'
import { Consent } from '../../store/entities/consent.ts'
import { UNSCOPED } from '../../store/entities/organisation-filter.ts'
import { SocialAccount } from '../../store/entities/social-account.ts'
import type { AccountsParts } from './accounts.ts'

export interface ToConnect {
  readonly network: Network
  readonly organisationId: string
  readonly userId: string
  /** The account to connect again; null for whichever they choose there. */
  readonly accountId: string | null
}

/** Somebody reads what they are asked to allow, and signs in there before that. */
const CONSENT_MS = 10 * 60_000
/** 256 bits, 43 characters: nobody guesses it. */
const STATE_BYTES = 32
/** 64 characters; PKCE wants 43 to 128. */
const VERIFIER_BYTES = 48

export async function begin(
  parts: AccountsParts,
  { network, organisationId, userId, accountId }: ToConnect,
): Promise<string> {
  const { store, clock, platforms } = parts
  const platform = platforms.get(network) ?? refuse('NETWORK_NOT_CONFIGURED')
  const em = store.em()
  if (accountId !== null) {
    const known = await em.count(SocialAccount, { id: accountId, organisationId, network }, UNSCOPED)
    if (known === 0) refuse('UNKNOWN_ACCOUNT')
  }
  const state = randomBytes(STATE_BYTES).toString('base64url')
  const verifier = randomBytes(VERIFIER_BYTES).toString('base64url')
  const endsAt = new Date(clock.now() + CONSENT_MS)
  await em.insert(Consent, { state, organisationId, userId, network, verifier, accountId, endsAt })
  // those who never came back
  await em.nativeDelete(Consent, { endsAt: { $lt: new Date(clock.now()) } })
  const challenge = createHash('sha256').update(verifier).digest('base64url')
  return platform.authorizeUrl({ redirectUri: redirectUri(parts, network), state, challenge })
}

/** Exactly as it is registered at the network, and the same when the code is exchanged. */
export function redirectUri({ publicUrl }: Pick<AccountsParts, 'publicUrl'>, network: Network): string {
  return `${publicUrl}/connected/${network}`
}
