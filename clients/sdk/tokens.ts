/** The access token: kept in memory, renewed by the refresh token in storage, by one call at a time in all tabs. */
import type { Clock } from '../../engine/kernel/clock.ts'
import { exclusively } from './locks.ts'
import { reasonOf } from './refused.ts'
import type { Storage } from './storage/port.ts'

/** Renewed this long before its end, so that it never expires on its way to the server. */
const EARLY_MS = 30_000
const REFRESH_TOKEN = 'refreshToken'

export interface TokenPair {
  readonly accessToken: string
  readonly refreshToken: string
}

export interface Tokens {
  /** A token that is good now. Null in cookie mode, where JavaScript has none. Rejects when it cannot be had. */
  access(): Promise<string | null>
  /** The server refused the token: the next `access` gets another. */
  expire(): void
  keep(pair: TokenPair): Promise<void>
  forget(): Promise<void>
  /** For sign-out. Null in cookie mode. */
  refreshToken(): Promise<string | null>
}

export interface TokensOptions {
  readonly clock: Clock
  readonly storage: Storage
  readonly cookies: boolean
  /** `auth.refresh`; in cookie mode the cookie is the token. */
  readonly refresh: (refreshToken: string | null) => Promise<TokenPair>
  /** The refresh token is worth nothing any more: only a sign-in helps. */
  readonly onEnded: () => void
}

export function makeTokens(options: TokensOptions): Tokens {
  const { clock, storage, cookies } = options
  let token: string | null = null
  let goodUntil = 0
  let isStale = false
  let refreshing: Promise<void> | null = null

  function take(accessToken: string): void {
    token = accessToken
    goodUntil = clock.now() + lifetimeMs(accessToken) - EARLY_MS
    isStale = false
  }

  async function keep(pair: TokenPair): Promise<void> {
    take(pair.accessToken)
    if (!cookies) await storage.put({ [REFRESH_TOKEN]: pair.refreshToken })
  }

  async function refreshToken(): Promise<string | null> {
    const stored = cookies ? null : await storage.get(REFRESH_TOKEN)
    return typeof stored === 'string' ? stored : null
  }

  /** Inside the lock the newest refresh token is read: a used one would end the whole family of sessions. */
  const refresh = () =>
    exclusively('parley-refresh', async () => {
      try {
        await keep(await options.refresh(await refreshToken()))
      } catch (error) {
        if (reasonOf(error) === 'REFRESH_INVALID') options.onEnded()
        throw error
      }
    })

  return {
    async access() {
      const isGood = cookies ? !isStale : token !== null && !isStale && clock.now() < goodUntil
      if (!isGood) {
        refreshing ??= refresh().finally(() => {
          refreshing = null
        })
        await refreshing
      }
      return cookies ? null : token
    },
    expire() {
      if (refreshing === null) isStale = true
    },
    keep,
    async forget() {
      token = null
      isStale = false
      await storage.remove([REFRESH_TOKEN])
    },
    refreshToken,
  }
}

/** From the token's own times, so that a wrong clock on this device does no harm; a minute when it has none. */
function lifetimeMs(accessToken: string): number {
  try {
    const body = accessToken.split('.')[1]?.replaceAll('-', '+').replaceAll('_', '/') ?? ''
    const { exp, iat } = JSON.parse(atob(body)) as { exp: number; iat: number }
    return Number.isFinite(exp - iat) ? (exp - iat) * 1_000 : 60_000
  } catch {
    return 60_000
  }
}
