/** The codes a WebSocket is closed with, and what a client does about each: `afterClose`. */

/**
 * What to do next. `resume`: connect again, soon, and continue from the last position. `refresh`: the same, but
 * get a fresh access token first. `wait`: the same, but not before ten seconds have passed. `signIn`: the session
 * has ended; do not come back with it.
 */
export type AfterClose = 'resume' | 'refresh' | 'wait' | 'signIn'

/** 4000-4099 resume, 4100-4199 refresh, 4200-4299 sign in, 4300-4399 wait: new codes keep to their range. */
export const CLOSE_CODES = {
  /** This node is stopping; another, or its successor, serves. */
  RESTARTING: 4000,
  /** The client did not read fast enough; what it misses is in the journal. */
  FELL_BEHIND: 4001,
  /** No connectionParams came although the address announced them. */
  NO_HELLO: 4002,
  /** The access token has run out, or was not good to begin with. */
  TOKEN_EXPIRED: 4100,
  /** Signed out, here or on another device. */
  SESSION_ENDED: 4200,
  /** Far more messages than the rate allows, although each was answered RATE_LIMITED. */
  FLOODING: 4300,
} as const

export type CloseCode = (typeof CLOSE_CODES)[keyof typeof CLOSE_CODES]

/** What a client does after a close with `code`, ours or one of the standard's (1006: the line broke). */
export function afterClose(code: number): AfterClose {
  if (code >= 4100 && code < 4200) return 'refresh'
  if (code >= 4200 && code < 4300) return 'signIn'
  if (code >= 4300 && code < 4400) return 'wait'
  return 'resume'
}
