/** Everything about Facebook that may change without our doing. Sources: research/platform-apis.md section 4. */
import { GRAPH_VERSION, META_PAUSES, type MetaParts, type MetaSettings } from '../meta/settings.ts'

export interface FacebookSettings extends MetaSettings {
  /** Uncertain: how small a part of a film may be; the network proposes an end for each, which it does not seem to insist on. */
  readonly filmPartBytes: number
  /**
   * Uncertain: whether a reel may come in several requests, each with its offset, as an interrupted one goes on. If not,
   * make it larger than any reel.
   */
  readonly reelPartBytes: number
  /** How many parts are sent before what was sent is committed. */
  readonly partsPerVisit: number
  /** Between uploads that are begun anew after a failure of theirs; doubled each time. Milliseconds. */
  readonly anewMs: number
  readonly anewMsMax: number
  /** How many posts or comments one page of a list shows. */
  readonly pageItems: number
  /** How many pages are read to find one of ours. */
  readonly pagesMax: number
  /** Uncertain: whether posts tell which photos and links they show; without it they are known by their text alone. */
  readonly attachmentFields: string
  /** Uncertain: what a post's views are called; names of insights change with versions. '' asks for none. */
  readonly viewsMetric: string
  /** Uncertain: how the right to publish is called among the tasks of a page; names differ by the kind of page. */
  readonly publishTask: RegExp
}

export type FacebookParts = MetaParts<FacebookSettings>

const MEGABYTE = 1024 * 1024
const MINUTE_MS = 60_000

/** Pages that publish, comment, and read what became of it. */
export const FACEBOOK_SCOPES = [
  'pages_show_list',
  'pages_manage_posts',
  'pages_read_engagement',
  'pages_manage_engagement',
  'pages_read_user_content',
  'pages_manage_metadata',
  'pages_messaging',
  'read_insights',
  'business_management',
  'publish_video',
] as const

export const FACEBOOK_SETTINGS: Omit<FacebookSettings, 'appId' | 'appSecret'> = {
  graphUrl: 'https://graph.facebook.com',
  version: GRAPH_VERSION,
  authorizeUrl: `https://www.facebook.com/${GRAPH_VERSION}/dialog/oauth`,
  scopes: FACEBOOK_SCOPES,
  sendsProof: true,
  timeoutMs: 60_000,
  pauses: META_PAUSES,
  filmPartBytes: 4 * MEGABYTE,
  reelPartBytes: 8 * MEGABYTE,
  partsPerVisit: 8,
  anewMs: MINUTE_MS,
  anewMsMax: 60 * MINUTE_MS,
  pageItems: 100,
  pagesMax: 32,
  attachmentFields: 'attachments{unshimmed_url,target{id},subattachments{target{id}}}',
  viewsMetric: 'post_media_view',
  publishTask: /(^|_)CREATE_CONTENT$/,
}
