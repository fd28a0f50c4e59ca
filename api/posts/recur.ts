/** `recur`: begins a series: a post comes again by a rule, for as long as nobody ends it. */
import { isDeepStrictEqual } from 'node:util'
import { checkSource, makeSeries } from '../../engine/planning/make-series.ts'
import { isRule } from '../../engine/post/recurrence.ts'
import { upcoming } from '../../engine/post/series.ts'
import { isLocalDateTime } from '../../engine/post/wall-clock.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import type { Plan } from '../../engine/protocol/post-shapes.ts'
import { Series } from '../../engine/store/entities/series.ts'
import { beginSeries, changeSeries } from '../../engine/store/series.ts'
import { derivedId } from '../derived-id.ts'
import { checkMayWithPost, postOf } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { checkTimeZone } from './check.ts'
import { cancelDropped, withSkipped } from './series.ts'
import type { Recurred } from './series-shapes.ts'
import { copiesToCome, type SeriesView, viewSeries } from './series-view.ts'

/** As long as nobody but whoever begins it makes its first copies. */
const FIRST_MS = 10 * 60_000

/**
 * Begins a series of a planned post and makes what comes within 30 days; workers make the rest. Copies come at the time of day of
 * the post as it is planned now, in `timeZone`. An edit of the post changes no copy that is made; later ones say what it says
 * then. The same rule again, while it goes on, says anew when it ends, and skips these dates too. Answers with the copies to come.
 * Refuses with NO_PLAN, RULE_INVALID, TIME_INVALID, SERIES_FULL, and whatever stands against planning the post itself.
 */
export async function recur(
  ctx: SignedInCtx,
  input: Recurred,
): Promise<{ series: SeriesView; postIds: string[] }> {
  const { node, session } = ctx
  const { organisationId, userId } = session
  const id = input.commandId && derivedId(['series', organisationId, userId, input.commandId])
  const find = () => (id === undefined ? null : seriesById(ctx, id))
  let series = await find()
  if (series === null) {
    const { state } = await postOf(node, organisationId, input.postId)
    await checkMayWithPost(ctx, 'plan', state.authorId)
    checkTimeZone(input.timeZone)
    if (input.until !== undefined && !isLocalDateTime(`${input.until}T00:00`)) refuse('TIME_INVALID')
    if (state.plan === null) refuse('NO_PLAN')
    await begin(ctx, id ?? node.newId(), input, state.plan)
    // the one that goes on, when the post came by that rule already
    series = (await running(ctx, input)) ?? (await find()) ?? refuse('UNAVAILABLE')
  }
  if (series.state === 'running') await makeSeries(node, series)
  return answer(ctx, series.id)
}

async function begin(ctx: SignedInCtx, id: string, input: Recurred, plan: Plan): Promise<void> {
  const { node, session } = ctx
  const { organisationId, userId: madeBy } = session
  const { postId, rule, timeZone, skip, until = null, count = null } = input
  const start = plan.at.localDateTime
  if (!isRule(rule, start)) refuse('RULE_INVALID')
  const before = await running(ctx, input)
  if (before !== null) {
    const asked = { skip: withSkipped(ctx, before, skip), until, count }
    if (!isDeepStrictEqual(asked, wantedOf(before))) await changeSeries(node.store, before.id, asked)
    for (const date of skip) await cancelDropped(ctx, before, date)
    return
  }
  const em = node.store.scoped(organisationId)
  if ((await em.count(Series, { state: 'running' })) >= LIMITS.seriesMax) refuse('SERIES_FULL')
  const { gap, overlap } = plan.at
  const asRule = {
    rule,
    start,
    skip,
    until,
    count,
    clock: { timeZone, gap, overlap },
    madeTo: start,
    passed: 0,
  }
  const now = new Date(node.clock.now()).toISOString()
  if (upcoming(asRule, now, 1).length === 0)
    refuse('RULE_INVALID', { message: 'By that rule it never comes.' })
  await checkSource(node, { organisationId, postId, madeBy })
  await beginSeries(node.store, {
    id,
    organisationId,
    postId,
    madeBy,
    rule,
    timeZone,
    plan: { ...plan, at: { ...plan.at, timeZone } },
    skip,
    until,
    count,
    madeTo: start,
    lookAt: new Date(node.clock.now() + FIRST_MS),
  })
}

function wantedOf({ skip, until = null, count = null }: Series) {
  return { skip, until, count }
}

function running(
  { node, session }: SignedInCtx,
  { postId, rule, timeZone }: Recurred,
): Promise<Series | null> {
  const em = node.store.scoped(session.organisationId)
  return em.findOne(Series, { postId, rule, timeZone, state: 'running' })
}

function seriesById({ node, session }: SignedInCtx, id: string): Promise<Series | null> {
  return node.store.scoped(session.organisationId).findOne(Series, { id })
}

async function answer(ctx: SignedInCtx, id: string) {
  const series = (await seriesById(ctx, id)) ?? refuse('UNKNOWN_SERIES')
  const [[view], postIds] = await Promise.all([viewSeries(ctx, [series]), copiesToCome(ctx, series)])
  return { series: view as SeriesView, postIds }
}
