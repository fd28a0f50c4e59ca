/** Reads of files. */
import { isUuid } from '../../engine/kernel/ids.ts'
import type { MediaView } from '../../engine/outside/media/view.ts'
import { isInstant, makeCursor, readCursor } from '../cursor.ts'
import type { SignedInCtx } from '../procedure.ts'

export interface MediaPage {
  readonly items: readonly MediaView[]
  /** Absent on the last page. */
  readonly nextCursor?: string
}

/** Of the whole organisation, newest first. */
export async function list(
  { node, session }: SignedInCtx,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): Promise<MediaPage> {
  const [createdAt = '', id = ''] = cursor === undefined ? [] : readCursor(cursor, [isInstant, isUuid])
  const before = cursor === undefined ? null : { createdAt, id }
  const found = await node.outside.media.list(session.organisationId, { before, limit: limit + 1 })
  const items = found.slice(0, limit)
  const last = items.at(-1)?.place
  const views = items.map(({ view }) => view)
  if (found.length <= limit || last === undefined) return { items: views }
  return { items: views, nextCursor: makeCursor([last.createdAt, last.id]) }
}
