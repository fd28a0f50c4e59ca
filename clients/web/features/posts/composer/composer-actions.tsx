/** What can be done with the draft: keep it, plan it, hand it in; and why it cannot yet. */
import type { UseMutationResult } from '@tanstack/react-query'
import type { PostView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { notify } from '../../../ui/notice.tsx'
import { faultOf } from '../repeat/repeat.ts'
import { type Checked, hasFatal } from './checked.ts'
import { type Draft, isBlank } from './draft.ts'
import type { Wish } from './use-composer.ts'
import { hasPassed } from './wanted-time.ts'

interface ComposerActionsProps {
  draft: Draft
  post: PostView | null
  checked: readonly Checked[]
  send: UseMutationResult<PostView, Error, Wish, unknown>
  isChanged: boolean
}

export function ComposerActions({ draft, post, checked, send, isChanged }: ComposerActionsProps) {
  const nowMs = useNow(30_000)
  const obstacle = obstacleOf(draft, checked, nowMs)
  const main = mainWish(draft)
  const go = (wish: Wish) => send.mutate(wish, { onError: (error) => notify(errorText(error)) })
  return (
    <div className="flex items-center justify-end gap-2 max-md:fixed max-md:inset-x-0 max-md:bottom-0 max-md:z-10 max-md:border-t max-md:border-line max-md:bg-sheet max-md:px-4 max-md:pt-2.5 max-md:pb-[max(0.625rem,env(safe-area-inset-bottom))]">
      <Button
        look="quiet"
        disabled={isBlank(draft) || (post !== null && !isChanged)}
        busy={send.isPending && send.variables === 'keep'}
        onClick={() => go('keep')}
      >
        {post === null ? 'Save draft' : 'Save'}
      </Button>
      {main && (
        <Button
          look="primary"
          disabled={obstacle !== null}
          title={obstacle ?? undefined}
          busy={send.isPending && send.variables === main.wish}
          onClick={() => go(main.wish)}
        >
          {main.label}
        </Button>
      )}
    </div>
  )
}

function mainWish({ approval, at }: Draft): { wish: Wish; label: string } | null {
  if (approval !== 'none') return { wish: 'submit', label: 'Hand in for approval' }
  return at === null ? null : { wish: 'plan', label: 'Schedule' }
}

/** Why it cannot go out as it is, for a person; null when it can. */
function obstacleOf(draft: Draft, checked: readonly Checked[], nowMs: number): string | null {
  if (draft.targets.length === 0) return 'Choose where it goes first'
  if (hasFatal(checked)) return 'A network would refuse it: see what is marked'
  if (draft.at !== null && hasPassed(draft.at, nowMs)) return 'That time has passed'
  if (draft.at === null || draft.repeat === null) return null
  return faultOf(draft.repeat, draft.at, nowMs)
}
