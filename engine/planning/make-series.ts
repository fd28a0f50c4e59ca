/**
 * `makeSeries`: makes the copies of a series that come within thirty days, by whoever looks first: the person who begins it,
 * or any node's worker. Made twice at once they are the same copies, because their ids follow from the series and the time.
 */
import { derivedId } from '../host/derived-id.ts'
import { copyOf, type PostCopy } from '../post/copy.ts'
import { nextStep } from '../post/series.ts'
import { instantOf } from '../post/wall-clock.ts'
import { type Reason, Refusal, refuse } from '../protocol/errors.ts'
import { mayWithPost } from '../protocol/post-permissions.ts'
import type { Series } from '../store/entities/series.ts'
import { advanceSeries, isWanted, registerCopy } from '../store/series.ts'
import { askerOf } from './asker.ts'
import { cancelCopy } from './cancel-copy.ts'
import { checkDestinations } from './destinations.ts'
import { checkFit } from './fit.ts'
import { giveTime, type MadePost } from './give-time.ts'
import type { Planner } from './planner.ts'
import { ruleOf } from './series-rule.ts'

/** One time does not come, its copy is a person's affair by now, or somebody else is just making it; the others come. */
const OF_ONE_COPY: ReadonlySet<Reason> = new Set([
  'TIME_PAST',
  'TIME_SKIPPED',
  'POST_STANDS_OTHERWISE',
  'ALREADY_EXISTS',
  'COMMAND_ID_REUSED',
])

/**
 * Copies say what the source says now; those made before stay as they are. Answers with the posts of this step, also those that
 * were there. Refuses as `checkSource` does, and with what may be tried again: BUSY, UNAVAILABLE.
 */
export async function makeSeries(planner: Planner, series: Series): Promise<string[]> {
  const step = nextStep(ruleOf(series), new Date(planner.clock.now()).toISOString())
  const copy = step.times.length === 0 ? null : await checkSource(planner, series)
  const postIds: string[] = []
  for (const localDateTime of step.times) {
    const postId = copy && (await makeCopy(planner, series, copy, localDateTime))
    if (postId) postIds.push(postId)
  }
  await advanceSeries(planner.store, series, step)
  return postIds
}

/**
 * The source as it is copied. Refuses with UNKNOWN_POST, NO_PERMISSION when the person may not plan it any more, NO_TARGETS,
 * UNKNOWN_ACCOUNT, UNKNOWN_CONVERSATION, UNKNOWN_MEDIA and POST_UNFIT.
 */
export async function checkSource(
  planner: Planner,
  { organisationId, postId, madeBy }: Pick<Series, 'organisationId' | 'postId' | 'madeBy'>,
): Promise<PostCopy> {
  const source = (await planner.readPost(postId)) ?? refuse('UNKNOWN_POST')
  const asker = await askerOf(planner, organisationId, madeBy, source.authorId)
  if (!mayWithPost(asker, 'create') || !mayWithPost(asker, 'plan')) refuse('NO_PERMISSION')
  const copy = copyOf(source)
  if (copy.targets.length === 0) refuse('NO_TARGETS')
  await checkDestinations(
    planner,
    organisationId,
    madeBy,
    copy.targets.map(({ to }) => to),
  )
  await checkFit(planner, organisationId, copy)
  return copy
}

/** Null when it is not to be made. */
async function makeCopy(
  planner: Planner,
  { id: seriesId, organisationId, madeBy, plan }: Series,
  copy: PostCopy,
  localAt: string,
): Promise<string | null> {
  const at = { ...plan.at, localDateTime: localAt }
  if (instantOf(at) === null) return null
  const postId = derivedId(['copy', seriesId, localAt])
  const row = { seriesId, localAt, postId }
  if (!(await registerCopy(planner.store, row))) return null
  const known = await planner.readPost(postId)
  // whoever began it is its author, should the series be made in another name since
  const made: MadePost = { postId, organisationId, authorId: known?.authorId ?? madeBy, commandId: postId }
  const { authorId } = made
  try {
    if (known === null) {
      const command = { type: 'post.create', ...copy } as const
      await planner.deliver({
        kind: 'post',
        roomId: postId,
        organisationId,
        authorId,
        commandId: postId,
        command,
      })
    }
    await giveTime(planner, made, { ...plan, at })
  } catch (error) {
    if (!(error instanceof Refusal) || !OF_ONE_COPY.has(error.reason)) throw error
  }
  // skipped, or ended, between the row and the post: whoever did it found no post to cancel
  if (!(await isWanted(planner.store, row))) await cancelCopy(planner, organisationId, authorId, postId)
  return postId
}
