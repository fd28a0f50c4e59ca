/** `makeLivePost`: one post on a screen, moved on by its events with the same fold that the server uses. */
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Random } from '../../engine/kernel/ids.ts'
import { fold } from '../../engine/post/fold.ts'
import { loadPost, type PostReset, type PostState } from '../../engine/post/state.ts'
import { type PostStatus, statusOf } from '../../engine/post/status.ts'
import type { Reason } from '../../engine/protocol/errors.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import { type FollowEars, makeFollow } from './follow.ts'
import { cell } from './observable.ts'
import { mayRetry, reasonOf } from './refused.ts'
import type { Observable } from './types.ts'

export interface PostCopy {
  readonly status: 'loading' | 'ready' | 'gone'
  /** Why it is gone: unknown, or not of this organisation. */
  readonly reason: Reason | null
  readonly post: PostState | null
  /** How the post stands; null until it is known. */
  readonly standing: PostStatus | null
}

/** Opened by `Posts.open`; `release` when the screen goes. */
export interface LivePost {
  readonly id: string
  readonly view: Observable<PostCopy>
  release(): void
}

export interface OwnedLivePost extends LivePost {
  live(): void
  pause(): void
}

export interface LivePostOptions {
  readonly id: string
  readonly clock: Clock
  readonly random: Random
  /** Subscribes from a position that cannot be continued, so that it begins with the whole post. */
  readonly subscribe: (on: LivePostEars) => () => void
  /** Something happened to it. */
  readonly changed: () => void
  readonly released: () => void
}

export interface LivePostEars {
  data(arrivals: readonly (PostEvent | PostReset)[]): void
  ended(error?: unknown): void
}

const LOADING: PostCopy = { status: 'loading', reason: null, post: null, standing: null }

export function makeLivePost(options: LivePostOptions): OwnedLivePost {
  const { id, clock, random, subscribe, changed, released } = options
  const view = cell<PostCopy>(LOADING)
  const following = makeFollow<readonly (PostEvent | PostReset)[]>({ clock, random, begin, data: take })

  function begin({ data, ended }: FollowEars<readonly (PostEvent | PostReset)[]>): () => void {
    return subscribe({
      data,
      ended(error) {
        const reason = error === undefined ? null : reasonOf(error)
        if (reason !== null && !mayRetry(error)) {
          view.set({ ...view.get(), status: 'gone', reason })
          following.want(false)
        }
        ended()
      },
    })
  }

  function take(arrivals: readonly (PostEvent | PostReset)[]): void {
    let { post } = view.get()
    const before = post
    for (const arrival of arrivals) {
      if (arrival.kind === 'reset') post = loadPost(arrival.post)
      else if (post !== null && arrival.seq === post.head + 1) post = fold(post, arrival)
      else if (post === null || arrival.seq > post.head) {
        // a hole: the whole post is read again
        following.again()
        return
      }
    }
    if (post === null || post === before) return
    view.set({ status: 'ready', reason: null, post, standing: statusOf(post) })
    if (before !== null) changed()
  }

  following.want(true)
  return {
    id,
    view,
    live: following.live,
    pause: following.pause,
    release() {
      following.want(false)
      released()
    },
  }
}
