/** `measure`: how posts of Instagram do. Its insights may be refused, and then it tells what is left. */
import type { Credential, Measured, Metrics, Quota } from '../contract.ts'
import type { Reply } from '../http.ts'
import { ask, redacted, secretsOf } from '../meta/graph.ts'
import { listOf, recordOf } from '../meta/graph-error.ts'
import { after } from '../meta/settings.ts'
import { troubleOf } from './answers.ts'
import type { InstagramParts } from './settings.ts'

const COUNTS = 'like_count,comments_count'

/** One call an id, two where insights are refused. */
export async function measure(
  parts: InstagramParts,
  credential: Credential,
  ids: readonly string[],
): Promise<Measured> {
  const metrics = new Map<string, Metrics>()
  let quota: Quota | null = null
  for (const id of ids) {
    const asked = await readNumbers(parts, credential, id)
    quota = asked.quota ?? quota
    const trouble = troubleOf(asked.reply, parts, false)
    if (trouble === null) metrics.set(id, metricsOf(asked.reply, parts))
    else if (trouble.is === 'authRefresh') return { is: 'authRefresh' }
    // gone, or not for us to see: the others still are
    else if (trouble.is !== 'rejected') {
      const retryAt = 'retryAt' in trouble ? trouble.retryAt : pauseEnd(parts)
      const why = 'why' in trouble ? redacted(trouble.why, secretsOf(credential)) : trouble.is
      return { is: 'failed', why, retryAt }
    }
  }
  return { is: 'ok', metrics, quota }
}

/** The Graph refuses the whole call for one field that is not permitted. */
async function readNumbers(parts: InstagramParts, credential: Credential, id: string) {
  const { viewsMetric, sharesMetric } = parts.settings
  const names = [viewsMetric, sharesMetric].filter(Boolean).join(',')
  const path = `/${encodeURIComponent(id)}`
  const withInsights = `${COUNTS}${names && `,insights.metric(${names})`}`
  const full = await ask(parts, credential, { method: 'GET', path, query: { fields: withInsights } })
  const trouble = troubleOf(full.reply, parts, false)
  const isRefused = trouble?.is === 'rejected' || trouble?.is === 'configDead'
  if (!isRefused || names === '') return full
  return ask(parts, credential, { method: 'GET', path, query: { fields: COUNTS } })
}

function metricsOf(reply: Reply, { settings }: InstagramParts): Metrics {
  const { like_count, comments_count, insights } = recordOf(reply.is === 'answered' ? reply.json : null)
  const values = new Map(listOf(insights).map(({ name, values: [value] = [] }: Insight) => [name, value]))
  const numberNamed = (name: string) => numberOf(values.get(name)?.value)
  return {
    views: numberNamed(settings.viewsMetric),
    likes: numberOf(like_count),
    comments: numberOf(comments_count),
    shares: numberNamed(settings.sharesMetric),
  }
}

interface Insight {
  readonly name?: unknown
  readonly values?: readonly { readonly value?: unknown }[]
}

function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

function pauseEnd({ settings, now }: InstagramParts): string {
  return after(now(), settings.pauses.failedMs)
}
