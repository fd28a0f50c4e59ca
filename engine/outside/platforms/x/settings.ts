/**
 * Everything about X that may change without our doing: addresses, sizes of calls, prices. What it takes of texts and
 * media is in engine/post/networks/x.ts.
 */
export interface XSettings {
  readonly clientId: string
  /** Of a confidential client; null or empty for a public one. */
  readonly clientSecret: string | null
  readonly apiUrl: string
  readonly authorizeUrl: string
  readonly timeoutMs: number
  /** For one part of an upload. */
  readonly uploadTimeoutMs: number
  /** Bytes of one part of an upload; the documentation and peers use 1 MB. */
  readonly chunkBytes: number
  /** What one visit uploads at most: 16 visits for the largest film. */
  readonly bytesPerVisit: number
  /** How often an upload that X does not know any more is begun again. */
  readonly uploadsMax: number
  /** How far a read-back goes, in pages of 100 posts: X shows 3,200. Each post read is billed. */
  readonly pagesMax: number
  /** Uncertain: what one call costs, in thousandths of a US dollar. Prices of 2026-04-20; they change without notice. */
  readonly priceMils: {
    readonly post: number
    readonly postWithUrl: number
    /** Of one description of a picture. */
    readonly metadata: number
    /** Of one post that is read; a fifth of it where whoever asks owns the application, which we do not count on. */
    readonly read: number
  }
  /**
   * Uncertain: whether a reply to one's own post counts as a reply that was not asked for, which self-serve may not
   * make. False refuses parts of threads before X does.
   */
  readonly mayReplyToItself: boolean
  /** Uncertain: documented names of fields differ between the OpenAPI (`post.fields`) and the prose (`tweet.fields`). */
  readonly fieldsParameter: 'tweet.fields' | 'post.fields'
  /** Uncertain: what X calls a refresh token that is not good any more; all of these make an account dead. */
  readonly deadGrants: readonly string[]
}

export const X_SETTINGS: Omit<XSettings, 'clientId' | 'clientSecret'> = {
  apiUrl: 'https://api.x.com',
  authorizeUrl: 'https://x.com/i/oauth2/authorize',
  timeoutMs: 30_000,
  uploadTimeoutMs: 60_000,
  chunkBytes: 1024 * 1024,
  bytesPerVisit: 32 * 1024 * 1024,
  uploadsMax: 3,
  pagesMax: 32,
  priceMils: { post: 15, postWithUrl: 200, metadata: 5, read: 5 },
  mayReplyToItself: true,
  fieldsParameter: 'tweet.fields',
  deadGrants: ['invalid_request', 'invalid_grant'],
}

/** `offline.access` is what gives a refresh token. */
export const X_SCOPES = ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access'] as const

export interface XParts {
  readonly settings: XSettings
  /** ms since 1970. */
  readonly now: () => number
}
