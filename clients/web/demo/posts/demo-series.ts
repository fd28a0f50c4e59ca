/** `demoSeries`: posts of the demo that come again; the engine's own rule says when. */
import { copyOf } from '../../../../engine/post/copy.ts'
import { isRule } from '../../../../engine/post/recurrence.ts'
import { nextStep, type SeriesProgress, type SeriesRule, upcoming } from '../../../../engine/post/series.ts'
import { statusOf } from '../../../../engine/post/status.ts'
import { instantOf } from '../../../../engine/post/wall-clock.ts'
import { refuse } from '../../../../engine/protocol/errors.ts'
import type { SeriesCalls, SeriesView } from '../../app/api.ts'
import { ME } from '../people.ts'
import { ask, type DemoPost, newDemoPost } from './demo-post.ts'

interface DemoSeries extends SeriesRule, SeriesProgress {
  readonly id: string
  readonly source: DemoPost
  readonly state: SeriesView['state']
  readonly trouble: SeriesView['trouble']
  readonly createdAt: string
  readonly endedAt: string | null
  /** By local time. */
  readonly copies: Map<string, DemoPost>
}

type Posts = Map<string, DemoPost>
type Wait = <Value>(value: Value) => Promise<Value>

export interface DemoSeriesApi {
  readonly calls: SeriesCalls
  isInSeries(postId: string): boolean
}

const iso = () => new Date().toISOString()

export function demoSeries(posts: Posts, wait: Wait): DemoSeriesApi {
  const all = new Map<string, DemoSeries>()
  const find = (id: string) => all.get(id) ?? refuse('UNKNOWN_SERIES')
  const put = (series: DemoSeries) => {
    all.set(series.id, series)
    return series
  }
  const ofPost = (postId: string) =>
    [...all.values()].filter(
      ({ source, copies }) => source.id === postId || [...copies.values()].some(({ id }) => id === postId),
    )
  const begin = (source: DemoPost, rule: string, more: Partial<DemoSeries> = {}) => {
    const at = source.room.state.plan?.at ?? refuse('NO_PLAN')
    const { localDateTime: start, ...clock } = at
    if (!isRule(rule, start)) refuse('RULE_INVALID')
    const begun: DemoSeries = {
      id: `series-${all.size + 1}`,
      source,
      rule,
      start,
      clock,
      skip: [],
      until: null,
      count: null,
      madeTo: start,
      passed: 0,
      state: 'running',
      trouble: null,
      createdAt: iso(),
      endedAt: null,
      copies: new Map(),
      ...more,
    }
    return put(made(begun, posts))
  }

  // one goes on, and one has stopped
  const planned = [...posts.values()].filter(({ room }) => statusOf(room.state) === 'scheduled')
  const [first, second] = planned.filter(({ room }) => Date.parse(timeOf(room)) > Date.now())
  if (first) begin(first, 'FREQ=WEEKLY')
  if (second) {
    const stopped = begin(second, 'FREQ=MONTHLY;BYDAY=-1FR')
    put({ ...stopped, state: 'stopped', trouble: 'UNKNOWN_ACCOUNT', endedAt: iso() })
  }

  return {
    isInSeries: (postId) => ofPost(postId).length > 0,
    calls: {
      recur: {
        async mutate({ postId, rule, skip = [], until = null, count = null }) {
          await wait(null)
          const source = posts.get(postId) ?? refuse('UNKNOWN_POST')
          const series = begin(source, rule, { skip: [...skip], until, count })
          return { series: viewOf(series), postIds: [...series.copies.values()].map(({ id }) => id) }
        },
      },
      series: {
        async query(input) {
          await wait(null)
          const postId = (input as { postId?: string } | undefined)?.postId
          return { items: (postId === undefined ? [...all.values()] : ofPost(postId)).map(viewOf) }
        },
      },
      endSeries: {
        async mutate({ seriesId, cancelFuture }) {
          await wait(null)
          const series = put({ ...find(seriesId), state: 'ended', endedAt: iso() })
          const cancelled = cancelFuture ? [...series.copies.values()].filter(cancel).length : 0
          return { series: viewOf(series), cancelled }
        },
      },
      skipInSeries: {
        async mutate({ seriesId, date }) {
          await wait(null)
          const before = find(seriesId)
          const series = put({ ...before, skip: [...before.skip, date] })
          const dropped = [...series.copies].filter(([time]) => time.startsWith(date))
          return { series: viewOf(series), cancelled: dropped.filter(([, copy]) => cancel(copy)).length }
        },
      },
    },
  }
}

/** With the copies of a month. */
function made(series: DemoSeries, posts: Posts): DemoSeries {
  const { source, copies, clock } = series
  const step = nextStep(series, iso())
  const { plan } = source.room.state
  for (const localDateTime of plan === null ? [] : step.times) {
    const copy = newDemoPost()
    ask(copy, { type: 'post.create', ...copyOf(source.room.state) }, Date.now())
    const at = { ...clock, localDateTime }
    if (plan !== null) ask(copy, { type: 'post.plan', plan: { ...plan, at } }, Date.now())
    posts.set(copy.id, copy)
    copies.set(localDateTime, copy)
  }
  return { ...series, ...step }
}

function viewOf(series: DemoSeries): SeriesView {
  const { id, source, rule, clock, start, skip, until, count, state, trouble, copies, createdAt, endedAt } =
    series
  const isRunning = state === 'running'
  const times = isRunning ? upcoming(series, iso(), 5) : [...copies.keys()].slice(0, 5)
  const next = times.map((localDateTime) => {
    const copy = copies.get(localDateTime)
    return {
      localDateTime,
      instant: instantOf({ ...clock, localDateTime }),
      postId: copy?.id ?? null,
      status: copy ? statusOf(copy.room.state) : null,
    }
  })
  return {
    id,
    postId: source.id,
    text: source.room.state.text,
    madeBy: ME.id,
    ...{ rule, timeZone: clock.timeZone, start, skip: [...skip], until, count, state, trouble },
    next: isRunning ? next : next.filter(({ status }) => status !== 'cancelled'),
    mayEnd: true,
    createdAt,
    endedAt,
  }
}

/** Whether there was something to cancel. */
function cancel(post: DemoPost): boolean {
  if (statusOf(post.room.state) !== 'scheduled') return false
  ask(post, { type: 'post.cancel', targetId: null }, Date.now())
  return true
}

function timeOf({ state }: DemoPost['room']): string {
  return (state.plan && instantOf(state.plan.at)) ?? ''
}
