/** What happens to posts, as a webhook may be told of it: `EVENT_WORDS`, and `answerWords` for what it answered. */
import type { PostEvent } from '../../../../../engine/protocol/events/post-event.ts'
import type { DeliveryView } from '../../../app/api.ts'

export type EventKind = PostEvent['kind']

/** In the order of a post's life. */
export const EVENT_WORDS: Readonly<Record<EventKind, string>> = {
  'post.created': 'Begun',
  'post.edited': 'Changed',
  'post.submitted': 'Handed in',
  'post.changesRequested': 'Changes asked for',
  'post.approved': 'Approved',
  'post.commented': 'Commented on',
  'post.planned': 'Given a time',
  'post.unplanned': 'Time taken away',
  'post.held': 'Held',
  'post.released': 'Let go',
  'post.fired': 'Work begun',
  'post.settled': 'Work ended',
  'post.expired': 'Work without an end',
  'post.late': 'Too late',
  'post.resolved': 'Decided by a person',
  'post.retried': 'Tried again',
  'post.cancelled': 'Cancelled',
}
export const EVENT_KINDS = Object.keys(EVENT_WORDS) as readonly EventKind[]

/** Of a kind that this app may not know yet. */
export function eventWords(kind: string): string {
  return Object.hasOwn(EVENT_WORDS, kind) ? EVENT_WORDS[kind as EventKind] : kind
}

/** "Answered 204", or why no answer came; null before the first attempt. */
export function answerWords({
  status,
  trouble,
  answeredAt,
}: Pick<DeliveryView, 'status' | 'trouble' | 'answeredAt'>): string | null {
  if (answeredAt === null) return null
  if (status !== null) return `Answered ${status}`
  return trouble === null ? 'No answer' : `${trouble.charAt(0).toUpperCase()}${trouble.slice(1)}`
}

/** Whether it took what it was told. */
export function isTaken({ status }: Pick<DeliveryView, 'status'>): boolean {
  return status !== null && status >= 200 && status < 300
}
