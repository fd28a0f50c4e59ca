/** `makeRefresh`: exchanges a token once, however many ask for it, and keeps what came of it. */
import { sleep } from '../../kernel/sleep.ts'
import { UNSCOPED } from '../../store/entities/organisation-filter.ts'
import { SocialAccount } from '../../store/entities/social-account.ts'
import type { Credential } from '../platforms/contract.ts'
import type { AccountsParts, Found } from './accounts.ts'
import { atMost } from './at-most.ts'
import { credentialIn, isLockTimeout, lockAccount, mergedWith, rowOf } from './row.ts'

/**
 * ended     the network does not take it any more: without another one the account is dead
 * endsSoon  it is still good: nothing is said to be dead that somebody may yet use
 */
export type Because = 'ended' | 'endsSoon'
export type Refresh = (accountId: string, stale: Credential, because: Because) => Promise<Found>

/** Each holds a connection of the database while the network answers; there are ten. */
const AT_ONCE_MAX = 3
/** Somebody else has been asking for longer than we wait. */
const WAITED_MS = 5_000
/** The network did not answer. */
const PATIENCE_MS = 60_000
const KEEP_ATTEMPTS = 6
const KEEP_FIRST_MS = 200

export function makeRefresh(parts: AccountsParts): Refresh {
  const flights = new Map<string, Promise<Found>>()
  const inTurn = atMost(AT_ONCE_MAX)
  return async (accountId, stale, because) => {
    for (let flight = flights.get(accountId); flight !== undefined; flight = flights.get(accountId)) {
      const found = await flight
      if (found.is !== 'ok' || !isSame(found.credential, stale)) return found
    }
    const flight = inTurn(() => refresh(parts, accountId, stale, because)).finally(() =>
      flights.delete(accountId),
    )
    flights.set(accountId, flight)
    return flight
  }
}

/** What a network has given us, to be written into a row. */
interface Given {
  readonly row: SocialAccount
  readonly credential: Credential
}

/** The row is locked from the look at its token until the new one is in it: two exchanges would void each other. */
async function refresh(
  parts: AccountsParts,
  accountId: string,
  stale: Credential,
  because: Because,
): Promise<Found> {
  const { store, sealing, clock, platforms, tell } = parts
  const later = (ms: number): Found => ({
    is: 'unavailable',
    retryAt: new Date(clock.now() + ms).toISOString(),
  })
  // outlives the transaction, which may fail once the network has answered
  const came: { given: Given | null; died: SocialAccount | null } = { given: null, died: null }
  const work = store.em().transactional(async (em): Promise<Found> => {
    const row = await lockAccount(em, accountId)
    if (row === null) return { is: 'unknown' }
    if (row.health === 'dead') return { is: 'dead', code: row.trouble ?? 'unknown' }
    const current = credentialIn(sealing, row)
    if (current === null) return { is: 'dead', code: 'key-lost' }
    if (!isSame(current, stale)) return foundIn(row, current)
    const platform = platforms.get(row.network)
    if (platform === undefined) return later(PATIENCE_MS)
    const answer = await platform.refresh(current)
    if (answer.is === 'failed') return later(PATIENCE_MS)
    if (answer.is === 'authDead') {
      if (because === 'endsSoon') return { is: 'dead', code: answer.code }
      const dead = { health: 'dead', trouble: answer.code } as const
      await em.nativeUpdate(SocialAccount, { id: row.id }, dead, UNSCOPED)
      came.died = row
      return { is: 'dead', code: answer.code }
    }
    came.given = { row, credential: mergedWith(current, answer.credential) }
    await em.nativeUpdate(SocialAccount, { id: row.id }, freshRow(parts, came.given), UNSCOPED)
    return foundIn(row, came.given.credential)
  })
  const found = await work.catch(async (error: unknown) => {
    if (came.given !== null) return keepLate(parts, came.given)
    if (isLockTimeout(error)) return later(WAITED_MS)
    throw error
  })
  if (came.died !== null) tell({ accountId, organisationId: came.died.organisationId, health: 'dead' })
  return found
}

function freshRow({ sealing, clock }: AccountsParts, { row, credential }: Given) {
  const refreshedAt = new Date(clock.now())
  return { ...rowOf(sealing, row.id, credential), refreshedAt, health: 'healthy', trouble: null } as const
}

/**
 * The network has exchanged the tokens, and the database did not take the new ones: without them the account would have
 * to be connected again, so this tries for a while, unless somebody else has written others.
 */
async function keepLate(parts: AccountsParts, given: Given): Promise<Found> {
  const { store, clock, log } = parts
  const { row, credential } = given
  for (let attempt = 0; ; attempt++) {
    try {
      const before = { id: row.id, sealed: row.sealed, removedAt: null }
      await store.em().nativeUpdate(SocialAccount, before, freshRow(parts, given), UNSCOPED)
      return foundIn(row, credential)
    } catch (error) {
      log.error({ err: error, accountId: row.id, attempt }, 'the refreshed tokens of an account are not kept')
      if (attempt + 1 === KEEP_ATTEMPTS) throw error
      await sleep(clock, KEEP_FIRST_MS * 2 ** attempt)
    }
  }
}

function foundIn({ organisationId, network }: SocialAccount, credential: Credential): Found {
  return { is: 'ok', credential, organisationId, network }
}

function isSame(one: Credential, other: Credential): boolean {
  return one.accessToken === other.accessToken
}
