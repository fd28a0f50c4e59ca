/** `useBulk`: does one thing to many posts, and reports what could not be done. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { Reason } from '../../../../../engine/protocol/errors.ts'
import type { BulkOutcome } from '../../../app/api.ts'
import { newId } from '../../../app/new-id.ts'
import { useParley, type WebParley } from '../../../app/parley.ts'
import type { PostCard, WantedTime } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { notify } from '../../../ui/notice.tsx'

export type BulkDeed =
  | { do: 'submit' | 'approve' | 'cancel' }
  | { do: 'shift'; days: number; minutes: number }
  | { do: 'moveTo'; at: WantedTime }

export interface BulkWish {
  readonly deed: BulkDeed
  readonly cards: readonly PostCard[]
}

export interface Report {
  readonly deed: BulkDeed
  /** Those that it was done to. */
  readonly done: readonly PostCard[]
  /** The others, and why. */
  readonly refused: readonly { readonly card: PostCard; readonly reason: Reason }[]
}

/** What takes it back; null where nothing does. */
export function undoOf(deed: BulkDeed): BulkDeed | null {
  return deed.do === 'shift' ? { do: 'shift', days: -deed.days, minutes: -deed.minutes } : null
}

export function useBulk(onDone: (report: Report) => void) {
  const { api } = useParley()
  const queries = useQueryClient()
  return useMutation({
    async mutationFn({ deed, cards }: BulkWish): Promise<Report> {
      const byId = new Map(cards.map((card) => [card.id, card]))
      const { results } = await apply(api.posts, [...byId.keys()], deed)
      const done: PostCard[] = []
      const refused: { card: PostCard; reason: Reason }[] = []
      for (const { postId, ok, reason = 'POST_STANDS_OTHERWISE' } of results) {
        const card = byId.get(postId)
        if (card === undefined) continue
        if (ok) done.push(card)
        else refused.push({ card, reason })
      }
      return { deed, done, refused }
    },
    onSuccess: onDone,
    onError: (error) => notify(errorText(error)),
    // also after a failure: some of them may have been done
    onSettled() {
      for (const key of ['posts.list', 'posts.calendar', 'posts.get', 'posts.explain'])
        void queries.invalidateQueries({ queryKey: [key] })
    },
  })
}

function apply(
  posts: WebParley['api']['posts'],
  postIds: string[],
  deed: BulkDeed,
): Promise<{ results: readonly BulkOutcome[] }> {
  const of = { postIds, commandId: newId() }
  switch (deed.do) {
    case 'shift':
      return posts.bulkReschedule.mutate({ ...of, shift: { days: deed.days, minutes: deed.minutes } })
    case 'moveTo':
      return posts.bulkReschedule.mutate({ ...of, at: deed.at })
    default:
      return posts.bulk.mutate({ ...of, act: deed.do })
  }
}
