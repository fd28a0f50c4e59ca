/** `verbsFor`: what can be done to the posts that are chosen: what would do nothing to any of them is not offered. */
import type { PostStatus } from '../../../../../engine/post/status.ts'
import type { PostAction } from '../../../../../engine/protocol/post-permissions.ts'
import type { PostCard } from '../../../app/posts-api.ts'

export interface Verbs {
  readonly canMove: boolean
  readonly canApprove: boolean
  readonly canSubmit: boolean
  readonly canCancel: boolean
}

type Asked = Pick<PostCard, 'authorId' | 'status' | 'approval'>

const OVER: ReadonlySet<PostStatus> = new Set(['published', 'partlyPublished', 'failed', 'cancelled'])

/** `may` is what this person may do with posts of others; their own they may also move and cancel. */
export function verbsFor(cards: Iterable<Asked>, may: readonly PostAction[], meId: string): Verbs {
  const all = [...cards]
  const isMine = ({ authorId }: Asked) => authorId === meId
  const isToCome = ({ status }: Asked) => !OVER.has(status) && status !== 'publishing'
  return {
    canMove: all.some((card) => isToCome(card) && (isMine(card) || may.includes('plan'))),
    canApprove: may.includes('approve') && all.some(({ status }) => status === 'inReview'),
    canSubmit:
      may.includes('submit') &&
      all.some(
        ({ status, approval }) =>
          approval !== 'none' && (status === 'draft' || status === 'changesRequested'),
      ),
    canCancel: all.some((card) => !OVER.has(card.status) && (isMine(card) || may.includes('cancel'))),
  }
}
