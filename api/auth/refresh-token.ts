/** Refresh tokens: `<session id>.<256 bits>`, stored hashed, each the parent of exactly one successor. */
import { createHash, createHmac, randomBytes } from 'node:crypto'
import { isUuid } from '../../engine/kernel/ids.ts'

export const REFRESH_MS = 7 * 24 * 60 * 60 * 1_000
/** How long the token just replaced still gets its successor: an answer may have been lost on its way. */
export const GRACE_MS = 30_000

const FORM = /^([0-9a-f-]{36})\.[A-Za-z0-9_-]{43}$/

export function firstToken(sessionId: string): string {
  return `${sessionId}.${randomBytes(32).toString('base64url')}`
}

/**
 * The one token that follows `token`. Derived with a key only the server has, so that whoever asks twice with
 * the same token (a lost answer, two tabs at once) gets the same successor and the family stays one line.
 */
export function nextToken(key: string, sessionId: string, token: string): string {
  const bits = createHmac('sha256', Buffer.from(key, 'base64url'))
    .update(`refresh:${token}`)
    .digest('base64url')
  return `${sessionId}.${bits}`
}

/** What is stored. A token has 256 bits of chance, so a plain hash is enough: there is nothing to guess. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/** The session a token says it belongs to; null when it is not a refresh token at all. */
export function sessionOf(token: string): string | null {
  const sessionId = FORM.exec(token)?.[1]
  return sessionId && isUuid(sessionId) ? sessionId : null
}
