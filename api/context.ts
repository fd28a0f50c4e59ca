/** What every call knows: the node it runs on, who asks, and the few things it may do to its connection. */
import type { ParleyNode } from '../engine/node.ts'
import type { Refusal } from '../engine/protocol/errors.ts'
import type { Live } from './live.ts'

/** A signed-in person on one device, acting in one organisation. */
export interface Session {
  readonly userId: string
  /** The family of refresh tokens; ended by sign-out. */
  readonly sessionId: string
  readonly organisationId: string
  /** Ms since 1970: the access token's end. A call after it looks the family up again: see procedure.ts. */
  readonly expiresAt: number
  /** Signed in by cookie, so mutations over HTTP must bring the CSRF token. */
  readonly byCookie: boolean
}

/** What a request or a socket brings to say who it is. */
export interface Credentials {
  /** From `Authorization: Bearer` or connectionParams `token`. Wins over cookies. */
  readonly token: string | null
  /** By name, decoded. */
  readonly cookies: Readonly<Record<string, string | undefined>>
  /** From header `x-organisation` or connectionParams `organisationId`. Null: home. */
  readonly organisationId: string | null
}

/**
 * Null for nobody. Rejects with TOKEN_EXPIRED, TOKEN_INVALID or UNKNOWN_ORGANISATION. The transport asks once
 * for a socket and once for an HTTP request; over HTTP it keeps the refusal as `Ctx.fault`, so that procedures
 * for everybody (refresh, sign-in) still run.
 */
export type Authenticate = (credentials: Credentials) => Promise<Session | null>

export interface Ctx {
  readonly node: ParleyNode
  readonly session: Session | null
  /** Why there is no session although credentials were brought. */
  readonly fault: Refusal | null
  /** Of the client, as far as it can be known; attempts are counted by it. */
  readonly address: string
  readonly requestId: string
  /** Aborted when the caller goes away. */
  readonly signal: AbortSignal
  readonly transport: 'http' | 'ws' | 'sse'
  readonly cookies: Readonly<Record<string, string | undefined>>
  /** A request header by lower-case name; of the upgrade request on a WebSocket. */
  header(name: string): string | undefined
  /** Adds one Set-Cookie line to the answer; on a WebSocket it does nothing. */
  setCookie(line: string): void
  readonly sockets: SocketDoor
  /** Follows rooms; handed on to `roomFeed` and `roomsFeed`. */
  readonly live: Live
}

/** What a procedure may do to sockets other than its own. */
export interface SocketDoor {
  /** Closes every socket and event stream of this session, here at once and at other nodes in a moment. */
  closeSession(sessionId: string): void
}
