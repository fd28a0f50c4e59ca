/** `makePosts`: posts for a screen: live copies, lists and calendars that keep themselves fresh, and changes that are made once. */
import type { TRPCClient } from '@trpc/client'
import type { inferProcedureOutput } from '@trpc/server'
import type { PostReset } from '../../engine/post/state.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import type { AppRouter } from './app-router.ts'
import { backoff } from './backoff.ts'
import { ENDS_WITH_SOCKET } from './link.ts'
import { type LivePost, makeLivePost, type OwnedLivePost } from './live-post.ts'
import { type LiveQuery, makeLiveQuery } from './live-query.ts'
import { mayRetry, retryAfterOf } from './refused.ts'
import { systemClock } from './system-clock.ts'
import type { ConnectionView, Observable } from './types.ts'

type Calls = TRPCClient<AppRouter>['posts']
type Asked = 'list' | 'calendar' | 'series'
type Input<Name extends Asked> = Parameters<Calls[Name]['query']>[0]
type Output<Name extends Asked | 'metrics'> = inferProcedureOutput<AppRouter['posts'][Name]>

/** How a post does where it is public: what `calls.metrics` answers. */
export type PostMetrics = Output<'metrics'>

export interface Posts {
  /** Every procedure about posts, typed. */
  readonly calls: Calls
  /**
   * Makes a change until it is answered: `insist(() => calls.schedule.mutate({ …, commandId }))`. The call must carry a commandId
   * that the caller made once and keeps, then it happens once, however often it is sent. Rejects with what cannot be repeated.
   */
  insist<Value>(call: () => Promise<Value>): Promise<Value>
  /** Follows one post until it is released. The same post may be opened several times. */
  open(postId: string): LivePost
  list(input: Input<'list'>): LiveQuery<Output<'list'>>
  calendar(input: Input<'calendar'>): LiveQuery<Output<'calendar'>>
  /** Posts that come again, of one post or all: by which rule, how they stand, and the next times. */
  series(input: Input<'series'>): LiveQuery<Output<'series'>>
  /** Lists and calendars are read again: something was changed that nobody here was told of. */
  changed(): void
  /** Ends everything that was opened. */
  close(): void
}

/** A position that no server can continue, so that each subscription begins with the whole post. */
const FROM_NOTHING = 'none:0'
const INSIST_TRIES = 12

export interface PostsOptions {
  readonly api: Pick<TRPCClient<AppRouter>, 'posts'>
  readonly connection: Observable<Pick<ConnectionView, 'state'>>
}

export function makePosts({ api, connection }: PostsOptions): Posts {
  const clock = systemClock
  const random = Math.random
  const open = new Set<OwnedLivePost>()
  const queries = new Set<LiveQuery<unknown>>()
  let isClosed = false
  let isLive = connection.get().state === 'live'

  const stopWatching = connection.subscribe(() => {
    const isLiveNow = connection.get().state === 'live'
    if (isLiveNow === isLive) return
    isLive = isLiveNow
    for (const post of open) isLive ? post.live() : post.pause()
    if (isLive) changed()
  })

  function changed(): void {
    for (const query of queries) query.refresh()
  }

  function openPost(id: string): LivePost {
    const post = makeLivePost({
      id,
      clock,
      random,
      changed,
      subscribe({ data, ended }) {
        const running = api.posts.events.subscribe(
          { postId: id, lastEventId: FROM_NOTHING },
          {
            context: ENDS_WITH_SOCKET,
            onData: (datum) => data(datum.data as (PostEvent | PostReset)[]),
            onError: ended,
            onComplete: ended,
          },
        )
        return () => running.unsubscribe()
      },
      released: () => open.delete(post),
    })
    open.add(post)
    if (isLive) post.live()
    return post
  }

  function query<Value>(read: () => Promise<Value>): LiveQuery<Value> {
    const made = makeLiveQuery(clock, read)
    queries.add(made)
    return {
      ...made,
      close() {
        queries.delete(made)
        made.close()
      },
    }
  }

  async function insist<Value>(call: () => Promise<Value>): Promise<Value> {
    const waits = backoff(random)
    for (let tries = 1; ; tries++) {
      try {
        const value = await call()
        changed()
        return value
      } catch (error) {
        if (isClosed || tries === INSIST_TRIES || !mayRetry(error)) throw error
        const waitMs = Math.max(waits.next(), retryAfterOf(error) ?? 0)
        await new Promise<void>((resolve) => void clock.after(waitMs, resolve))
      }
    }
  }

  return {
    calls: api.posts,
    insist,
    open: openPost,
    list: (input) => query(() => api.posts.list.query(input)),
    calendar: (input) => query(() => api.posts.calendar.query(input)),
    series: (input) => query(() => api.posts.series.query(input)),
    changed,
    close() {
      isClosed = true
      stopWatching()
      for (const post of [...open]) post.release()
      for (const one of queries) one.close()
      queries.clear()
    },
  }
}
