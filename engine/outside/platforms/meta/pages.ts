/** `pagesOf`: what a list of the Graph holds since a post of ours was armed, page after page. */

import { textOf, type Verdict } from '../answer.ts'
import type { Order } from '../contract.ts'
import type { Reply } from '../http.ts'
import { ask, type Exchange } from './graph.ts'
import { dataOf, recordOf } from './graph-error.ts'
import type { MetaParts } from './settings.ts'

export interface List<Item> {
  readonly path: string
  readonly query: Readonly<Record<string, string>>
  readonly pagesMax: number
  /** Then reading ends at the first that is older. */
  readonly isNewestFirst: boolean
  troubleOf(reply: Reply): Verdict | null
  /** `at` is when it was made, as the network writes it; a null item is none of ours. */
  itemOf(record: Readonly<Record<string, unknown>>): { readonly at: string; readonly item: Item | null }
}

export type Listing<Item> =
  /** `isWhole`: there were no more pages than were read. */
  | {
      readonly is: 'listed'
      readonly items: readonly Item[]
      readonly isWhole: boolean
      readonly exchange: Exchange
    }
  | { readonly is: 'trouble'; readonly meaning: Verdict; readonly exchange: Exchange }

/** A minute before: clocks differ, and the Graph tells whole seconds. */
const LOOK_BACK_MS = 60_000

/** Where a read-back begins to look, ms since 1970. */
export function sinceOf({ armedAt }: Order): number {
  return Date.parse(armedAt) - LOOK_BACK_MS
}

export async function pagesOf<Item>(
  parts: MetaParts,
  order: Order,
  list: List<Item>,
): Promise<Listing<Item>> {
  const items: Item[] = []
  const sinceMs = sinceOf(order)
  let cursor = ''
  for (let page = 1; ; page++) {
    const query = { ...list.query, ...(cursor && { after: cursor }) }
    const exchange = await ask(parts, order.credential, { method: 'GET', path: list.path, query })
    const meaning = list.troubleOf(exchange.reply)
    if (meaning !== null) return { is: 'trouble', meaning, exchange }
    const json = exchange.reply.is === 'answered' ? exchange.reply.json : null
    let isPast = false
    for (const record of dataOf(json)) {
      const { at, item } = list.itemOf(record)
      // what has no time is not left out for it
      if (Date.parse(at) < sinceMs) isPast = true
      else if (item !== null) items.push(item)
    }
    cursor = nextCursorOf(json)
    const isWhole = cursor === '' || (isPast && list.isNewestFirst)
    if (isWhole || page >= list.pagesMax) return { is: 'listed', items, isWhole, exchange }
  }
}

/** '' on the last page: there is a cursor on it too, but no address of a next one. */
export function nextCursorOf(json: unknown): string {
  const { cursors, next } = recordOf(recordOf(json).paging)
  return textOf(next) === '' ? '' : textOf(recordOf(cursors).after)
}
