/** `ask`: one visit to a network for one step of a post, with all that stands between: account, budget, breaker, token. */
import type { Found } from '../../engine/outside/accounts/accounts.ts'
import type {
  Answered,
  Credential,
  MediaRef,
  Order,
  Platform,
} from '../../engine/outside/platforms/contract.ts'
import type { HasTime, Told } from '../../engine/post/attempt.ts'
import type { OrderedStep } from '../../engine/post/order.ts'
import { Refusal } from '../../engine/protocol/errors.ts'
import type { Network, Outcome, Purpose } from '../../engine/protocol/post-shapes.ts'
import type { PublisherParts } from './parts.ts'

const MINUTE_MS = 60_000
/** After so long without an answer, the network has none: a person must look. */
const RECONCILE_MAX_MS = 24 * 60 * MINUTE_MS
/** A month that is spent is looked at again from time to time: somebody may raise the cap. */
const SPENT_RETRY_MS = 60 * MINUTE_MS

/** A visit that may go ahead. */
interface Visit {
  readonly purpose: Purpose
  readonly platform: Platform
  readonly order: Order
  readonly network: Network
  readonly accountId: string
  readonly organisationId: string
  /** Thousandths of a US dollar. */
  readonly costMils: number
}

/** Never rejects for what others do. Nothing has left this machine when the outcome is `failed`. */
export async function ask(
  parts: PublisherParts,
  purpose: Purpose,
  step: OrderedStep,
  hasTime: HasTime,
): Promise<Told> {
  const visit = await prepared(parts, purpose, step)
  if ('outcome' in visit) return visit
  const maySend = () => purpose !== 'publish' || hasTime(parts.patience.sendBeforeMs)
  const refused = await overBudget(parts, visit)
  if (refused !== null) return refused
  const told = await call(parts, visit, maySend)
  await giveBack(parts, visit, told.outcome)
  return told
}

/** Everything the network must be told, or why it is not asked. */
async function prepared(
  { outside: { accounts, breakers, platforms }, outside, clock }: PublisherParts,
  purpose: Purpose,
  step: OrderedStep,
): Promise<Visit | Told> {
  const { to, organisationId } = step
  if (to.kind !== 'account') return untold({ is: 'configDead', code: 'no-network' }, 'it goes to no network')
  const { accountId, network } = to
  const platform = platforms.get(network)
  if (platform === undefined) {
    return untold({ is: 'configDead', code: `${network}-not-configured` }, `${network} is not configured`)
  }
  const nowMs = clock.now()
  if (
    purpose === 'reconcile' &&
    step.armedAt !== null &&
    nowMs - Date.parse(step.armedAt) > RECONCILE_MAX_MS
  ) {
    const why = 'nobody could tell for a day'
    return untold({ is: 'undecided', why }, why)
  }
  if (step.step > 0 && step.answers === null) {
    const message = 'Somebody said that the post is there, but nobody knows its id, so nothing can answer it.'
    return untold({ is: 'rejected', code: 'nothing-to-answer', message }, 'not asked')
  }
  const found = await accounts.credentialOf(accountId)
  if (found.is !== 'ok') return withoutCredential(found)
  const media = await mediaOf(outside, step)
  if (media === null) {
    return untold({ is: 'rejected', code: 'media-gone', message: 'A file of it was removed.' }, 'not asked')
  }
  const breaker = breakers.of(network)
  if (!breaker.mayCall(nowMs)) {
    const retryAt = isoOf(breaker.retryAtMs())
    return untold({ is: 'failed', why: `${network} does not answer`, retryAt }, 'not asked')
  }
  const { text, options, keys, leftovers, answers } = step
  const armedAt = step.armedAt ?? isoOf(nowMs)
  const order: Order = {
    credential: found.credential,
    text,
    media,
    options,
    keys,
    leftovers,
    answers,
    armedAt,
  }
  const costMils = purpose === 'publish' ? platform.costMilsOf(order) : 0
  return { purpose, platform, order, network, accountId, organisationId, costMils }
}

/** Null when one of them is gone. */
async function mediaOf(
  { media }: PublisherParts['outside'],
  { organisationId, mediaIds }: OrderedStep,
): Promise<readonly MediaRef[] | null> {
  if (mediaIds.length === 0) return []
  try {
    return await media.refsOf(organisationId, mediaIds)
  } catch (error) {
    if (error instanceof Refusal && error.reason === 'UNKNOWN_MEDIA') return null
    throw error
  }
}

async function call(parts: PublisherParts, visit: Visit, maySend: () => boolean): Promise<Told> {
  const { accounts, breakers, budgets } = parts.outside
  const { accountId, network, order } = visit
  if (!maySend()) return tooLate(parts)
  let answered = await asked(visit, order.credential)
  if (answered.outcome.is === 'authRefresh') {
    const fresh = await accounts.refreshed(accountId, order.credential)
    if (fresh.is !== 'ok') return withoutCredential(fresh)
    if (!maySend()) return tooLate(parts)
    // the network refused before it did anything, so this is still the first time
    answered = await asked(visit, fresh.credential)
  }
  const { evidence, quota } = answered
  const outcome = withoutRefresh(answered)
  const now = parts.clock.now()
  if (isIll(answered)) breakers.of(network).failed(now)
  else if (evidence.status !== null) breakers.of(network).succeeded()
  if (outcome.is === 'authDead') await accounts.bury(accountId, outcome.code, order.credential)
  if (quota !== null) await budgets.learn({ network, accountId, now, quota })
  if (outcome.is === 'throttled') {
    await budgets.blocked({ network, accountId, now, scope: outcome.scope, until: outcome.retryAt })
  }
  return { outcome, evidence }
}

/** This process was stopped, or waited too long for something: somebody else may look for the post before it is out. */
function tooLate({ clock }: PublisherParts): Told {
  const retryAt = isoOf(clock.now())
  return untold({ is: 'failed', why: 'too little of the lease was left', retryAt }, 'not asked')
}

function asked({ platform, purpose, order }: Visit, credential: Credential): Promise<Answered> {
  return platform[purpose]({ ...order, credential })
}

/** What a network has heard and does not bill; an answer that was lost may have been billed. */
const NOT_BILLED: ReadonlySet<Outcome['is']> = new Set([
  'unprepared',
  'rejected',
  'throttled',
  'authDead',
  'configDead',
])

/** What a visit has taken and not used. */
async function giveBack(
  { outside: { budgets }, clock }: PublisherParts,
  visit: Visit,
  { is }: Outcome,
): Promise<void> {
  if (visit.purpose !== 'publish') return
  const now = clock.now()
  if (is === 'failed') await budgets.undo({ ...visit, priority: 'publish', now })
  else if (visit.costMils > 0 && NOT_BILLED.has(is)) await budgets.refund({ ...visit, now })
}

/** Nobody answered, or said that it is broken. What was not asked says nothing. */
function isIll({ outcome, evidence }: Answered): boolean {
  const isSilent = evidence.status === null && (evidence.request !== null || outcome.is === 'failed')
  return isSilent || (evidence.status ?? 0) >= 500
}

/** A token that was fetched a moment ago and is refused is no question of freshness. */
function withoutRefresh({ outcome }: Answered): Outcome {
  return outcome.is === 'authRefresh' ? { is: 'authDead', code: 'fresh-token-refused' } : outcome
}

/** Limits are of posts; looks and uploads have others, which nobody comes near. */
async function overBudget({ outside, clock }: PublisherParts, visit: Visit): Promise<Told | null> {
  if (visit.purpose !== 'publish') return null
  const now = clock.now()
  const allowed = await outside.budgets.take({ ...visit, priority: 'publish', now })
  if (allowed.is === 'ok') return null
  if (allowed.is === 'throttled') {
    const { retryAt, scope } = allowed
    return untold({ is: 'throttled', retryAt, scope }, 'our own count of what the network allows')
  }
  const why = `the organisation's cap of ${allowed.capMils / 1_000} USD a month is spent`
  return untold({ is: 'throttled', retryAt: isoOf(now + SPENT_RETRY_MS), scope: 'account' }, why)
}

function withoutCredential(found: Exclude<Found, { is: 'ok' }>): Told {
  switch (found.is) {
    case 'dead':
      return untold({ is: 'authDead', code: found.code }, 'the account must be connected again')
    case 'unavailable':
      return untold({ is: 'failed', why: 'no token for now', retryAt: found.retryAt }, 'not asked')
    case 'unknown':
      return untold(
        { is: 'rejected', code: 'account-gone', message: 'The account was disconnected.' },
        'not asked',
      )
  }
}

/** Nothing was sent. */
function untold(outcome: Outcome, proof: string): Told {
  return { outcome, evidence: { request: null, response: null, status: null, proof } }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}
