/** Everything about Instagram that may change without our doing. Sources: research/platform-apis.md section 2. */
import { GRAPH_VERSION, META_PAUSES, type MetaParts, type MetaSettings } from '../meta/settings.ts'

export interface InstagramSettings extends MetaSettings {
  /** Where a code becomes a token, and nothing else. */
  readonly codeUrl: string
  /** How often a container may be looked at. Milliseconds. */
  readonly pollMs: number
  /** Between containers that are made anew after a failure of theirs; doubled each time. Milliseconds. */
  readonly remakeMs: number
  readonly remakeMsMax: number
  /** After the answer that a container is not there yet: another part of theirs has not heard of it. Milliseconds. */
  readonly raceMs: number
  /** How long a list of media may be behind a container that is published. Milliseconds. */
  readonly listLagMs: number
  /** A token that ends within this time is refreshed when a post is rehearsed: the first look is a day before. Milliseconds. */
  readonly foresightMs: number
  /** How many media, stories or comments one page of a list shows. */
  readonly pageItems: number
  /** How many pages are read to find one of ours. */
  readonly pagesMax: number
  /**
   * Uncertain: 100 posts in 24 h by the guide, 50 by its section on carousels and by the reference; a peer stays below 25.
   * Used only while the network does not tell its own number.
   */
  readonly postsPerDay: number
  /**
   * Uncertain: whether media can be deleted; the reference knows no such call for all of them, and then a person does it in the
   * application.
   */
  readonly mayRemove: boolean
  /** Uncertain: what a post's numbers are called; names of insights change with versions. '' asks for none. */
  readonly viewsMetric: string
  readonly sharesMetric: string
}

export type InstagramParts = MetaParts<InstagramSettings>

const MINUTE_MS = 60_000

/** One that publishes, comments, and reads what became of it. */
export const INSTAGRAM_SCOPES = [
  'instagram_business_basic',
  'instagram_business_content_publish',
  'instagram_business_manage_comments',
  'instagram_business_manage_messages',
  'instagram_business_manage_insights',
] as const

export const INSTAGRAM_SETTINGS: Omit<InstagramSettings, 'appId' | 'appSecret'> = {
  graphUrl: 'https://graph.instagram.com',
  version: GRAPH_VERSION,
  authorizeUrl: 'https://www.instagram.com/oauth/authorize',
  codeUrl: 'https://api.instagram.com/oauth/access_token',
  scopes: INSTAGRAM_SCOPES,
  sendsProof: false,
  timeoutMs: 60_000,
  pauses: META_PAUSES,
  pollMs: MINUTE_MS,
  remakeMs: MINUTE_MS,
  remakeMsMax: 60 * MINUTE_MS,
  raceMs: 5_000,
  listLagMs: 10 * MINUTE_MS,
  foresightMs: 25 * 60 * MINUTE_MS,
  pageItems: 50,
  pagesMax: 32,
  postsPerDay: 50,
  mayRemove: false,
  viewsMetric: 'views',
  sharesMetric: 'shares',
}
