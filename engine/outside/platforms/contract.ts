/** What Parley asks of a social network, and what it may answer: one contract for all, held by one suite. */
import type { MediaFacts } from '../../post/networks/contract.ts'
import type { Evidence, Keys, Network, Outcome } from '../../protocol/post-shapes.ts'

/** One network. Methods never reject for what a network does; they reject for bugs of ours. */
export interface Platform {
  readonly name: Network
  /** What it can tell of this account about a lost answer. Decides what a person is asked, and what is found out. */
  evidenceOf(accountRef: string): EvidenceKind
  /** Where a person is sent to connect an account. */
  authorizeUrl(asked: AuthorizeAsked): string
  /** Exchanges the code that the person came back with. */
  connect(asked: ConnectAsked): Promise<Connected>
  /** A new access token, and perhaps a new refresh token: the old one may be dead once this was sent. */
  refresh(credential: Credential): Promise<Refreshed>
  /** Looks at what will be needed, without changing anything public. */
  rehearse(order: Order): Promise<Answered>
  /** Brings media there, as far as it gets in one visit: `stored` asks for another. May be repeated: nothing is public. */
  prepare(order: Order): Promise<Answered>
  /** The one call that makes it public. Never repeated by itself, not even on a refused connection. */
  publish(order: Order): Promise<Answered>
  /** After a lost answer: is it there? */
  reconcile(order: Order): Promise<Answered>
  /** Takes a published post back. Null where the network has no such call. */
  readonly remove: ((credential: Credential, id: string) => Promise<Removed>) | null
  /** How published posts do; what it does not tell of an id is left out. */
  measure(credential: Credential, ids: readonly string[]): Promise<Measured>
  /** What `measure` of so many ids takes at most of the account's calls, and what it will be billed. */
  measureCostOf(ids: number): MeasureCost
  /** What `publish` of this will be billed, in thousandths of a US dollar; 0 where calls are free. */
  costMilsOf(order: Pick<Order, 'text' | 'media'>): number
}

/**
 * key              what was begun has a name, and the name tells what became of it
 * readBack         the account's posts can be read
 * duplicateAnswer  only the same once more tells, refused as a duplicate; while it does not, it makes it public
 * none             a person must look
 */
export type EvidenceKind = 'key' | 'readBack' | 'duplicateAnswer' | 'none'

export type Removed =
  | { readonly is: 'ok' }
  /** It was not there any more. */
  | { readonly is: 'absent' }
  | { readonly is: 'authRefresh' }
  | { readonly is: 'rejected'; readonly code: string; readonly message: string }
  /** Nobody knows; asking again does no harm. */
  | { readonly is: 'failed'; readonly why: string }

export type Measured =
  | { readonly is: 'ok'; readonly metrics: ReadonlyMap<string, Metrics>; readonly quota: Quota | null }
  | { readonly is: 'authRefresh' }
  | { readonly is: 'failed'; readonly why: string; readonly retryAt: string }

export interface MeasureCost {
  /** As the network counts them. */
  readonly calls: number
  /** Thousandths of a US dollar for each id that is told. */
  readonly milsEach: number
}

/** Null: the network does not tell. */
export interface Metrics {
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
  readonly shares: number | null
}

export interface AuthorizeAsked {
  readonly redirectUri: string
  readonly state: string
  /** PKCE, for networks that take it: the S256 challenge. */
  readonly challenge: string
}

export interface ConnectAsked {
  readonly code: string
  readonly redirectUri: string
  /** PKCE: what the challenge was made of. */
  readonly verifier: string
}

/** Secrets of one account. Sealed in the database, open only here. */
export interface Credential {
  /** The account's id at the network. */
  readonly accountRef: string
  readonly accessToken: string
  /** ISO 8601 in UTC; null when it does not expire. */
  readonly expiresAt: string | null
  readonly refreshToken: string | null
  readonly scopes: readonly string[]
}

/** Accounts that one consent gave: a person may have several pages. */
export type Connected =
  | { readonly is: 'ok'; readonly accounts: readonly ConnectedAccount[] }
  | { readonly is: 'rejected'; readonly code: string; readonly message: string }
  | { readonly is: 'failed'; readonly why: string }

export interface ConnectedAccount {
  readonly credential: Credential
  readonly name: string
  readonly handle: string | null
  readonly pictureUrl: string | null
}

/** `failed`: nobody knows what became of it; a dead account is only one that the network says is dead. */
export type Refreshed =
  | { readonly is: 'ok'; readonly credential: Credential }
  | { readonly is: 'authDead'; readonly code: string }
  | { readonly is: 'failed'; readonly why: string }

/** What to publish, as one step of one target. */
export interface Order {
  readonly credential: Credential
  readonly text: string
  readonly media: readonly MediaRef[]
  readonly options: Readonly<Record<string, unknown>>
  /** What earlier visits of this step left there. */
  readonly keys: Keys
  /** What visits for it left there before it was edited, oldest first: nothing of that may become public. */
  readonly leftovers: readonly Keys[]
  /** The step before it: what a first comment or a part of a thread answers. */
  readonly answers: { readonly id: string } | null
  /** When publishing was armed first, ISO 8601 in UTC: where a read-back begins to look. */
  readonly armedAt: string
}

export interface MediaRef extends MediaFacts {
  readonly id: string
  /** Where the network may fetch it, without a session of ours. */
  readonly url: string
  /** The bytes themselves, from `from` on, for uploads that go on where they stopped. */
  read(from: number): AsyncIterable<Uint8Array>
}

export interface Answered {
  /** `authRefresh`: the token is not taken any more; refresh it once and ask again. */
  readonly outcome: Outcome | { readonly is: 'authRefresh' }
  readonly evidence: Evidence
  /** What the network said of its limits, for the broker of quotas. */
  readonly quota: Quota | null
}

export interface Quota {
  readonly scope: 'app' | 'account' | 'endpoint'
  readonly remaining: number
  /** ISO 8601 in UTC. */
  readonly resetAt: string
}
