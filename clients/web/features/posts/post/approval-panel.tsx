/** Who still has to say yes, and the buttons for those who may say it; the client's link. Nothing where nobody must. */
import { BadgeCheck, Stamp } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { nextLife } from '../../../../../engine/post/chart.ts'
import type { PostAction } from '../../../../../engine/protocol/post-permissions.ts'
import type { PostView } from '../../../app/posts-api.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { ClientLink } from './client-link.tsx'
import { usePostDeed } from './use-post.ts'

export function ApprovalPanel({ post }: { post: PostView }) {
  const [isAsking, setAsking] = useState(false)
  const deed = usePostDeed(post.id)
  if (post.approval === 'none') return null
  const lives = post.targets.map(({ steps }) => steps[0]?.life ?? 'draft')
  const isOpen = lives.includes('inReview')
  const canSubmit = lives.some((life) => nextLife(life, 'submit') !== null)
  const waitsForClient = isOpen && post.approval === 'internalThenClient' && post.isApprovedInside
  const may = (action: PostAction) => post.may.includes(action)
  const maySubmit = canSubmit && may('submit')
  const mayApprove = isOpen && !waitsForClient && may('approve')
  return (
    <section
      aria-label="Approval"
      className="flex flex-wrap items-center gap-3 rounded-2xl bg-wash px-4 py-3.5"
    >
      {isOpen || canSubmit ? (
        <Stamp size={20} className="shrink-0 text-signal-ink" aria-hidden="true" />
      ) : (
        <BadgeCheck size={20} className="shrink-0 text-leaf" aria-hidden="true" />
      )}
      <p className="min-w-0 flex-1 basis-52">
        {wordsOf(post, { isOpen, canSubmit, waitsForClient, mayApprove })}
      </p>
      <div className="flex flex-wrap gap-2">
        {maySubmit && (
          <Button look="primary" busy={deed.isPending} onClick={() => deed.mutate({ do: 'submit' })}>
            Hand in
          </Button>
        )}
        {mayApprove && (
          <Button
            look="primary"
            busy={deed.isPending}
            onClick={() => deed.mutate({ do: 'approve', as: 'internal' })}
          >
            Approve
          </Button>
        )}
        {isOpen && may('requestChanges') && <Button onClick={() => setAsking(true)}>Ask for changes</Button>}
      </div>
      {post.approval === 'internalThenClient' && may('share') && (
        <ClientLink postId={post.id} isAsked={waitsForClient} />
      )}
      {isAsking && <ChangesDialog postId={post.id} onClose={() => setAsking(false)} />}
    </section>
  )
}

interface Standing {
  isOpen: boolean
  canSubmit: boolean
  waitsForClient: boolean
  mayApprove: boolean
}

function wordsOf(
  { approval, status }: PostView,
  { isOpen, canSubmit, waitsForClient, mayApprove }: Standing,
): string {
  if (waitsForClient) return 'We said yes. Now the client: send them the link.'
  if (mayApprove) return 'Waits for a yes, and you may give it.'
  if (isOpen) return 'Waits for somebody here to say yes.'
  if (status === 'changesRequested') return 'Changes were asked for. Make them, and hand it in again.'
  if (canSubmit) {
    return approval === 'internal'
      ? 'Somebody here must say yes before it goes out.'
      : 'We, and then the client, must say yes before it goes out.'
  }
  return 'Everybody has said yes.'
}

function ChangesDialog({ postId, onClose }: { postId: string; onClose: () => void }) {
  const [note, setNote] = useState('')
  const deed = usePostDeed(postId, onClose)
  const send = (event: FormEvent) => {
    event.preventDefault()
    deed.mutate({ do: 'requestChanges', note: note.trim() })
  }
  return (
    <Dialog title="What should change?" onClose={onClose}>
      <form className="px-5 pb-5" onSubmit={send}>
        <textarea
          data-autofocus
          aria-label="What should change?"
          rows={4}
          value={note}
          onChange={(event) => setNote(event.target.value)}
          className={`${INPUT_CLASSES} py-2`}
        />
        <div className="mt-4 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Back
          </Button>
          <Button look="primary" type="submit" disabled={note.trim() === ''} busy={deed.isPending}>
            Ask for changes
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
