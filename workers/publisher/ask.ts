/** `ask`: one visit to a network for one step of a post, with all that stands between: account, budget, breaker, token. */
import type { Answered, Credential, Order, Platform } from '../../engine/outside/platforms/contract.ts'
import type { Told } from '../../engine/post/attempt.ts'
import type { OrderedStep } from '../../engine/post/order.ts'
import type { Outcome, Purpose } from '../../engine/protocol/post-shapes.ts'
import type { Found, PublisherParts, Spending } from './parts.ts'

const MINUTE_MS = 60_000
/** After so long without an answer, the network has none: a person must look. */
const RECONCILE_MAX_MS = 24 * 60 * MINUTE_MS
/** A month that is spent is looked at again from time to time: somebody may raise the cap. */
const SPENT_RETRY_MS = 60 * MINUTE_MS

/** Never rejects for what others do. Nothing has left this machine when the outcome is `failed`. */
export async function ask(parts: PublisherParts, purpose: Purpose, step: OrderedStep): Promise<Told> {
  const { to, organisationId } = step
  if (to.kind !== 'account') return untold({ is: 'configDead', code: 'no-network' }, 'it goes to no network')
  const { accountId, network } = to
  const platform = parts.platforms.get(network)
  if (platform === undefined) {
    return untold({ is: 'configDead', code: `${network}-not-configured` }, `${network} is not configured`)
  }
  if (purpose === 'reconcile' && isHopeless(parts, step)) {
    const why = 'nobody could tell for a day'
    return untold({ is: 'undecided', why }, why)
  }
  const closedUntil = parts.breakers.closedUntil(network)
  if (closedUntil !== null) {
    return untold({ is: 'failed', why: `${network} does not answer`, retryAt: closedUntil }, 'not asked')
  }
  const found = await parts.accounts.credentialOf(accountId)
  if (found.is !== 'ok') return withoutCredential(found)
  const media = await parts.media.refsOf(organisationId, step.mediaIds)
  if (media.length < step.mediaIds.length) {
    return untold({ is: 'rejected', code: 'media-gone', message: 'A file of it was removed.' }, 'not asked')
  }
  const order: Order = {
    credential: found.credential,
    text: step.text,
    media,
    options: step.options,
    keys: step.keys,
    answers: step.answers,
    armedAt: step.armedAt ?? new Date(parts.clock.now()).toISOString(),
  }
  const costMils = purpose === 'publish' ? platform.costMilsOf(order) : 0
  const spending: Spending = { network, accountId, organisationId, costMils, priority: 'publish' }
  const refused = purpose === 'publish' ? await overBudget(parts, spending) : null
  if (refused !== null) return refused
  return call(parts, platform, purpose, order, spending)
}

async function call(
  parts: PublisherParts,
  platform: Platform,
  purpose: Purpose,
  order: Order,
  spending: Spending,
): Promise<Told> {
  const { accounts, breakers, budgets } = parts
  const { accountId, network } = spending
  let answered = await platform[purpose](order)
  if (answered.outcome.is === 'authRefresh') {
    const fresh = await accounts.refreshed(accountId, order.credential)
    if (fresh.is !== 'ok') return withoutCredential(fresh)
    answered = await again(platform, purpose, order, fresh.credential)
  }
  const { evidence, quota } = answered
  const outcome = withoutRefresh(answered)
  breakers.saw(network, outcome.is !== 'ambiguous' && outcome.is !== 'failed')
  if (outcome.is === 'authDead') await accounts.bury(accountId, outcome.code)
  if (quota !== null) await budgets.learn(spending, quota)
  if (outcome.is === 'throttled') await budgets.blocked(spending, outcome.scope, outcome.retryAt)
  if (spending.costMils > 0 && NOT_BILLED.has(outcome.is)) await budgets.refund(spending)
  return { outcome, evidence }
}

/** The network refused before it did anything, so this is still the first time. */
function again(
  platform: Platform,
  purpose: Purpose,
  order: Order,
  credential: Credential,
): Promise<Answered> {
  return platform[purpose]({ ...order, credential })
}

/** What a network does not bill; an answer that was lost may have been billed. */
const NOT_BILLED: ReadonlySet<Outcome['is']> = new Set([
  'failed',
  'rejected',
  'throttled',
  'authDead',
  'configDead',
])

/** A token that was fetched a moment ago and is refused is no question of freshness. */
function withoutRefresh({ outcome }: Answered): Outcome {
  return outcome.is === 'authRefresh' ? { is: 'authDead', code: 'fresh-token-refused' } : outcome
}

async function overBudget({ budgets, clock }: PublisherParts, spending: Spending): Promise<Told | null> {
  const allowed = await budgets.take(spending)
  if (allowed.is === 'ok') return null
  if (allowed.is === 'throttled') {
    const { retryAt, scope } = allowed
    return untold({ is: 'throttled', retryAt, scope }, 'our own count of what the network allows')
  }
  const retryAt = new Date(clock.now() + SPENT_RETRY_MS).toISOString()
  const why = `the organisation's cap of ${allowed.capMils / 1_000} USD a month is spent`
  return untold({ is: 'throttled', retryAt, scope: 'account' }, why)
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

function isHopeless({ clock }: PublisherParts, { armedAt }: OrderedStep): boolean {
  return armedAt !== null && clock.now() - Date.parse(armedAt) > RECONCILE_MAX_MS
}

/** Nothing was sent. */
function untold(outcome: Outcome, proof: string): Told {
  return { outcome, evidence: { request: null, response: null, status: null, proof } }
}
