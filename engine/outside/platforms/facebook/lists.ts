/** `postsSince` and `commentsSince`: what a page has made public since a post of ours was armed, and whether that is ours. */
import { FacebookOptions } from '../../../post/networks/facebook.ts'
import { textOf } from '../answer.ts'
import type { Order } from '../contract.ts'
import { dataOf, recordOf } from '../meta/graph-error.ts'
import { type Listing, pagesOf, sinceOf } from '../meta/pages.ts'
import { plain } from '../meta/plain.ts'
import { troubleOf } from './answers.ts'
import { photoIdsOf } from './photos.ts'
import type { FacebookParts } from './settings.ts'

export interface Listed {
  readonly id: string
  readonly text: string
  readonly url: string | null
  /** Ids of photos and addresses of links that it shows; null when Facebook does not tell which. */
  readonly shows: readonly string[] | null
}

const FIELDS = 'id,message,created_time,permalink_url'

/** Without what is attached when the right to see that is missing: one refused field refuses the whole call. */
export async function postsSince(parts: FacebookParts, order: Order): Promise<Listing<Listed>> {
  const { attachmentFields } = parts.settings
  const full = await posts(parts, order, [FIELDS, attachmentFields].filter(Boolean).join(','))
  const isRefused =
    full.is === 'trouble' && (full.meaning.is === 'rejected' || full.meaning.is === 'configDead')
  return isRefused && attachmentFields !== '' ? posts(parts, order, FIELDS) : full
}

function posts(parts: FacebookParts, order: Order, fields: string): Promise<Listing<Listed>> {
  const { pageItems, pagesMax } = parts.settings
  const since = String(Math.floor(sinceOf(order) / 1_000))
  return pagesOf(parts, order, {
    path: `/${encodeURIComponent(order.credential.accountRef)}/published_posts`,
    query: { fields, since, limit: String(pageItems) },
    pagesMax,
    isNewestFirst: true,
    troubleOf: (reply) => troubleOf(reply, parts, false),
    itemOf: (record) => ({ at: textOf(record.created_time), item: listedOf(record, fields !== FIELDS) }),
  })
}

export function commentsSince(parts: FacebookParts, order: Order, postId: string): Promise<Listing<Listed>> {
  const { pageItems, pagesMax } = parts.settings
  const query = {
    fields: `${FIELDS},from`,
    filter: 'stream',
    order: 'reverse_chronological',
    limit: String(pageItems),
  }
  return pagesOf(parts, order, {
    path: `/${encodeURIComponent(postId)}/comments`,
    query,
    pagesMax,
    isNewestFirst: true,
    troubleOf: (reply) => troubleOf(reply, parts, false),
    itemOf(record) {
      const author = textOf(recordOf(record.from).id)
      const isOthers = author !== '' && author !== order.credential.accountRef
      return { at: textOf(record.created_time), item: isOthers ? null : listedOf(record, false) }
    },
  })
}

/** Photos are known by their ids, which nobody else has; other posts by their text, and without one by their link. */
export function isOurs(post: Listed, order: Order): 'yes' | 'no' | 'nobody knows' {
  const photoIds = photoIdsOf(order)
  if (photoIds.length > 0 && post.shows !== null) {
    return photoIds.some((id) => post.shows?.includes(id)) ? 'yes' : 'no'
  }
  if (plain(post.text) !== plain(order.text)) return 'no'
  if (plain(order.text) !== '' || order.answers !== null) return 'yes'
  if (post.shows === null) return 'nobody knows'
  const link = FacebookOptions.safeParse(order.options).data?.link
  return link !== undefined && post.shows.includes(link) ? 'yes' : 'no'
}

/** `tells`: whether it was asked what it shows. */
function listedOf(record: Readonly<Record<string, unknown>>, tells: boolean): Listed {
  const { id, message, permalink_url, attachments } = record
  const shown = dataOf(attachments).flatMap(shownIn)
  // something without a name is no proof of anything
  const isNamed = shown.length > 0 || attachments === undefined
  const shows = tells && isNamed ? shown : null
  return { id: textOf(id), text: textOf(message), url: textOf(permalink_url) || null, shows }
}

function shownIn(attachment: Readonly<Record<string, unknown>>): string[] {
  const { target, unshimmed_url, subattachments } = attachment
  const own = [textOf(recordOf(target).id), textOf(unshimmed_url)].filter(Boolean)
  return [...own, ...dataOf(subattachments).flatMap(shownIn)]
}
