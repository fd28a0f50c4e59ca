/** `metricsOf`: how a post of the demo does: numbers that grow as those of real posts do, quickly and then hardly at all. */
import type { Network } from '../../../../engine/protocol/post-shapes.ts'
import type { PostMetrics } from '../../../sdk/posts.ts'
import type { ListedCard, StepMetrics } from '../../app/posts-api.ts'
import type { DemoPost } from './demo-post.ts'

const HOUR_MS = 3_600_000
/** As the real timetable has it. */
const MEASURED_AFTER_MS = [1, 6, 24, 72, 168, 720].map((hours) => hours * HOUR_MS)
/** LinkedIn tells nothing of a person's posts. */
const FANS: Readonly<Partial<Record<Network, number>>> = {
  x: 4_200,
  instagram: 18_400,
  facebook: 950,
  youtube: 61_000,
}

export function metricsOf({ room }: DemoPost, nowMs: number): { items: StepMetrics[] } {
  const items = [...room.state.targets.values()].flatMap(({ id, to, steps }) =>
    steps.flatMap((step, index) => {
      if (to.kind !== 'account' || step.life !== 'published' || !step.result?.id) return []
      return [
        { targetId: id, step: index, ...courseOf(to.network, Date.parse(step.result.at), index, nowMs) },
      ]
    }),
  )
  return { items }
}

/** Of all places; null before any of them has told something. */
export function sumOf({ items }: PostMetrics): ListedCard['numbers'] {
  const told = items.flatMap(({ latest }) => latest ?? [])
  if (told.length === 0) return null
  const sum = (count: 'views' | 'likes' | 'comments' | 'shares') => {
    const known = told.flatMap((numbers) => numbers[count] ?? [])
    return known.length === 0 ? null : known.reduce((a, b) => a + b, 0)
  }
  return { views: sum('views'), likes: sum('likes'), comments: sum('comments'), shares: sum('shares') }
}

function courseOf(
  network: Network,
  outMs: number,
  step: number,
  nowMs: number,
): Omit<StepMetrics, 'targetId' | 'step'> {
  const times = MEASURED_AFTER_MS.map((ms) => outMs + ms)
  const asked = times.filter((ms) => ms <= nowMs)
  const next = times.find((ms) => ms > nowMs)
  const fans = (FANS[network] ?? 0) / (step + 1)
  const history = fans === 0 ? [] : asked.map((ms) => numbersAt(network, fans, ms, (ms - outMs) / HOUR_MS))
  return {
    askedAt: asked.length === 0 ? null : isoOf(asked.at(-1) ?? 0),
    nextAt: next === undefined ? null : isoOf(next),
    latest: history.at(-1) ?? null,
    history,
  }
}

function numbersAt(network: Network, fans: number, ms: number, hours: number) {
  const views = Math.round(fans * (1 - Math.exp(-hours / 20)))
  return {
    at: isoOf(ms),
    views,
    likes: Math.round(views / 23),
    comments: Math.round(views / 310),
    shares: network === 'youtube' ? null : Math.round(views / 190),
  }
}

function isoOf(ms: number): string {
  return new Date(ms).toISOString()
}
