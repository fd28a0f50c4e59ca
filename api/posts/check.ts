/** What can be wrong with what people send about posts: times, destinations, files, and what networks take. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { factsOfRow } from '../../engine/outside/media/view.ts'
import type { MediaFacts } from '../../engine/post/networks/contract.ts'
import { type Draft, fitsOf, type TargetFit } from '../../engine/post/networks/fit.ts'
import { timeHasPassed, timeIsNone, timeIsSkipped } from '../../engine/post/rules.ts'
import { NO_POST, type PostState } from '../../engine/post/state.ts'
import { isTargetOver } from '../../engine/post/status.ts'
import { isTimeZone } from '../../engine/post/wall-clock.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { Destination, Plan } from '../../engine/protocol/post-shapes.ts'
import { Media } from '../../engine/store/entities/media.ts'
import { Member } from '../../engine/store/entities/member.ts'
import { SocialAccount } from '../../engine/store/entities/social-account.ts'
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

/**
 * Accounts are the organisation's and still connected; of conversations the author is a member.
 * Refuses with UNKNOWN_ACCOUNT, UNKNOWN_CONVERSATION and AUDIENCES_LATER.
 */
export async function checkDestinations(
  { node, session }: SignedInCtx,
  authorId: string,
  destinations: readonly Destination[],
): Promise<void> {
  const accounts = new Map<string, string>()
  const conversations = new Set<string>()
  for (const to of destinations) {
    if (to.kind === 'account') accounts.set(to.accountId, to.network)
    else if (to.kind === 'conversation') conversations.add(to.conversationId)
    else refuse('AUDIENCES_LATER')
  }
  const em = node.store.scoped(session.organisationId)
  if (accounts.size > 0) {
    const ids = [...accounts.keys()].filter(isUuid)
    const found = await em.find(SocialAccount, { id: { $in: ids }, removedAt: null })
    const fitting = found.filter(({ id, network }) => accounts.get(id) === network)
    if (fitting.length < accounts.size) refuse('UNKNOWN_ACCOUNT')
  }
  if (conversations.size > 0) {
    const ids = [...conversations].filter(isUuid)
    const found = await em.count(Member, { conversationId: { $in: ids }, userId: authorId })
    if (found < conversations.size) refuse('UNKNOWN_CONVERSATION')
  }
}

/** What rules must know of files. Refuses with UNKNOWN_MEDIA unless all are the organisation's. */
export async function mediaFacts(
  { node, session }: SignedInCtx,
  mediaIds: readonly string[],
): Promise<ReadonlyMap<string, MediaFacts>> {
  const wanted = [...new Set(mediaIds)]
  if (wanted.length === 0) return new Map()
  if (!wanted.every(isUuid)) refuse('UNKNOWN_MEDIA')
  const em = node.store.scoped(session.organisationId)
  const found = await em.find(Media, { id: { $in: wanted } })
  if (found.length < wanted.length) refuse('UNKNOWN_MEDIA')
  return new Map(found.map((row) => [row.id, factsOfRow(row)]))
}

/** Every file that a draft shows anywhere. */
export function mediaOf({ media, targets }: Draft): string[] {
  return [
    ...media,
    ...targets.flatMap((target) => [...(target.media ?? []), ...target.parts.flatMap((part) => part.media)]),
  ]
}

/** How each target of a draft stands with its network. Refuses with UNKNOWN_MEDIA. */
export async function fitOf(ctx: SignedInCtx, draft: Draft): Promise<TargetFit[]> {
  const facts = await mediaFacts(ctx, mediaOf(draft))
  return fitsOf(draft, (id) => facts.get(id))
}

/** Refuses with POST_UNFIT, and what is wrong, when a network would not take it. */
export async function checkFit(ctx: SignedInCtx, draft: Draft): Promise<void> {
  const fits = await fitOf(ctx, draft)
  const issues = fits.flatMap(({ problems }, index) =>
    problems
      .filter(({ isFatal }) => isFatal)
      .map(({ at, message, step }) => ({ path: ['targets', index, step, at], message })),
  )
  if (issues.length > 0) refuse('POST_UNFIT', { message: issues[0]?.message, data: { issues } })
}

/** What of a post is still to come, as a draft. */
export function draftOf({ text, media, targets }: PostState): Draft {
  const toCome = [...targets.values()].filter((target) => !isTargetOver(target))
  return { text, media, targets: toCome.map(({ to, content }) => ({ to, ...content })) }
}
