/** `measure`: how films and comments do, fifty of a kind a call. */
import { fieldOf, listOf, textOf } from '../answer.ts'
import type { Credential, MeasureCost, Measured, Metrics } from '../contract.ts'
import { unmeasured } from '../measured.ts'
import { ask } from './ask.ts'
import type { YouTubeParts } from './settings.ts'

/** What one list may be asked for. */
const IDS_MAX = 50

/** Films and comments, each in calls of their own. */
export function measureCostOf(ids: number): MeasureCost {
  return { calls: Math.ceil(ids / IDS_MAX) + 1, milsEach: 0 }
}

export async function measure(
  parts: YouTubeParts,
  credential: Credential,
  ids: readonly string[],
): Promise<Measured> {
  const { videoId } = parts.settings
  const films = ids.filter((id) => videoId.test(id))
  const comments = ids.filter((id) => !videoId.test(id))
  const metrics = new Map<string, Metrics>()
  for (const path of [
    ...pages(films).map((some) => `videos?part=statistics&id=${some}`),
    ...pages(comments).map((some) => `comments?part=snippet&id=${some}`),
  ]) {
    const url = `${parts.settings.apiUrl}/${path}`
    const { trouble, json } = await ask(parts, credential, 'look', { method: 'GET', url })
    if (trouble !== null) return unmeasured(trouble, parts.now(), parts.settings.patienceMs)
    for (const [id, found] of metricsIn(json)) metrics.set(id, found)
  }
  return { is: 'ok', metrics, quota: null }
}

function pages(ids: readonly string[]): string[] {
  const count = Math.ceil(ids.length / IDS_MAX)
  return Array.from({ length: count }, (_, page) =>
    encodeURIComponent(ids.slice(page * IDS_MAX, (page + 1) * IDS_MAX).join(',')),
  )
}

function metricsIn(json: unknown): [string, Metrics][] {
  return listOf(json, 'items').map((item) => {
    // a film has statistics, a comment its likes among the rest
    const counts = fieldOf(item, 'statistics') ?? fieldOf(item, 'snippet')
    const metrics = {
      views: countOf(fieldOf(counts, 'viewCount')),
      likes: countOf(fieldOf(counts, 'likeCount')),
      comments: countOf(fieldOf(counts, 'commentCount')),
      shares: null,
    }
    return [textOf(fieldOf(item, 'id')), metrics]
  })
}

/** Counts are strings, and missing where the channel hides them. */
function countOf(value: unknown): number | null {
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const count = Number(value)
  return Number.isFinite(count) ? count : null
}
