/** `measure`: how posts of a page do. */
import type { Credential, Measured } from '../contract.ts'
import { recordOf } from '../meta/graph-error.ts'
import { insightOf, measureEach, numberOf } from '../meta/measure.ts'
import { troubleOf } from './answers.ts'
import type { FacebookParts } from './settings.ts'

export function measure(
  parts: FacebookParts,
  credential: Credential,
  ids: readonly string[],
): Promise<Measured> {
  const { viewsMetric } = parts.settings
  return measureEach(parts, credential, ids, {
    fields: 'reactions.summary(total_count).limit(0),comments.summary(total_count).limit(0),shares',
    insights: [viewsMetric],
    troubleOf: (reply) => troubleOf(reply, parts, false),
    metricsOf: ({ reactions, comments, shares, insights }) => ({
      views: insightOf(insights, viewsMetric),
      likes: totalOf(reactions),
      comments: totalOf(comments),
      // left out while there are none
      shares: shares === undefined ? 0 : numberOf(recordOf(shares).count),
    }),
  })
}

function totalOf(edge: unknown): number | null {
  return numberOf(recordOf(recordOf(edge).summary).total_count)
}
