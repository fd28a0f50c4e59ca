/** `predict`: what became of each step of a post in a twin's week, and what people were asked on the way. */
import { isOver, type Life } from '../../engine/post/chart.ts'
import { timeOf } from '../../engine/post/due.ts'
import { fold, foldAll } from '../../engine/post/fold.ts'
import { NO_POST, type PostState, type Step, type Target } from '../../engine/post/state.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import type { Destination } from '../../engine/protocol/post-shapes.ts'
import type { PlayedPost } from './play.ts'

/**
 * published    in time, or `lateMs` late
 * needsPerson  somebody must decide, repair or say yes
 * skipped      it came too late, and was to be let go then
 * cancelled    with another that it was to go with
 * notReached   the step before it did not get out
 * unfinished   nobody knows by the end of the week
 */
export type Fate = 'published' | 'needsPerson' | 'skipped' | 'cancelled' | 'notReached' | 'unfinished'

export interface Prediction {
  readonly postId: string
  readonly organisationId: string
  readonly targetId: string
  /** 0 is the post, the others are its parts. */
  readonly step: number
  readonly to: Destination
  readonly text: string
  /** When it was to be published, ISO 8601 in UTC; null when nobody can know, or it is in no night of any clock. */
  readonly at: string | null
  /** Of its plan. */
  readonly timeZone: string
  readonly fate: Fate
  readonly publishedAt: string | null
  readonly lateMs: number
  readonly url: string | null
  readonly asks: readonly Ask[]
  /** When its network asked for patience, ISO 8601 in UTC. */
  readonly throttled: readonly { readonly at: string; readonly until: string }[]
}

/** What a person is asked, and when. */
export interface Ask {
  readonly at: string
  readonly what: string
}

export interface PredictAsked {
  /** Organisations that have stopped all their posts. */
  readonly held: readonly string[]
  /** The beginning of the week, ISO 8601 in UTC. */
  readonly from: string
}

/** Of every step that was not over when the week began. */
export function predict({ id, before, after }: PlayedPost, { held, from }: PredictAsked): Prediction[] {
  const begin = foldAll(NO_POST, before)
  const asks = asksOf(begin, after)
  const end = foldAll(begin, after)
  const isHeld = held.includes(end.organisationId)
  return [...end.targets.values()].flatMap((target) =>
    target.steps.flatMap((step, index) => {
      const began = begin.targets.get(target.id)?.steps[index]
      if (began !== undefined && isOver(began.life)) return []
      const at = timeOf(end, target, index)
      const asked = asks.get(placeOf(target.id, index)) ?? []
      const still = standsStill(target, step, isHeld)
      const publishedAt = step.result?.at ?? null
      return {
        postId: id,
        organisationId: end.organisationId,
        targetId: target.id,
        step: index,
        to: target.to,
        text: index === 0 ? (target.content.text ?? end.text) : (target.content.parts[index - 1]?.text ?? ''),
        at,
        timeZone: end.plan?.at.timeZone ?? 'UTC',
        fate: fateOf(step, still),
        publishedAt,
        lateMs:
          at === null || publishedAt === null ? 0 : Math.max(0, Date.parse(publishedAt) - Date.parse(at)),
        url: step.result?.url ?? null,
        asks: still === null || asked.length > 0 ? asked : [{ at: from, what: still }],
        throttled: throttlesOf(after, target.id, index),
      }
    }),
  )
}

const ASKS: Readonly<Partial<Record<Life, (trouble: string) => string>>> = {
  needsHuman: (trouble) => `whether it is out: ${trouble}`,
  missed: () => 'whether it shall still go out, its time having passed',
  authNeeded: (trouble) => trouble,
  rejected: (trouble) => `to change it: ${trouble}`,
}

function asksOf(begin: PostState, after: readonly PostEvent[]): Map<string, Ask[]> {
  const asks = new Map<string, Ask[]>()
  let state = begin
  for (const event of after) {
    const next = fold(state, event)
    for (const { id, steps } of next.targets.values()) {
      steps.forEach((step, index) => {
        const before = state.targets.get(id)?.steps[index]
        const what =
          before?.life === step.life ? undefined : ASKS[step.life]?.(step.trouble ?? 'nobody knows why')
        const place = placeOf(id, index)
        if (what !== undefined) asks.set(place, [...(asks.get(place) ?? []), { at: event.at, what }])
      })
    }
    state = next
  }
  return asks
}

const UNAPPROVED: ReadonlySet<Life> = new Set(['draft', 'inReview', 'changesRequested', 'approved'])

/** What stood still from the beginning, so that nobody was asked in this week; null when nothing is wanted of anybody. */
function standsStill({ held }: Target, { life, trouble }: Step, isHeld: boolean): string | null {
  const asks = ASKS[life]
  if (asks !== undefined) return asks(trouble ?? 'nobody knows why')
  if (isOver(life) || life === 'waiting') return null
  if (UNAPPROVED.has(life)) return 'to approve it'
  if (held.includes('credential')) return 'to connect the account again'
  return isHeld || held.length > 0 ? 'to let it go on: it is on hold' : null
}

function fateOf({ life }: Step, still: string | null): Fate {
  if (life === 'published' || life === 'skipped' || life === 'cancelled') return life
  if (life === 'waiting') return 'notReached'
  return still === null ? 'unfinished' : 'needsPerson'
}

function throttlesOf(after: readonly PostEvent[], targetId: string, step: number): Prediction['throttled'] {
  return after.flatMap(({ kind, at, payload }) => {
    if (kind !== 'post.settled' || payload.targetId !== targetId || payload.step !== step) return []
    return payload.outcome.is === 'throttled' ? [{ at, until: payload.outcome.retryAt }] : []
  })
}

function placeOf(targetId: string, step: number): string {
  return `${targetId} ${step}`
}
