/** `measure`: how posts on X do. Every post read is billed, so ask seldom. */
import { fieldOf, listOf, textOf } from '../answer.ts'
import type { Credential, MeasureCost, Measured, Metrics, Quota } from '../contract.ts'
import { call } from '../http.ts'
import { numberIn, unmeasured } from '../measured.ts'
import { quotaOf, troubleOf } from './answers.ts'
import { bearer } from './publish.ts'
import type { XParts } from './settings.ts'

const IDS_PER_CALL = 100
const PATIENCE_MS = 15 * 60_000

export function measureCostOf({ settings }: XParts, ids: number): MeasureCost {
  return { calls: Math.ceil(ids / IDS_PER_CALL), milsEach: settings.priceMils.read }
}

export async function measure(
  { settings, now }: XParts,
  credential: Credential,
  ids: readonly string[],
): Promise<Measured> {
  const metrics = new Map<string, Metrics>()
  let quota: Quota | null = null
  for (let from = 0; from < ids.length; from += IDS_PER_CALL) {
    const query = new URLSearchParams({
      ids: ids.slice(from, from + IDS_PER_CALL).join(','),
      [settings.fieldsParameter]: 'public_metrics',
    })
    const url = `${settings.apiUrl}/2/tweets?${query}`
    const reply = await call({
      method: 'GET',
      url,
      headers: bearer(credential),
      timeoutMs: settings.timeoutMs,
    })
    const trouble = troubleOf(reply, now(), false)
    if (trouble !== null) return unmeasured(trouble, now(), PATIENCE_MS)
    quota = quotaOf(reply, 'endpoint')
    for (const post of listOf(reply.is === 'answered' ? reply.json : null, 'data'))
      metrics.set(textOf(fieldOf(post, 'id')), metricsOf(fieldOf(post, 'public_metrics')))
  }
  return { is: 'ok', metrics, quota }
}

function metricsOf(json: unknown): Metrics {
  const retweets = numberIn(json, 'retweet_count')
  const quotes = numberIn(json, 'quote_count')
  return {
    views: numberIn(json, 'impression_count'),
    likes: numberIn(json, 'like_count'),
    comments: numberIn(json, 'reply_count'),
    shares: retweets === null && quotes === null ? null : (retweets ?? 0) + (quotes ?? 0),
  }
}
