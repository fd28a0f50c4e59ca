/** `listingOf`: a post as lists and the calendar show it. */
import { excerpt } from '../kernel/excerpt.ts'
import type { PostListing, TargetListing } from '../protocol/post-listing.ts'
import { timeOf } from './due.ts'
import type { PostState, Target } from './state.ts'
import { statusOf } from './status.ts'
import { instantOf } from './wall-clock.ts'

export function listingOf(state: PostState): PostListing {
  const { organisationId, authorId, head, text, tags, approval, plan, lastAt, targets } = state
  return {
    organisationId,
    authorId,
    head,
    status: statusOf(state),
    text: excerpt(text),
    mediaIds: mediaOf(state),
    tags,
    approval,
    at: plan && instantOf(plan.at),
    localAt: plan?.at.localDateTime ?? null,
    timeZone: plan?.at.timeZone ?? null,
    changedAt: lastAt,
    targets: [...targets.values()].map((target) => targetListing(state, target)),
  }
}

/** What it shows anywhere, in a variant or a part too: a file is kept for as long as a post may need it. */
function mediaOf({ media, targets }: PostState): string[] {
  const elsewhere = [...targets.values()].flatMap(({ content }) => [
    ...(content.media ?? []),
    ...content.parts.flatMap((part) => part.media),
  ])
  return [...new Set([...media, ...elsewhere])]
}

function targetListing(state: PostState, target: Target): TargetListing {
  const { id, to, steps } = target
  const first = steps[0]
  return {
    targetId: id,
    toKind: to.kind,
    toId: idOf(to),
    network: to.kind === 'account' ? to.network : null,
    life: first?.life ?? 'draft',
    at: first?.result?.at ?? timeOf(state, target, 0),
    url: first?.result?.url ?? null,
    trouble: steps.find(({ trouble }) => trouble !== null)?.trouble ?? null,
  }
}

function idOf(to: Target['to']): string {
  if (to.kind === 'account') return to.accountId
  return to.kind === 'conversation' ? to.conversationId : to.audienceId
}
