/** `offerCaptions`: who writes suggestions at this installation, and how many an organisation may still ask for. */
import type { CaptionApp } from '../../host/caption-app.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Ledger } from '../budgets/ledger.ts'
import { makeAnthropic } from './anthropic/anthropic.ts'
import { ANTHROPIC_SETTINGS } from './anthropic/settings.ts'
import type { Captions } from './contract.ts'
import { makeOpenAi } from './openai/openai.ts'
import { OPENAI_SETTINGS } from './openai/settings.ts'

export interface OfferedCaptions extends Captions {
  /**
   * To be asked before each suggestion. Takes one of the organisation's hour, counted for all nodes together; a wish counts
   * whatever comes of it, because what was read is billed too. Null when it was taken, else when there may be one again.
   */
  take(organisationId: string): Promise<RetryAt | null>
}

/** ISO 8601 in UTC. */
type RetryAt = string

export interface OfferParts {
  readonly clock: Pick<Clock, 'now' | 'after'>
  readonly ledger: Pick<Ledger, 'take'>
}

/** Of a window that begins with its first suggestion. */
const HOUR_MS = 60 * 60_000

/** Null when the operator has named nobody. */
export function offerCaptions(app: CaptionApp | null, { clock, ledger }: OfferParts): OfferedCaptions | null {
  if (app === null) return null
  return {
    ...makerOf(app, clock),
    async take(organisationId) {
      const now = clock.now()
      const wanted = {
        key: `captions ${organisationId}`,
        organisationId,
        amount: 1,
        atMost: app.perHour,
        share: 1,
        endsAtMs: now + HOUR_MS,
      }
      const [stands] = await ledger.take([wanted], now)
      return stands?.retryAt ?? null
    },
  }
}

function makerOf(app: CaptionApp, clock: OfferParts['clock']): Captions {
  const { from, apiKey, model, apiUrl } = app
  const ours = { apiKey, model, ...(apiUrl !== null && { apiUrl }) }
  if (from === 'openai') return makeOpenAi({ settings: { ...OPENAI_SETTINGS, ...ours }, clock })
  return makeAnthropic({ settings: { ...ANTHROPIC_SETTINGS, ...ours }, clock })
}
