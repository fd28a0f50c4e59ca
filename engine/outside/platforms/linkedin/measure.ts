/** `measure`: how posts of an organisation do. Of a person's LinkedIn tells nothing without a further permission. */
import { fieldOf, listOf, textOf } from '../answer.ts'
import type { Credential, MeasureCost, Measured, Metrics } from '../contract.ts'
import { call } from '../http.ts'
import { numberIn, unmeasured } from '../measured.ts'
import { troubleOf } from './answers.ts'
import { restCall, restList } from './requests.ts'
import { isPerson, type LinkedinParts, type LinkedinStatistics } from './settings.ts'

const IDS_PER_CALL = 20
const PATIENCE_MS = 15 * 60_000
/** The two kinds of posts, and under which name the statistics take and tell each. */
const KINDS = [
  { begins: 'urn:li:share:', asked: 'shares', told: 'share' },
  { begins: 'urn:li:ugcPost:', asked: 'ugcPosts', told: 'ugcPost' },
] as const

/** Two kinds of posts, each in calls of its own. */
export function measureCostOf(ids: number): MeasureCost {
  return { calls: KINDS.length * Math.ceil(ids / IDS_PER_CALL), milsEach: 0 }
}

export async function measure(
  { settings, now }: LinkedinParts,
  credential: Credential,
  ids: readonly string[],
): Promise<Measured> {
  const metrics = new Map<string, Metrics>()
  if (isPerson(credential.accountRef)) return { is: 'ok', metrics, quota: null }
  const { statistics } = settings
  const owner = encodeURIComponent(credential.accountRef)
  for (const { begins, asked, told } of KINDS) {
    const ours = ids.filter((id) => id.startsWith(begins))
    for (let from = 0; from < ours.length; from += IDS_PER_CALL) {
      const some = restList(ours.slice(from, from + IDS_PER_CALL))
      const path = `${statistics.path}?q=organizationalEntity&organizationalEntity=${owner}`
      const reply = await call(restCall(settings, credential, 'GET', `${path}&${asked}=${some}`))
      const trouble = troubleOf(reply, now(), false)
      if (trouble !== null) return unmeasured(trouble, now(), PATIENCE_MS)
      for (const post of listOf(reply.is === 'answered' ? reply.json : null, 'elements'))
        metrics.set(textOf(fieldOf(post, told)), metricsOf(fieldOf(post, statistics.record), statistics))
    }
  }
  return { is: 'ok', metrics, quota: null }
}

function metricsOf(json: unknown, { views, likes, comments, shares }: LinkedinStatistics): Metrics {
  return {
    views: numberIn(json, views),
    likes: numberIn(json, likes),
    comments: numberIn(json, comments),
    shares: numberIn(json, shares),
  }
}
