/** `measureEach`: the numbers of posts, one by one; insights may be refused, and then what is left is told. */

import { later, type Verdict } from '../answer.ts'
import type { Credential, MeasureCost, Measured, Metrics, Quota } from '../contract.ts'
import type { Reply } from '../http.ts'
import { ask, redacted, secretsOf } from './graph.ts'
import { dataOf, recordOf } from './graph-error.ts'
import type { MetaParts } from './settings.ts'

export interface Numbers {
  /** Fields that any post tells. */
  readonly fields: string
  /** Names of insights; '' is left out. */
  readonly insights: readonly string[]
  troubleOf(reply: Reply): Verdict | null
  metricsOf(post: Readonly<Record<string, unknown>>): Metrics
}

/** Of `measureEach`. */
export function measureCostOf(ids: number): MeasureCost {
  return { calls: 2 * ids, milsEach: 0 }
}

/** One call an id, two where insights are refused. */
export async function measureEach(
  parts: MetaParts,
  credential: Credential,
  ids: readonly string[],
  numbers: Numbers,
): Promise<Measured> {
  const metrics = new Map<string, Metrics>()
  let quota: Quota | null = null
  for (const id of ids) {
    const asked = await read(parts, credential, id, numbers)
    quota = asked.quota ?? quota
    const trouble = numbers.troubleOf(asked.reply)
    if (trouble === null) metrics.set(id, numbers.metricsOf(jsonOf(asked.reply)))
    else if (trouble.is === 'authRefresh') return { is: 'authRefresh' }
    // gone, or not for us to see: the others still are
    else if (trouble.is !== 'rejected') {
      const { failedMs } = parts.settings.pauses
      const retryAt = 'retryAt' in trouble ? trouble.retryAt : later(parts.now(), failedMs)
      const why = 'why' in trouble ? redacted(trouble.why, secretsOf(credential)) : trouble.is
      return { is: 'failed', why, retryAt }
    }
  }
  return { is: 'ok', metrics, quota }
}

/** Null for what is no number: the network does not tell. */
export function numberOf(value: unknown): number | null {
  return typeof value === 'number' ? value : null
}

/** Of `{insights: {data: [{name, values: [{value}]}]}}`. */
export function insightOf(insights: unknown, name: string): number | null {
  const found = dataOf(insights).find((insight) => insight.name === name)
  const [first] = Array.isArray(found?.values) ? found.values : []
  return numberOf(recordOf(first).value)
}

/** The Graph refuses the whole call for one field that is not permitted. */
async function read(parts: MetaParts, credential: Credential, id: string, numbers: Numbers) {
  const names = numbers.insights.filter(Boolean).join(',')
  const path = `/${encodeURIComponent(id)}`
  const query = { fields: `${numbers.fields}${names && `,insights.metric(${names})`}` }
  const full = await ask(parts, credential, { method: 'GET', path, query })
  const trouble = numbers.troubleOf(full.reply)
  const isRefused = trouble?.is === 'rejected' || trouble?.is === 'configDead'
  if (!isRefused || names === '') return full
  return ask(parts, credential, { method: 'GET', path, query: { fields: numbers.fields } })
}

function jsonOf(reply: Reply): Readonly<Record<string, unknown>> {
  return recordOf(reply.is === 'answered' ? reply.json : null)
}
