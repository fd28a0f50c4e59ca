/** The cookies of the web app: two that scripts cannot read, and the CSRF token that they must repeat. */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import { refuse } from '../engine/protocol/errors.ts'
import type { Ctx } from './context.ts'

export const ACCESS_COOKIE = 'parley_access'
export const REFRESH_COOKIE = 'parley_refresh'
export const CSRF_COOKIE = 'parley_csrf'

/** All three outlive the access token, so that an expired one is seen as expired and refreshed. */
const MAX_AGE_S = 7 * 24 * 60 * 60

/** Whether the caller asked for cookies instead of tokens in the answer. */
export function wantsCookies(ctx: Ctx): boolean {
  return ctx.transport === 'http' && ctx.header('x-session') === 'cookie'
}

/** Sets all three cookies. */
export function setSessionCookies(ctx: Ctx, tokens: { accessToken: string; refreshToken: string }): void {
  const csrf = ctx.cookies[CSRF_COOKIE] || randomBytes(18).toString('base64url')
  ctx.setCookie(cookie(ctx, ACCESS_COOKIE, tokens.accessToken, 'Path=/; HttpOnly'))
  ctx.setCookie(cookie(ctx, REFRESH_COOKIE, tokens.refreshToken, 'Path=/trpc; HttpOnly'))
  ctx.setCookie(cookie(ctx, CSRF_COOKIE, csrf, 'Path=/'))
}

export function clearSessionCookies(ctx: Ctx): void {
  ctx.setCookie(`${ACCESS_COOKIE}=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0`)
  ctx.setCookie(`${REFRESH_COOKIE}=; Path=/trpc; HttpOnly; SameSite=Lax; Max-Age=0`)
  ctx.setCookie(`${CSRF_COOKIE}=; Path=/; SameSite=Lax; Max-Age=0`)
}

/**
 * Refuses a request that rides on cookies unless it brings the CSRF token, which another site cannot read, and
 * comes from our own origin or a configured one. Sockets are checked at their upgrade instead.
 */
export function checkCsrf(ctx: Ctx): void {
  if (ctx.transport !== 'http') return
  const origin = ctx.header('origin')
  if (origin !== undefined && !isOriginAllowed(ctx.node.config.origins, origin, ctx.header('host'))) {
    refuse('ORIGIN_REFUSED')
  }
  const expected = ctx.cookies[CSRF_COOKIE]
  const given = ctx.header('x-csrf')
  if (!expected || !given || !isSame(expected, given)) refuse('CSRF_MISSING')
}

/** Whether `origin` is the host that was asked, or one of the configured origins. */
export function isOriginAllowed(
  origins: readonly string[],
  origin: string,
  host: string | undefined,
): boolean {
  if (origins.includes(origin)) return true
  return host !== undefined && URL.canParse(origin) && new URL(origin).host === host.toLowerCase()
}

function cookie(ctx: Ctx, name: string, value: string, attributes: string): string {
  const { secureCookies, trustProxy } = ctx.node.config
  const secure = secureCookies || (trustProxy && ctx.header('x-forwarded-proto') === 'https')
  return `${name}=${value}; ${attributes}; SameSite=Lax; Max-Age=${MAX_AGE_S}${secure ? '; Secure' : ''}`
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}
