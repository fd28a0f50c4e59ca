/** `offerCaptions`: who writes suggestions, and how many of them an organisation may still ask for in this hour. */
import type { CaptionApp } from '../../host/caption-app.ts'
import type { Clock } from '../../kernel/clock.ts'
import type { Captions } from '../captions/contract.ts'
import { makeCaptions } from '../captions/make-captions.ts'
import type { Ledger } from './ledger.ts'

export interface OfferedCaptions extends Captions {
  /**
   * To be asked before each suggestion. Takes one of the organisation's hour, counted for all nodes together; a wish counts
   * whatever comes of it, because what was read is billed too. Null when it was taken, else when there may be one again,
   * ISO 8601 in UTC.
   */
  take(organisationId: string): Promise<string | null>
}

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
    ...makeCaptions(app, clock),
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
