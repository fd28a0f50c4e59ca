/** `accountsOf`: what sign-in keeps in the memory of a node: keys, hashing threads, attempts, ended sessions. */
import { randomBytes } from 'node:crypto'
import { Lru } from '../../engine/kernel/lru.ts'
import { oncePer } from '../../engine/kernel/once-per.ts'
import type { ParleyNode } from '../../engine/node.ts'
import { readOrMakeSecret } from '../../engine/store/secrets.ts'
import type { AccessClaims } from './access-token.ts'
import { type Attempts, type AttemptsLimit, makeAttempts } from './attempts.ts'
import { hearEnded } from './endings.ts'
import { makePasswords, type Passwords } from './passwords.ts'
import { openTokenKeys, type TokenKeys } from './token-keys.ts'

export interface Accounts {
  /** Read, or made, at first use. */
  keys(): Promise<TokenKeys>
  /** Derives successors of refresh tokens. */
  refreshKey(): Promise<string>
  readonly passwords: Passwords
  readonly attempts: Attempts
  readonly limits: {
    /** Failures from one address. */
    readonly address: AttemptsLimit
    /** Failures on one account. */
    readonly account: AttemptsLimit
    /** Accounts made from one address. */
    readonly signUps: AttemptsLimit
  }
  /** Claims of tokens whose signature has been checked, by the hash of the token: a check costs 0.05 ms, this 0.002 ms. */
  readonly verified: Lru<string, AccessClaims>
  /** Sessions that were ended while this node was there to hear of it. Their access tokens are refused at once instead of running out. */
  readonly ended: Lru<string, true>
  /** When sessions of sockets that outlived their access token are to be looked up again, ms since 1970. */
  readonly renewed: Lru<string, number>
}

const MINUTE_MS = 60_000

/** The accounts of a node, made at first use. */
export const accountsOf = oncePer(makeAccounts)

function makeAccounts(node: ParleyNode): Accounts {
  const { store, clock, config } = node
  const ended = new Lru<string, true>(50_000)
  hearEnded(node, ended)
  return {
    keys: once(() => openTokenKeys(store, clock.now)),
    refreshKey: once(() =>
      readOrMakeSecret(store, 'refresh-key', async () => randomBytes(32).toString('base64url')),
    ),
    passwords: makePasswords(config.passwordThreads, clock.now),
    attempts: makeAttempts(store),
    limits: {
      address: { name: 'address', max: 100, windowMs: 15 * MINUTE_MS },
      account: { name: 'account', max: 10, windowMs: 15 * MINUTE_MS },
      signUps: { name: 'sign-up', max: config.signUpsPerHour, windowMs: 60 * MINUTE_MS },
    },
    verified: new Lru(10_000),
    ended,
    renewed: new Lru(50_000),
  }
}

/** Runs `make` at the first call and gives its result to all; a failure is forgotten, so the next call tries again. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => {
    made ??= make().catch((error: unknown) => {
      made = null
      throw error
    })
    return made
  }
}
