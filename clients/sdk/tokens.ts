/** The access token: kept in memory, renewed by the refresh token in storage, by one call at a time in all tabs. */
import type { Clock } from '../../engine/kernel/clock.ts'
import { exclusively } from './locks.ts'
import { reasonOf } from './refused.ts'
import type { Storage } from './storage/port.ts'

/** JavaScript cannot read how long a cookie's token lives; the server's lives for a quarter of an hour. */
const COOKIE_LIFETIME_MS = 10 * 60_000
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
  /** There is a new token; after `goodForMs` the next `access` gets another. */
  readonly onRenewed: (goodForMs: number) => void
}

export function makeTokens(options: TokensOptions): Tokens {
  const { clock, storage, cookies } = options
  let token: string | null = null
  /** A cookie of unknown age is taken for good until the server says otherwise. */
  let goodUntil = cookies ? Number.POSITIVE_INFINITY : 0
  let isStale = false
  let refreshing: Promise<void> | null = null

  async function keep(pair: TokenPair): Promise<void> {
    if (!cookies) await storage.put({ [REFRESH_TOKEN]: pair.refreshToken })
    token = cookies ? null : pair.accessToken
    const lifeMs = cookies ? COOKIE_LIFETIME_MS : lifetimeMs(pair.accessToken)
    const goodForMs = Math.max(lifeMs - EARLY_MS, lifeMs / 2)
    goodUntil = clock.now() + goodForMs
    isStale = false
    options.onRenewed(goodForMs)
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
        const reason = reasonOf(error)
        if (reason === 'REFRESH_INVALID' || reason === 'CSRF_MISSING') options.onEnded()
        throw error
      }
    })

  return {
    async access() {
      const isGood = !isStale && clock.now() < goodUntil
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
      goodUntil = cookies ? Number.POSITIVE_INFINITY : 0
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
