/** When a post goes out, and the way to another time. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { CalendarClock } from 'lucide-react'
import { useState } from 'react'
import { type Life, nextLife } from '../../../../../engine/post/chart.ts'
import { isLocalDateTime } from '../../../../../engine/post/wall-clock.ts'
import { newId } from '../../../app/new-id.ts'
import { useParley } from '../../../app/parley.ts'
import type { PostView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { type Draft, draftOf } from '../composer/draft.ts'
import { suggestedTime } from '../composer/wanted-time.ts'
import { WhenField } from '../composer/when-field.tsx'
import { dayAndTime, fromNow, latenessWords, offsetName, zoneName } from '../time-words.ts'
import { useZone } from '../view-choice.ts'

/** Whether another time would change anything: something of it has not begun yet. */
function isToCome({ targets }: PostView): boolean {
  const lives = targets.map(({ steps }) => steps[0]?.life ?? 'draft')
  return lives.length === 0 || lives.some((life) => BEFORE.has(life) || nextLife(life, 'plan') !== null)
}
const BEFORE: ReadonlySet<Life> = new Set(['draft', 'inReview', 'changesRequested'])

export function PostTime({ post }: { post: PostView }) {
  const nowMs = useNow(20_000)
  const zone = useZone()
  const [isOpen, setOpen] = useState(false)
  const { plan } = post
  const isOver = !isToCome(post)
  return (
    <div className="flex items-start gap-3.5">
      <span className="mt-0.5 inline-flex size-10 shrink-0 items-center justify-center rounded-xl bg-accent-wash text-accent">
        <CalendarClock size={20} aria-hidden="true" />
      </span>
      <div className="min-w-0 flex-1">
        {plan?.instant ? (
          <>
            <p className="text-lg font-semibold tracking-tight">
              {dayAndTime(plan.instant, plan.at.timeZone)}
            </p>
            <p className="text-sm text-ink-soft">
              {zoneName(plan.at.timeZone)}, {offsetName(plan.at.timeZone, plan.instant)} ·{' '}
              {fromNow(plan.instant, nowMs)}
              {plan.at.timeZone !== zone && ` · ${dayAndTime(plan.instant, zone)} in ${zoneName(zone)}`}
            </p>
            {!isOver && <p className="text-sm text-ink-faint">{latenessWords(plan.lateness)}</p>}
          </>
        ) : (
          <>
            <p className="text-lg font-semibold tracking-tight">No time yet</p>
            <p className="text-sm text-ink-soft">It goes out once it has one.</p>
          </>
        )}
      </div>
      {!isOver && <Button onClick={() => setOpen(true)}>{plan ? 'Another time' : 'Choose a time'}</Button>}
      {isOpen && <TimeDialog post={post} onClose={() => setOpen(false)} />}
    </div>
  )
}

function TimeDialog({ post, onClose }: { post: PostView; onClose: () => void }) {
  const { api } = useParley()
  const zone = useZone()
  const queries = useQueryClient()
  const [draft, setDraft] = useState<Draft>(() => {
    const opened = draftOf(post)
    return { ...opened, at: opened.at ?? suggestedTime(null, zone, Date.now()) }
  })
  const save = useMutation({
    async mutationFn() {
      const { at, lateness } = draft
      const of = { postId: post.id, commandId: newId() }
      return at === null ? api.posts.unplan.mutate(of) : api.posts.reschedule.mutate({ ...of, at, lateness })
    },
    onSuccess(saved) {
      queries.setQueryData(['posts.get', post.id], saved)
      void queries.invalidateQueries({ queryKey: ['posts.explain', post.id] })
      void queries.invalidateQueries({ queryKey: ['posts.calendar'] })
      void queries.invalidateQueries({ queryKey: ['posts.list'] })
      onClose()
    },
  })
  return (
    <Dialog title="When it goes out" onClose={onClose} width={560}>
      <div className="overflow-y-auto px-5 pb-5">
        <WhenField draft={draft} onChange={(change) => setDraft({ ...draft, ...change })} />
        {save.isError && (
          <p role="alert" className="mt-3 text-sm text-danger">
            {errorText(save.error)}
          </p>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Leave it
          </Button>
          <Button
            look="primary"
            busy={save.isPending}
            disabled={draft.at !== null && !isLocalDateTime(draft.at.localDateTime)}
            onClick={() => save.mutate()}
          >
            {draft.at === null ? 'Take the time away' : 'Take this time'}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
