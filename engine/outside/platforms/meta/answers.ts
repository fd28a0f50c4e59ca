/** `graphTroubleOf`: what a refused, failed or lost call to a Graph host means. Each network adds what only it says. */

import { later, type Verdict } from '../answer.ts'
import type { Reply } from '../http.ts'
import { codeOf, errorOf, type GraphError } from './graph-error.ts'
import type { Pauses } from './settings.ts'
import { regainMsOf } from './usage.ts'

/**
 * What an error asks for:
 * refresh   another token
 * reconnect a person who connects the account again
 * operator  a change of the application: a scope, a review
 * patience  waiting, for there were too many calls or posts
 * again     the same once more, for nothing came of it
 * unknown   a look, for it may have come about all the same
 * refused   another post
 */
export type Remedy = 'refresh' | 'reconnect' | 'operator' | 'patience' | 'again' | 'unknown' | 'refused'

export interface Reading {
  readonly nowMs: number
  readonly pauses: Pauses
  /** Whether it may have made something public. */
  readonly isMutation: boolean
  /** What the network's own subcodes ask for: these decide before codes do. */
  readonly subcodes: ReadonlyMap<number, Remedy>
}

const CODES: ReadonlyMap<number, Remedy> = new Map([
  [-1, 'unknown'],
  [1, 'unknown'],
  [2, 'unknown'],
  [4, 'patience'],
  [10, 'operator'],
  [17, 'patience'],
  [32, 'patience'],
  [190, 'refresh'],
  [613, 'patience'],
  [80001, 'patience'],
  [80002, 'patience'],
])
/** Errors of permissions. */
const PERMISSION_CODES = { from: 200, to: 299 } as const
/** A token of the person where one of the page is needed. */
const NOT_AS_PAGE = /must be posted to a page as the page itself/i
/** Limits of the whole application; the others are of the account. */
const APP_LIMIT = 4
const ENDPOINT_LIMIT = 613

/** Null for a call that succeeded. */
export function graphTroubleOf(reply: Reply, reading: Reading): Verdict | null {
  const { nowMs, pauses } = reading
  if (reply.is === 'unsent') return { is: 'failed', why: reply.why, retryAt: later(nowMs, pauses.failedMs) }
  if (reply.is === 'lost') return unknown(reply.why, reading)
  const error = errorOf(reply)
  const isFine = reply.status >= 200 && reply.status < 300
  if (error === null) {
    if (isFine) return null
    // a page of some machine in between, or a redirect: who knows what it let through
    const isRefusal = reply.status >= 400 && reply.status < 500
    if (reply.status === 429) return patience('account', reply, reading)
    if (!isRefusal) return unknown(`HTTP ${reply.status}`, reading)
    return { is: 'rejected', code: `HTTP ${reply.status}`, message: `HTTP ${reply.status}` }
  }
  return meaningOf(verdictOf(error, reply.status), error, reply, reading)
}

function verdictOf({ code, message, isTransient }: GraphError, status: number): Remedy {
  const verdict = CODES.get(code)
  if (verdict !== undefined) return verdict
  if (NOT_AS_PAGE.test(message)) return 'reconnect'
  if (code >= PERMISSION_CODES.from && code <= PERMISSION_CODES.to) return 'operator'
  if (status === 429) return 'patience'
  return isTransient || status >= 500 || status < 400 ? 'unknown' : 'refused'
}

function meaningOf(byCode: Remedy, error: GraphError, reply: Reply, reading: Reading): Verdict {
  const { nowMs, pauses, subcodes } = reading
  const why = `${codeOf(error)}: ${error.message}`
  switch (subcodes.get(error.subcode) ?? byCode) {
    case 'refresh':
      return { is: 'authRefresh' }
    case 'reconnect':
      return { is: 'authDead', code: codeOf(error) }
    case 'operator':
      return { is: 'configDead', code: codeOf(error) }
    case 'patience':
      return patience(scopeOf(error), reply, reading)
    case 'again':
      return { is: 'failed', why, retryAt: later(nowMs, pauses.failedMs) }
    case 'unknown':
      return unknown(why, reading)
    case 'refused':
      return { is: 'rejected', code: codeOf(error), message: error.message }
  }
}

function scopeOf({ code }: GraphError): 'app' | 'account' | 'endpoint' {
  if (code === APP_LIMIT) return 'app'
  return code === ENDPOINT_LIMIT ? 'endpoint' : 'account'
}

function patience(scope: 'app' | 'account' | 'endpoint', reply: Reply, { nowMs, pauses }: Reading): Verdict {
  return { is: 'throttled', scope, retryAt: later(nowMs, regainMsOf(reply) ?? pauses.throttledMs) }
}

function unknown(why: string, { nowMs, pauses, isMutation }: Reading): Verdict {
  if (isMutation) return { is: 'ambiguous', why, retryAt: later(nowMs, pauses.lookMs) }
  return { is: 'failed', why, retryAt: later(nowMs, pauses.failedMs) }
}
