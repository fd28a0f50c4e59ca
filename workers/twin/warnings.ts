/** `warningsOf`: what will go wrong in a week without anybody's fault: seen in the plans alone, before anything is played. */

import { accountKey } from '../../engine/outside/budgets/budgets.ts'
import { CALL_LIMITS } from '../../engine/outside/budgets/limits.ts'
import { INSTAGRAM_SETTINGS } from '../../engine/outside/platforms/instagram/settings.ts'
import { YOUTUBE_SETTINGS } from '../../engine/outside/platforms/youtube/settings.ts'
import { isOver } from '../../engine/post/chart.ts'
import { timeOf } from '../../engine/post/due.ts'
import { foldAll } from '../../engine/post/fold.ts'
import { fitsOf } from '../../engine/post/networks/fit.ts'
import { NO_POST, type PostState, type Target } from '../../engine/post/state.ts'
import { instantOf } from '../../engine/post/wall-clock.ts'
import type { Destination, Network } from '../../engine/protocol/post-shapes.ts'
import type { Week, WeekAccount } from './week.ts'

export interface Warning {
  readonly postId: string
  readonly targetId: string
  /** Of which step, when it is about what that says. */
  readonly step: number | null
  readonly to: Destination
  /** When it was to be published, ISO 8601 in UTC; null when it never will be. */
  readonly at: string | null
  readonly says: string
  /** It will not go out as it is, unless somebody does something. */
  readonly isFatal: boolean
}

/** One target that is still to come. */
interface Coming {
  readonly postId: string
  readonly state: PostState
  readonly target: Target
  readonly at: string | null
  /** Where it goes, when that is an account that we know. */
  readonly account: WeekAccount | undefined
}

/** In the order of their times. */
export function warningsOf(week: Week): Warning[] {
  const accounts = new Map(week.accounts.map((account) => [account.id, account]))
  const coming = week.posts.flatMap(({ id, events }) => comingOf(id, foldAll(NO_POST, events), accounts))
  coming.sort((one, other) => ((one.at ?? '') < (other.at ?? '') ? -1 : 1))
  const warnings = [
    ...coming.flatMap((one) => [...gapOf(one), ...accountOf(one), ...unfitOf(one, week)]),
    ...byAccount(coming).flatMap((ofOne) => [...quotaOf(ofOne), ...leftOf(ofOne, week), ...repeatsOf(ofOne)]),
  ]
  return warnings.sort((one, other) => ((one.at ?? '') < (other.at ?? '') ? -1 : 1))
}

function comingOf(postId: string, state: PostState, accounts: ReadonlyMap<string, WeekAccount>): Coming[] {
  return [...state.targets.values()]
    .filter(({ steps }) => steps[0] !== undefined && !isOver(steps[0].life))
    .map((target) => ({
      postId,
      state,
      target,
      at: timeOf(state, target, 0),
      account: target.to.kind === 'account' ? accounts.get(target.to.accountId) : undefined,
    }))
}

function warn({ postId, target: { id: targetId, to }, at }: Coming, says: string, isFatal = true): Warning {
  return { postId, targetId, step: null, to, at, says, isFatal }
}

function gapOf(coming: Coming): Warning[] {
  const plan = coming.state.plan
  if (plan === null || instantOf({ ...plan.at, gap: 'skip' }) !== null) return []
  const { localDateTime, timeZone, gap } = plan.at
  const when = `there is no ${localDateTime.replace('T', ' ')} in ${timeZone}, where clocks are set forward over it`
  if (gap === 'skip') return [warn(coming, `${when}: it will not go out`)]
  return [
    warn(coming, `${when}: it goes out ${gap === 'after' ? 'an hour later' : 'an hour earlier'}`, false),
  ]
}

/** Those whose tokens end for good: others give a new one for an old one, whenever they are asked. */
const ENDS_FOR_GOOD: ReadonlySet<Network> = new Set(['linkedin'])

function accountOf(coming: Coming): Warning[] {
  const { target, account, at } = coming
  if (target.to.kind !== 'account') return []
  if (account === undefined || account.isRemoved)
    return [warn(coming, 'the account was disconnected: connect it again, or take the post elsewhere')]
  const { health, trouble, expiresAt, network } = account
  if (health === 'dead')
    return [warn(coming, `the account must be connected again (${trouble ?? 'unknown'})`)]
  if (expiresAt === null || at === null || expiresAt > at || !ENDS_FOR_GOOD.has(network)) return []
  return [warn(coming, `the token ends on ${expiresAt}, before the post: connect the account again`)]
}

function unfitOf(coming: Coming, { media }: Week): Warning[] {
  const { state, target } = coming
  const draft = { text: state.text, media: state.media, targets: [{ to: target.to, ...target.content }] }
  const problems = fitsOf(draft, (id) => media.find((medium) => medium.id === id)).flatMap(
    (fit) => fit.problems,
  )
  return problems.map(({ step, message, isFatal }) => ({
    ...warn(coming, step === 0 ? message : `part ${step + 1}: ${message}`, isFatal),
    step,
  }))
}

function byAccount(coming: readonly Coming[]): Coming[][] {
  const groups = new Map<string, Coming[]>()
  for (const one of coming) {
    if (one.account === undefined || one.at === null) continue
    groups.set(one.account.id, [...(groups.get(one.account.id) ?? []), one])
  }
  return [...groups.values()]
}

const DAY_MS = 24 * 60 * 60_000

/** How many posts an account may make in a while. */
const POSTS_MAX: Readonly<Partial<Record<Network, { readonly posts: number; readonly ms: number }>>> = {
  x: { posts: CALL_LIMITS.x.account?.calls ?? Number.POSITIVE_INFINITY, ms: 15 * 60_000 },
  linkedin: { posts: CALL_LIMITS.linkedin.account?.calls ?? Number.POSITIVE_INFINITY, ms: DAY_MS },
  instagram: { posts: INSTAGRAM_SETTINGS.postsPerDay, ms: DAY_MS },
  youtube: { posts: YOUTUBE_SETTINGS.budget.uploads, ms: DAY_MS },
}

/** The first that is one too many. */
function quotaOf(ofOne: readonly Coming[]): Warning[] {
  const most = POSTS_MAX[ofOne[0]?.account?.network ?? 'facebook']
  if (most === undefined) return []
  const times = ofOne.map(({ at }) => Date.parse(at ?? ''))
  const first = ofOne.find((_, index) => {
    const before = times[index - most.posts]
    return before !== undefined && (times[index] as number) - before < most.ms
  })
  const while_ = most.ms === DAY_MS ? '24 hours' : `${most.ms / 60_000} minutes`
  return first
    ? [warn(first, `it is one more than the ${most.posts} posts that are taken in ${while_}`, false)]
    : []
}

/** Against what the network itself has said is left. */
function leftOf(ofOne: readonly Coming[], { budgets }: Week): Warning[] {
  const account = ofOne[0]?.account
  const budget = account && budgets.find(({ key }) => key === accountKey(account.network, account.id))
  if (budget === undefined) return []
  const { limitAtMost, used, blockedUntil, endsAt } = budget
  const early = ofOne.filter(({ at }) => blockedUntil !== null && (at ?? '') < blockedUntil)
  const left = limitAtMost === null ? Number.POSITIVE_INFINITY : Math.max(0, limitAtMost - used)
  const beyond = ofOne.filter(({ at }) => (at ?? '') < endsAt).slice(left)
  return [
    ...early.map((one) => warn(one, `the network asked for patience until ${blockedUntil}`, false)),
    ...beyond
      .slice(0, 1)
      .map((one) => warn(one, `the network said that ${left} calls are left until ${endsAt}`, false)),
  ]
}

/** Networks refuse the same words said again soon, and followers mind. */
function repeatsOf(ofOne: readonly Coming[]): Warning[] {
  const said = new Map<string, Coming>()
  return ofOne.flatMap((one) => {
    const text = (one.target.content.text ?? one.state.text).trim()
    const before = said.get(text)
    if (text !== '') said.set(text, one)
    const apart = before && Date.parse(one.at ?? '') - Date.parse(before.at ?? '')
    if (text === '' || apart === undefined || apart >= DAY_MS) return []
    return [
      warn(
        one,
        `the account says the same on ${before?.at}: within a day it may be refused as a duplicate`,
        false,
      ),
    ]
  })
}
