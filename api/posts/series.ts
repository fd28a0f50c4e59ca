/** Acts on a series: `endSeries`, and `skipInSeries` for one date of it. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { cancelCopy } from '../../engine/planning/cancel-copy.ts'
import { ruleOf } from '../../engine/planning/series-rule.ts'
import { comesOn } from '../../engine/post/series.ts'
import { isLocalDateTime, localTimeOf } from '../../engine/post/wall-clock.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { Series } from '../../engine/store/entities/series.ts'
import * as rows from '../../engine/store/series.ts'
import { checkMayWithPost } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import type { EndedSeries, SkippedDate } from './series-shapes.ts'
import { type SeriesView, viewSeries } from './series-view.ts'

export interface SeriesChanged {
  readonly series: SeriesView
  /** Copies of it that will not go out now. */
  readonly cancelled: number
}

/**
 * No copies are made any more. Those that are made stay planned, or with `cancelFuture` are cancelled unless they have begun; the
 * post they were copied from stays as it is. May be repeated. Refuses with UNKNOWN_SERIES, NO_PERMISSION.
 */
export async function endSeries(
  ctx: SignedInCtx,
  { seriesId, cancelFuture }: EndedSeries,
): Promise<SeriesChanged> {
  const series = await seriesOf(ctx, seriesId)
  await checkMayWithPost(ctx, 'cancel', series.madeBy)
  await rows.endSeries(ctx.node.store, series.id, ctx.session.userId)
  return changed(ctx, series, cancelFuture ? await cancelDropped(ctx, series, null) : 0)
}

/**
 * On that local date it does not come: its copy is not made, or is cancelled unless it has begun. With a count, the date counts.
 * May be repeated. Refuses with UNKNOWN_SERIES, NO_PERMISSION, NOT_IN_SERIES, TIME_PAST, TIME_INVALID.
 */
export async function skipInSeries(
  ctx: SignedInCtx,
  { seriesId, date }: SkippedDate,
): Promise<SeriesChanged> {
  const series = await seriesOf(ctx, seriesId)
  await checkMayWithPost(ctx, 'cancel', series.madeBy)
  if (!isLocalDateTime(`${date}T00:00`)) refuse('TIME_INVALID')
  if (date < localNow(ctx, series).slice(0, 10)) refuse('TIME_PAST')
  if (!comesOn(ruleOf(series), date)) refuse('NOT_IN_SERIES')
  const { until = null, count = null } = series
  const skip = withSkipped(ctx, series, [date])
  await rows.changeSeries(ctx.node.store, series.id, { skip, until, count })
  return changed(ctx, series, await cancelDropped(ctx, series, date))
}

/** What a series skips, and these dates too; without those that are over. Refuses with INVALID_INPUT when they are too many. */
export function withSkipped(ctx: SignedInCtx, series: Series, dates: readonly string[]): string[] {
  const today = localNow(ctx, series).slice(0, 10)
  const skip = [...new Set([...series.skip, ...dates])].filter((date) => date >= today).sort()
  if (skip.length > LIMITS.seriesSkipsMax) refuse('INVALID_INPUT', { message: 'Too many dates are skipped.' })
  return skip
}

/** Cancels the copies to come, or that of one date. How many. */
export async function cancelDropped(ctx: SignedInCtx, series: Series, date: string | null): Promise<number> {
  const { node, session } = ctx
  let cancelled = 0
  for (const postId of await rows.dropCopies(node.store, series.id, localNow(ctx, series), date)) {
    const isCancelled = await cancelCopy(node, series.organisationId, session.userId, postId)
    if (isCancelled) cancelled++
  }
  return cancelled
}

async function seriesOf({ node, session }: SignedInCtx, id: string): Promise<Series> {
  const em = node.store.scoped(session.organisationId)
  return (isUuid(id) ? await em.findOne(Series, { id }) : null) ?? refuse('UNKNOWN_SERIES')
}

async function changed(ctx: SignedInCtx, { id }: Series, cancelled: number): Promise<SeriesChanged> {
  const [series] = await viewSeries(ctx, [await seriesOf(ctx, id)])
  return { series: series as SeriesView, cancelled }
}

function localNow({ node }: SignedInCtx, { timeZone }: Series): string {
  return localTimeOf(new Date(node.clock.now()).toISOString(), timeZone)
}
