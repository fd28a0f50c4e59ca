/** `makeMemoryAccounts`: accounts in memory, with tokens of the fakes that end when the real ones do. */

import type { Clock } from '../../engine/kernel/clock.ts'
import type { Accounts, Found } from '../../engine/outside/accounts/accounts.ts'
import { earlyMs } from '../../engine/outside/accounts/find.ts'
import { mergedWith } from '../../engine/outside/accounts/row.ts'
import type { Credential, Platform } from '../../engine/outside/platforms/contract.ts'
import type { Network } from '../../engine/protocol/post-shapes.ts'
import type { PublishersOutside } from '../publisher/parts.ts'
import type { WeekAccount } from './week.ts'

export interface MemoryAccountsParts {
  readonly accounts: readonly WeekAccount[]
  readonly grant: (account: WeekAccount) => Credential
  readonly platforms: ReadonlyMap<Network, Platform>
  readonly clock: Clock
}

/** With what a keeper asks, so that long tokens do not run out. */
export type MemoryAccounts = PublishersOutside['accounts'] & Pick<Accounts, 'endingSoon'>

interface Kept {
  readonly account: WeekAccount
  credential: Credential
  refreshedAtMs: number
  /** Why it is dead; null while it lives. */
  dead: string | null
}

const RETRY_MS = 60_000
const DAY_MS = 24 * 60 * 60_000

export function makeMemoryAccounts({
  accounts,
  grant,
  platforms,
  clock,
}: MemoryAccountsParts): MemoryAccounts {
  const all = new Map(
    accounts
      .filter(({ isRemoved }) => !isRemoved)
      .map((account): [string, Kept] => {
        const dead = account.health === 'dead' ? (account.trouble ?? 'unknown') : null
        return [
          account.id,
          { account, credential: grant(account), refreshedAtMs: Date.parse(account.refreshedAt), dead },
        ]
      }),
  )

  async function refresh(kept: Kept, hasEnded: boolean): Promise<Found> {
    const answer = await platforms.get(kept.account.network)?.refresh(kept.credential)
    if (answer?.is === 'ok') {
      kept.credential = mergedWith(kept.credential, answer.credential)
      kept.refreshedAtMs = clock.now()
      return foundIn(kept)
    }
    if (answer?.is === 'authDead') {
      if (hasEnded) kept.dead = answer.code
      return { is: 'dead', code: answer.code }
    }
    return { is: 'unavailable', retryAt: new Date(clock.now() + RETRY_MS).toISOString() }
  }

  function timesOf({ credential: { expiresAt }, refreshedAtMs }: Kept) {
    return {
      expiresAt: expiresAt === null ? null : new Date(expiresAt),
      refreshedAt: new Date(refreshedAtMs),
    }
  }

  return {
    async credentialOf(accountId) {
      const kept = all.get(accountId)
      if (kept === undefined) return { is: 'unknown' }
      if (kept.dead !== null) return { is: 'dead', code: kept.dead }
      const times = timesOf(kept)
      const leftMs = (times.expiresAt?.getTime() ?? Number.POSITIVE_INFINITY) - clock.now()
      if (leftMs > earlyMs(times)) return foundIn(kept)
      const found = await refresh(kept, leftMs <= 0)
      // it is good still, so nothing is lost by using it
      return leftMs > 0 && found.is !== 'ok' ? foundIn(kept) : found
    },
    async endingSoon(limit) {
      const ending = [...all].filter(([, kept]) => {
        const { expiresAt, refreshedAt } = timesOf(kept)
        if (kept.dead !== null || expiresAt === null) return false
        const isLong = expiresAt.getTime() - refreshedAt.getTime() > DAY_MS
        return isLong && expiresAt.getTime() - clock.now() < earlyMs({ expiresAt, refreshedAt })
      })
      return ending.slice(0, limit).map(([id]) => id)
    },
    async refreshed(accountId, stale) {
      const kept = all.get(accountId)
      if (kept === undefined) return { is: 'unknown' }
      if (kept.dead !== null) return { is: 'dead', code: kept.dead }
      return kept.credential.accessToken === stale.accessToken ? refresh(kept, true) : foundIn(kept)
    },
    async bury(accountId, code, stale) {
      const kept = all.get(accountId)
      const isNewer = stale !== undefined && kept?.credential.accessToken !== stale.accessToken
      if (kept !== undefined && !isNewer) kept.dead = code
    },
  }
}

function foundIn({ account: { organisationId, network }, credential }: Kept): Found {
  return { is: 'ok', credential, organisationId, network }
}
