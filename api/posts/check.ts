/** What can be wrong with what people send about posts: times, destinations, files, and what networks take. */
import * as destinations from '../../engine/planning/destinations.ts'
import * as fit from '../../engine/planning/fit.ts'
import type { MediaFacts } from '../../engine/post/networks/contract.ts'
import type { Draft, TargetFit } from '../../engine/post/networks/fit.ts'
import { timeHasPassed, timeIsNone, timeIsSkipped } from '../../engine/post/rules.ts'
import { NO_POST, type PostState } from '../../engine/post/state.ts'
import { isTargetOver } from '../../engine/post/status.ts'
import { isTimeZone } from '../../engine/post/wall-clock.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { Destination, Plan } from '../../engine/protocol/post-shapes.ts'
import type { SignedInCtx } from '../procedure.ts'

/** Refuses with TIME_INVALID, TIME_SKIPPED and TIME_PAST, as the post would. */
export function checkPlan({ node }: SignedInCtx, plan: Plan): void {
  const at = new Date(node.clock.now()).toISOString()
  if (timeIsNone(NO_POST, { plan })) refuse('TIME_INVALID')
  if (timeIsSkipped(NO_POST, { plan })) refuse('TIME_SKIPPED')
  if (timeHasPassed(NO_POST, { plan, at })) refuse('TIME_PAST')
}

export function checkTimeZone(timeZone: string): void {
  if (!isTimeZone(timeZone)) refuse('TIME_INVALID')
}

/** Refuses with UNKNOWN_ACCOUNT, UNKNOWN_CONVERSATION and AUDIENCES_LATER, see engine/planning/destinations.ts. */
export function checkDestinations(
  { node, session }: SignedInCtx,
  authorId: string,
  to: readonly Destination[],
): Promise<void> {
  return destinations.checkDestinations(node, session.organisationId, authorId, to)
}

/** What rules must know of files. Refuses with UNKNOWN_MEDIA unless all are the organisation's. */
export function mediaFacts(
  { node, session }: SignedInCtx,
  mediaIds: readonly string[],
): Promise<ReadonlyMap<string, MediaFacts>> {
  return fit.mediaFacts(node, session.organisationId, mediaIds)
}

/** How each target of a draft stands with its network. Refuses with UNKNOWN_MEDIA. */
export function fitOf({ node, session }: SignedInCtx, draft: Draft): Promise<TargetFit[]> {
  return fit.fitOf(node, session.organisationId, draft)
}

/** Refuses with POST_UNFIT, and what is wrong, when a network would not take it. */
export function checkFit({ node, session }: SignedInCtx, draft: Draft): Promise<void> {
  return fit.checkFit(node, session.organisationId, draft)
}

/** What of a post is still to come, as a draft. */
export function draftOf({ text, media, targets }: PostState): Draft {
  const toCome = [...targets.values()].filter((target) => !isTargetOver(target))
  return { text, media, targets: toCome.map(({ to, content }) => ({ to, ...content })) }
}
