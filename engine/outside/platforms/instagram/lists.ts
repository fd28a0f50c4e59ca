/** `mediaSince` and `commentsSince`: what an account has made public since a post of ours was armed. */

import { textOf, type Verdict } from '../answer.ts'
import type { Order } from '../contract.ts'
import { type Listing, pagesOf } from '../meta/pages.ts'
import { troubleOf } from './answers.ts'
import type { InstagramParts } from './settings.ts'

export interface Listed {
  readonly id: string
  readonly text: string
  readonly url: string | null
}

export type Found = Listing<Listed>

/** Newest first. */
export function mediaSince(parts: InstagramParts, order: Order, isStory: boolean): Promise<Found> {
  const ref = encodeURIComponent(order.credential.accountRef)
  const path = isStory ? `/${ref}/stories` : `/${ref}/media`
  return found(parts, order, path, 'id,caption,timestamp,permalink', 'caption', true)
}

/** Of the account itself, as far as Instagram says whose they are: it often leaves that out. */
export async function commentsSince(parts: InstagramParts, order: Order, mediaId: string): Promise<Found> {
  const path = `/${encodeURIComponent(mediaId)}/comments`
  return found(parts, order, path, 'id,text,timestamp,from', 'text', false)
}

function found(
  parts: InstagramParts,
  order: Order,
  path: string,
  fields: string,
  textField: string,
  isNewestFirst: boolean,
): Promise<Found> {
  const { pageItems, pagesMax } = parts.settings
  const query = { fields, limit: String(pageItems) }
  return pagesOf(parts, order, {
    path,
    query,
    pagesMax,
    isNewestFirst,
    troubleOf: (reply): Verdict | null => troubleOf(reply, parts, false),
    itemOf(record) {
      const { id, timestamp, permalink, from } = record
      const author = (from as { id?: unknown } | undefined)?.id
      const isOthers = typeof author === 'string' && author !== order.credential.accountRef
      const item = { id: textOf(id), text: textOf(record[textField]), url: textOf(permalink) || null }
      return { at: textOf(timestamp), item: isOthers ? null : item }
    },
  })
}
