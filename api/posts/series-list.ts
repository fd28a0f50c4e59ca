/** `listSeries`: the organisation's series, or those of one post. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { Series } from '../../engine/store/entities/series.ts'
import { SeriesPost } from '../../engine/store/entities/series-post.ts'
import { isInstant, makeCursor, readCursor } from '../cursor.ts'
import type { SignedInCtx } from '../procedure.ts'
import type { SeriesInput } from './series-shapes.ts'
import { type SeriesView, viewSeries } from './series-view.ts'

type Em = ReturnType<SignedInCtx['node']['store']['scoped']>

export interface SeriesListed {
  readonly items: readonly SeriesView[]
  /** Absent on the last page. */
  readonly nextCursor?: string
}

/** Newest first, those that are over too. Refuses with INVALID_INPUT for a cursor that is not ours. */
export async function listSeries(
  ctx: SignedInCtx,
  { postId, cursor, limit }: SeriesInput,
): Promise<SeriesListed> {
  if (postId !== undefined && !isUuid(postId)) return { items: [] }
  const em = ctx.node.store.scoped(ctx.session.organisationId)
  const ofPost = postId === undefined ? {} : { id: { $in: await idsOf(em, postId) } }
  const from = cursor === undefined ? {} : after(cursor)
  const found = await em.find(
    Series,
    { ...ofPost, ...from },
    { orderBy: { createdAt: 'desc', id: 'desc' }, limit: limit + 1 },
  )
  const page = found.slice(0, limit)
  const items = await viewSeries(ctx, page)
  const last = page.at(-1)
  if (found.length <= limit || last === undefined) return { items }
  return { items, nextCursor: makeCursor([last.createdAt.toISOString(), last.id]) }
}

/** Series that copy the post, and the one that made it. */
async function idsOf(em: Em, postId: string): Promise<string[]> {
  const [copying, making] = [await em.find(Series, { postId }), await em.find(SeriesPost, { postId })]
  return [...copying.map(({ id }) => id), ...making.map(({ seriesId }) => seriesId)]
}

function after(cursor: string) {
  const [at, id] = readCursor(cursor, [isInstant, isUuid]) as [string, string]
  const createdAt = new Date(at)
  return { $or: [{ createdAt: { $lt: createdAt } }, { createdAt, id: { $lt: id } }] }
}
