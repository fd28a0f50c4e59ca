/** Everything about X that may change without our doing: addresses, limits, prices. Sources: research/platform-apis.md section 1. */
export interface XSettings {
  readonly clientId: string
  /** Confidential clients only. */
  readonly clientSecret: string | null
  readonly apiUrl: string
  readonly authorizeUrl: string
  readonly timeoutMs: number
  /** Weighted characters of a post without Premium. */
  readonly textMax: number
  /** Uncertain: the longest text of a Premium account by the API; a peer caps at 4,000, the product at 25,000. */
  readonly premiumTextMax: number
  readonly photosMax: number
  readonly altTextCharsMax: number
  /** Bytes of one part of an upload; the documentation and peers use 1 MB. */
  readonly chunkBytes: number
  /** What one call costs, in thousandths of a US dollar. Prices of 2026-04-20. */
  readonly priceMils: { readonly post: number; readonly postWithUrl: number; readonly read: number }
  /** Uncertain: whether a reply to one's own post counts as a reply that was not asked for, which self-serve may not make. */
  readonly mayReplyToItself: boolean
  /** Uncertain: documented names of fields differ between the OpenAPI (`post.fields`) and the prose (`tweet.fields`). */
  readonly fieldsParameter: 'tweet.fields' | 'post.fields'
}

export const X_SETTINGS: Omit<XSettings, 'clientId' | 'clientSecret'> = {
  apiUrl: 'https://api.x.com',
  authorizeUrl: 'https://x.com/i/oauth2/authorize',
  timeoutMs: 30_000,
  textMax: 280,
  premiumTextMax: 4_000,
  photosMax: 4,
  altTextCharsMax: 1_000,
  chunkBytes: 1024 * 1024,
  priceMils: { post: 15, postWithUrl: 200, read: 5 },
  mayReplyToItself: true,
  fieldsParameter: 'tweet.fields',
}

/** `offline.access` is what gives a refresh token. */
export const X_SCOPES = ['tweet.read', 'tweet.write', 'users.read', 'media.write', 'offline.access'] as const
