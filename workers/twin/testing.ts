/** `weekOf`, `accountOf` and `planned`: weeks for tests, which begin on Saturday, 21 November 2026, at ten in UTC. */

import type { Lateness } from '../../engine/post/lateness.ts'
import { BEGIN, create, plan, post } from '../../engine/post/testing.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import type { Network, TargetDraft } from '../../engine/protocol/post-shapes.ts'
import type { Week, WeekAccount, WeekPost } from './week.ts'

export const WEEK_MS = 7 * 24 * 60 * 60_000

export function weekOf(more: Partial<Week> = {}): Week {
  const nowMs = Date.parse(BEGIN)
  return {
    nowMs,
    untilMs: nowMs + WEEK_MS,
    posts: [],
    accounts: [],
    budgets: [],
    media: [],
    conversations: [],
    slots: [],
    held: [],
    ...more,
  }
}

export function accountOf(network: Network, more: Partial<WeekAccount> = {}): WeekAccount {
  return {
    id: `${network}-account`,
    organisationId: 'home',
    network,
    accountRef: network === 'linkedin' ? 'urn:li:organization:7' : '700',
    name: 'Acme',
    handle: '@acme',
    scopes: [],
    expiresAt: null,
    refreshedAt: BEGIN,
    health: 'healthy',
    trouble: null,
    isRemoved: false,
    ...more,
  }
}

/** Where a post goes: to the account of `accountOf`, unless told. */
export function to(network: Network, more: Partial<TargetDraft> = {}): TargetDraft {
  return {
    to: { kind: 'account', accountId: `${network}-account`, network },
    text: null,
    media: null,
    options: {},
    parts: [],
    staggerMs: 0,
    after: null,
    ...more,
  }
}

export interface Planned {
  readonly text?: string
  readonly media?: readonly string[]
  readonly targets: readonly TargetDraft[]
  readonly localDateTime: string
  /** Of the clocks that show it. */
  readonly timeZone?: string
  readonly gap?: 'after' | 'skip'
  readonly lateness?: Lateness
}

let made = 0

/** A post that somebody has planned and nobody must approve. */
export function planned({
  text,
  media = [],
  targets,
  localDateTime,
  timeZone = 'UTC',
  gap = 'after',
  lateness,
}: Planned): WeekPost {
  made++
  const asked = post()
  asked.accepts(create({ text: text ?? `words ${made}`, media: [...media], targets: [...targets] }))
  const wish = plan(localDateTime, lateness)
  asked.accepts({ ...wish, plan: { ...wish.plan, at: { ...wish.plan.at, timeZone, gap } } })
  return { id: `post-${made}`, events: asked.events as readonly PostEvent[] }
}
