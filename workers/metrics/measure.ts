/** `measure`: asks a network how posts of one account do, with all that stands between: account, breaker, budget, token. */
import type { Credential, Measured, Platform } from '../../engine/outside/platforms/contract.ts'
import { type Due, keep, putOff } from './claim.ts'
import type { MetricsParts } from './parts.ts'

const HOUR_MS = 60 * 60_000
/** Whatever a network says of its limits: it is not asked again and again. */
const SHORTEST_MS = 60_000
/** Until a network that does not answer is asked again: posts look every half minute whether it is back. */
const ILL_MS = 10 * 60_000
/** Until somebody may have connected a dead account again, set up a network, or raised a cap. */
const WAITS_FOR_PEOPLE_MS = 6 * HOUR_MS

/** All of one account, and at least one. Never rejects for what others do. */
export async function measure(parts: MetricsParts, due: readonly Due[]): Promise<void> {
  const [{ accountId, network }] = due as [Due]
  const { clock, outside } = parts
  const later = (ms: number) => putOff(parts, accountId, clock.now() + ms)
  const at = (instant: string) => later(Math.max(Date.parse(instant) - clock.now(), SHORTEST_MS))
  const platform = outside.platforms.get(network)
  if (platform === undefined) return later(WAITS_FOR_PEOPLE_MS)
  if (!outside.breakers.of(network).isClosed()) return later(ILL_MS)
  const found = await outside.accounts.credentialOf(accountId)
  if (found.is === 'unavailable') return at(found.retryAt)
  // nobody is told: whoever plans the next post hears of it
  if (found.is !== 'ok') return later(WAITS_FOR_PEOPLE_MS)
  const allowed = await afford(parts, platform, due)
  if (allowed.is === 'throttled') return at(allowed.retryAt)
  if (allowed.is === 'spent') return later(WAITS_FOR_PEOPLE_MS)
  const measured = await ask(parts, platform, allowed.due, found.credential)
  const told = measured.is === 'ok' ? measured.metrics : new Map()
  await refund(parts, platform, allowed.due, told.size)
  if (measured.is === 'failed') return at(measured.retryAt)
  if (measured.is === 'authRefresh') return later(WAITS_FOR_PEOPLE_MS)
  const now = clock.now()
  // limits of reading are no limits of posting
  if (measured.quota !== null && measured.quota.scope !== 'endpoint')
    await outside.budgets.learn({ network, accountId, now, quota: measured.quota })
  await keep(parts, allowed.due, told, now)
}

type Afforded =
  | { readonly is: 'ok'; readonly due: readonly Due[] }
  | { readonly is: 'throttled'; readonly retryAt: string }
  | { readonly is: 'spent' }

/** As many of them as the budgets have room for, beside posts: what is left over is claimed again soon. */
async function afford(parts: MetricsParts, platform: Platform, due: readonly Due[]): Promise<Afforded> {
  const [{ accountId, network, organisationId }] = due as [Due]
  const { calls, milsEach } = platform.measureCostOf(due.length)
  const taken = await parts.outside.budgets.take({
    network,
    accountId,
    organisationId,
    calls,
    costMils: milsEach * due.length,
    priority: 'poll',
    now: parts.clock.now(),
  })
  if (taken.is === 'ok') return { is: 'ok', due }
  if (due.length > 1) return afford(parts, platform, due.slice(0, Math.floor(due.length / 2)))
  return taken.is === 'spent' ? { is: 'spent' } : taken
}

async function ask(
  { outside }: MetricsParts,
  platform: Platform,
  due: readonly Due[],
  credential: Credential,
): Promise<Measured> {
  const ids = due.map(({ networkId }) => networkId)
  const measured = await platform.measure(credential, ids)
  if (measured.is !== 'authRefresh') return measured
  const fresh = await outside.accounts.refreshed((due[0] as Due).accountId, credential)
  // a token that may post need not be allowed to read, so nobody is buried for it
  return fresh.is === 'ok' ? platform.measure(fresh.credential, ids) : measured
}

/** Networks bill what they have shown. */
async function refund(
  { outside, clock }: MetricsParts,
  platform: Platform,
  due: readonly Due[],
  told: number,
): Promise<void> {
  const [{ network, organisationId }] = due as [Due]
  const costMils = platform.measureCostOf(due.length).milsEach * Math.max(0, due.length - told)
  if (costMils > 0) await outside.budgets.refund({ network, organisationId, costMils, now: clock.now() })
}
