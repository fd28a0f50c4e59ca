/** Refresh tokens: `<session id>.<256 bits>.<seal>`, stored hashed, each the parent of exactly one successor. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'

export const REFRESH_MS = 7 * 24 * 60 * 60 * 1_000
/** How long the token just replaced still gets its successor: an answer may have been lost on its way. */
export const GRACE_MS = 30_000

const FORM = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.[A-Za-z0-9_-]{43}\.[A-Za-z0-9_-]{22}$/

/** The first token of a session. `key` is the installation's secret for refresh tokens. */
export function firstToken(key: string, sessionId: string): string {
  return sealed(key, `${sessionId}.${randomBytes(32).toString('base64url')}`)
}

/**
 * The one token that follows `token`. Derived with a key only the server has, so that whoever asks twice with
 * the same token (a lost answer, two tabs at once) gets the same successor and the family stays one line.
 */
export function nextToken(key: string, token: string): string {
  return sealed(key, `${token.slice(0, 36)}.${mac(key, `next:${token}`).toString('base64url')}`)
}

/** What is stored. A token has 256 bits of chance, so a plain hash is enough: there is nothing to guess. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('base64url')
}

/**
 * The session of a token that is, or once was, one of ours; else null. Without the seal anybody who learns the id
 * of a session could end it, by presenting a made-up token that looks like a stolen one.
 */
export function sessionOf(key: string, token: string): string | null {
  const sessionId = FORM.exec(token)?.[1]
  if (sessionId === undefined) return null
  const expected = sealed(key, token.slice(0, token.lastIndexOf('.')))
  return timingSafeEqual(Buffer.from(expected), Buffer.from(token)) ? sessionId : null
}

function sealed(key: string, content: string): string {
  return `${content}.${mac(key, `seal:${content}`).subarray(0, 16).toString('base64url')}`
}

function mac(key: string, content: string): Buffer {
  return createHmac('sha256', Buffer.from(key, 'base64url')).update(content).digest()
}
