/** `rewound`: a post as it was before what is under way began: the fakes of a twin know nothing that was brought to the real networks. */

import { MACHINERY } from '../../engine/post/attempt.ts'
import { isOver } from '../../engine/post/chart.ts'
import { foldAll } from '../../engine/post/fold.ts'
import { NO_POST, type PostState } from '../../engine/post/state.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'

/** All of `events`, or the first of them. What people said stays, and so does what is published. */
export function rewound(events: readonly PostEvent[]): readonly PostEvent[] {
  if (!isUnderWay(foldAll(NO_POST, events))) return events
  let length = events.length
  while (length > 0 && isWork(events[length - 1] as PostEvent)) length--
  return events.slice(0, length)
}

function isUnderWay({ targets }: PostState): boolean {
  return [...targets.values()].some(({ steps }) =>
    steps.some(({ life, lease, keys }) => !isOver(life) && (lease !== null || Object.keys(keys).length > 0)),
  )
}

function isWork({ authorId, kind, payload }: PostEvent): boolean {
  if (authorId !== MACHINERY) return false
  return (
    kind === 'post.fired' ||
    kind === 'post.expired' ||
    (kind === 'post.settled' && payload.outcome.is !== 'ok')
  )
}
