/** `startKeeper`: from time to time, what nobody asks for but somebody would miss: tokens that would run out, pieces left over. */
import type { Log } from '../../engine/actors/ports.ts'
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Outside } from '../../engine/outside/outside.ts'
import { startRounds } from '../rounds.ts'

export interface KeeperParts {
  readonly outside: {
    readonly accounts: Pick<Outside['accounts'], 'endingSoon' | 'credentialOf'>
    readonly media: Pick<Outside['media'], 'sweep'>
  }
  readonly clock: Clock
  readonly log: Log
}

/** Tokens are exchanged days before their end, so an hour is often enough; every node does it, and whoever is second finds nothing. */
const ROUND_MS = 60 * 60_000
/** Not while a node starts. */
const FIRST_MS = 5 * 60_000
const ACCOUNTS_A_ROUND = 200

/** Returns a function that ends it. */
export function startKeeper(parts: KeeperParts): () => void {
  const { clock, log } = parts
  const failure = 'a round of the keeper failed'
  return startRounds({ clock, log, failure, firstMs: FIRST_MS, everyMs: ROUND_MS, round: () => keep(parts) })
}

/** One round. */
export async function keep({ outside: { accounts, media }, log }: KeeperParts): Promise<void> {
  const swept = await media.sweep()
  if (swept > 0) log.warn({ swept }, 'took away pieces of files that never became whole')
  // one after another: nobody waits for them
  for (const accountId of await accounts.endingSoon(ACCOUNTS_A_ROUND)) {
    const found = await accounts.credentialOf(accountId)
    if (found.is !== 'ok') log.warn({ accountId, is: found.is }, 'an account could not be kept alive')
  }
}
