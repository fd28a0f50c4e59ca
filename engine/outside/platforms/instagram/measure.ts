/** `measure`: how posts of Instagram do. */
import type { Credential, Measured } from '../contract.ts'
import { insightOf, measureEach, numberOf } from '../meta/measure.ts'
import { troubleOf } from './answers.ts'
import type { InstagramParts } from './settings.ts'

export function measure(
  parts: InstagramParts,
  credential: Credential,
  ids: readonly string[],
): Promise<Measured> {
  const { viewsMetric, sharesMetric } = parts.settings
  return measureEach(parts, credential, ids, {
    fields: 'like_count,comments_count',
    insights: [viewsMetric, sharesMetric],
    troubleOf: (reply) => troubleOf(reply, parts, false),
    metricsOf: ({ like_count, comments_count, insights }) => ({
      views: insightOf(insights, viewsMetric),
      likes: numberOf(like_count),
      comments: numberOf(comments_count),
      shares: insightOf(insights, sharesMetric),
    }),
  })
}
