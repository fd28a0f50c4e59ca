/** `viewSeries`: series as a screen shows them: the rule, how it stands, and when the post comes next. */
import { askerOf } from '../../engine/planning/asker.ts'
import { ruleOf } from '../../engine/planning/series-rule.ts'
import { upcoming } from '../../engine/post/series.ts'
import type { PostStatus } from '../../engine/post/status.ts'
import { instantOf, localTimeOf } from '../../engine/post/wall-clock.ts'
import type { Reason } from '../../engine/protocol/errors.ts'
import { mayWithPost } from '../../engine/protocol/post-permissions.ts'
import { Post } from '../../engine/store/entities/post.ts'
import type { Series, SeriesState } from '../../engine/store/entities/series.ts'
import { SeriesPost } from '../../engine/store/entities/series-post.ts'
import type { SignedInCtx } from '../procedure.ts'

export interface SeriesView {
  readonly id: string
  /** The post that is copied. */
  readonly postId: string
  /** The beginning of its text. */
  readonly text: string
  /** Whose copies they are. */
  readonly madeBy: string
  /** RFC 5545 without DTSTART. */
  readonly rule: string
  readonly timeZone: string
  /** Local; the rule begins here. */
  readonly start: string
  readonly skip: readonly string[]
  readonly until: string | null
  readonly count: number | null
  /** `finished`: its rule came to its end. `ended`: by a person. `stopped`: see `trouble`. */
  readonly state: SeriesState
  /** Why no more copies could be made. */
  readonly trouble: Reason | null
  /** The next five, soonest first; of a series that is over, the copies of it that are still to come. */
  readonly next: readonly SeriesTime[]
  /** Whether the reader may end it and skip dates. */
  readonly mayEnd: boolean
  readonly createdAt: string
  readonly endedAt: string | null
}

export interface SeriesTime {
  /** What the rule says. */
  readonly localDateTime: string
  /** When it goes out, in UTC; null for a local time that clocks jump over, and a copy without a time. */
  readonly instant: string | null
  /** Null: not made yet. */
  readonly postId: string | null
  readonly status: PostStatus | null
}

const SHOWN = 5
const DAY_MS = 86_400_000

/** All of the session's organisation, in their order. */
export async function viewSeries(ctx: SignedInCtx, all: readonly Series[]): Promise<SeriesView[]> {
  const { node, session } = ctx
  const { organisationId, userId } = session
  const [copies, sources] = await Promise.all([
    copiesOf(ctx, all),
    postsOf(
      ctx,
      all.map(({ postId }) => postId),
    ),
  ])
  const may = new Map<string, boolean>()
  for (const { madeBy } of all) {
    if (may.has(madeBy)) continue
    may.set(madeBy, mayWithPost(await askerOf(node, organisationId, userId, madeBy), 'cancel'))
  }
  const now = new Date(node.clock.now()).toISOString()
  return all.map((series) => ({
    id: series.id,
    postId: series.postId,
    text: sources.get(series.postId)?.text ?? '',
    madeBy: series.madeBy,
    rule: series.rule,
    timeZone: series.timeZone,
    start: series.plan.at.localDateTime,
    skip: series.skip,
    until: series.until ?? null,
    count: series.count ?? null,
    state: series.state,
    trouble: series.trouble ?? null,
    next: nextOf(series, copies.get(series.id) ?? [], now),
    mayEnd: may.get(series.madeBy) ?? false,
    createdAt: series.createdAt.toISOString(),
    endedAt: series.endedAt?.toISOString() ?? null,
  }))
}

/** Posts that a series has made and that are still to come, soonest first. */
export async function copiesToCome(ctx: SignedInCtx, series: Series): Promise<string[]> {
  const now = localTimeOf(new Date(ctx.node.clock.now()).toISOString(), series.timeZone)
  const copies = (await copiesOf(ctx, [series])).get(series.id) ?? []
  return copies.flatMap(({ localDateTime, postId }) => (localDateTime > now && postId ? [postId] : []))
}

function nextOf(series: Series, copies: readonly SeriesTime[], now: string): SeriesTime[] {
  if (series.state !== 'running') {
    const localNow = localTimeOf(now, series.timeZone)
    const left = copies.filter(
      ({ localDateTime, status }) => localDateTime > localNow && status !== 'cancelled',
    )
    return left.slice(0, SHOWN)
  }
  const { at } = series.plan
  return upcoming(ruleOf(series), now, SHOWN).map(
    (localDateTime) =>
      copies.find((copy) => copy.localDateTime === localDateTime) ?? {
        localDateTime,
        instant: instantOf({ ...at, localDateTime }),
        postId: null,
        status: null,
      },
  )
}

/** By series, soonest first: what is made and wanted, from yesterday on. */
async function copiesOf(ctx: SignedInCtx, all: readonly Series[]): Promise<Map<string, SeriesTime[]>> {
  const { node, session } = ctx
  const from = new Date(node.clock.now() - DAY_MS).toISOString().slice(0, 16)
  const rows = await node.store
    .scoped(session.organisationId)
    .find(
      SeriesPost,
      { seriesId: { $in: all.map(({ id }) => id) }, wanted: true, localAt: { $gt: from } },
      { orderBy: { localAt: 'asc' } },
    )
  const posts = await postsOf(
    ctx,
    rows.map(({ postId }) => postId),
  )
  const found = new Map<string, SeriesTime[]>()
  for (const { seriesId, localAt, postId } of rows) {
    const post = posts.get(postId)
    // it is just being made
    if (post === undefined) continue
    const { at, status } = post
    const time = { localDateTime: localAt, instant: at?.toISOString() ?? null, postId, status }
    found.set(seriesId, [...(found.get(seriesId) ?? []), time])
  }
  return found
}

async function postsOf({ node, session }: SignedInCtx, ids: readonly string[]): Promise<Map<string, Post>> {
  const found = await node.store.scoped(session.organisationId).find(Post, { id: { $in: [...ids] } })
  return new Map(found.map((post) => [post.id, post]))
}
