/** `explain`: the story of a post in plain words, from its journal, and what will happen next. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { MACHINERY } from '../../engine/post/attempt.ts'
import { type Next, nextsOf, type Tale, taleOf } from '../../engine/post/story.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import type { Destination } from '../../engine/protocol/post-shapes.ts'
import { User } from '../../engine/store/entities/user.ts'
import { postOf } from '../post-access.ts'
import { viewPost } from '../post-view.ts'
import type { SignedInCtx } from '../procedure.ts'

export interface StoryLine extends Tale {
  /** ISO 8601 in UTC. */
  readonly at: string
  readonly seq: number
  readonly who: { readonly kind: 'person' | 'worker'; readonly id: string; readonly name: string }
}

export interface Story {
  /** Oldest first; of a very long life the newest. */
  readonly lines: readonly StoryLine[]
  /** Soonest first. */
  readonly next: readonly Next[]
}

/** A thread of 25 parts on 50 targets, each with a few attempts. */
const LINES_MAX = 5_000

/** Refuses with UNKNOWN_POST. */
export async function explain(ctx: SignedInCtx, postId: string): Promise<Story> {
  const { node, session } = ctx
  const found = await postOf(node, session.organisationId, postId)
  const after = Math.max(0, found.state.head - LINES_MAX)
  const [history] = await node.store.history.eventsAfter([{ roomId: found.id, after }], 2 * LINES_MAX)
  const events = (history?.events ?? []) as readonly PostEvent[]
  const [view, people] = await Promise.all([viewPost(node, found, session.userId), namesOf(ctx, events)])
  const names = new Map(
    view.targets.map(({ id, to, account, title }) => [id, account ? account.name : (title ?? kindOf(to))]),
  )
  const nameOf = (targetId: string) => names.get(targetId) ?? 'a target that was taken out'
  const lines = events.map((event) => ({
    at: event.at,
    seq: event.seq,
    who: whoOf(event, people),
    ...taleOf(event, nameOf),
  }))
  return { lines, next: nextsOf(found.state, nameOf) }
}

function kindOf({ kind }: Destination): string {
  return kind === 'conversation' ? 'a conversation' : `an ${kind}`
}

function whoOf(event: PostEvent, people: ReadonlyMap<string, string>): StoryLine['who'] {
  const { authorId: id, payload } = event
  if (id === MACHINERY) return { kind: 'worker', id, name: 'Parley' }
  const guest = 'guest' in payload ? payload.guest : null
  return { kind: 'person', id, name: guest ?? people.get(id) ?? 'somebody' }
}

/** Also of people who have left the organisation since: they acted in it. */
async function namesOf(
  { node }: SignedInCtx,
  events: readonly PostEvent[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(events.map(({ authorId }) => authorId))].filter(isUuid)
  const found = await node.store.em().find(User, { id: { $in: ids } })
  return new Map(found.map(({ id, name }) => [id, name]))
}
