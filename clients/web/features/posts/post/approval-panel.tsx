/** Who still has to say yes, and the buttons to say it; the client's link. Nothing where nobody must. */
import { useMutation } from '@tanstack/react-query'
import { BadgeCheck, Link2, Stamp } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { nextLife } from '../../../../../engine/post/chart.ts'
import { useParley } from '../../../app/parley.ts'
import type { PostView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { notify } from '../../../ui/notice.tsx'
import { usePostDeed } from './use-post.ts'

export function ApprovalPanel({ post }: { post: PostView }) {
  const [isAsking, setAsking] = useState(false)
  const deed = usePostDeed(post.id)
  if (post.approval === 'none') return null
  const lives = post.targets.map(({ steps }) => steps[0]?.life ?? 'draft')
  const isOpen = lives.includes('inReview')
  const canSubmit = lives.some((life) => nextLife(life, 'submit') !== null)
  const waitsForClient = isOpen && post.approval === 'internalThenClient' && post.isApprovedInside
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
      <p className="min-w-0 flex-1 basis-52">{wordsOf(post, { isOpen, canSubmit, waitsForClient })}</p>
      <div className="flex flex-wrap gap-2">
        {canSubmit && (
          <Button look="primary" busy={deed.isPending} onClick={() => deed.mutate({ do: 'submit' })}>
            Hand in
          </Button>
        )}
        {isOpen && !waitsForClient && (
          <Button
            look="primary"
            busy={deed.isPending}
            onClick={() => deed.mutate({ do: 'approve', as: 'internal' })}
          >
            Approve
          </Button>
        )}
        {waitsForClient && <ClientLink postId={post.id} />}
        {isOpen && <Button onClick={() => setAsking(true)}>Ask for changes</Button>}
      </div>
      {isAsking && <ChangesDialog postId={post.id} onClose={() => setAsking(false)} />}
    </section>
  )
}

interface Standing {
  isOpen: boolean
  canSubmit: boolean
  waitsForClient: boolean
}

function wordsOf({ approval, status }: PostView, { isOpen, canSubmit, waitsForClient }: Standing): string {
  if (waitsForClient) return 'We said yes. Now the client: send them the link.'
  if (isOpen) return 'Waits for somebody here to say yes.'
  if (status === 'changesRequested') return 'Changes were asked for. Make them, and hand it in again.'
  if (canSubmit) {
    return approval === 'internal'
      ? 'Somebody here must say yes before it goes out.'
      : 'We, and then the client, must say yes before it goes out.'
  }
  return 'Everybody has said yes.'
}

function ClientLink({ postId }: { postId: string }) {
  const { api } = useParley()
  const [url, setUrl] = useState<string | null>(null)
  const make = useMutation({
    mutationFn: () => api.review.link.mutate({ postId }),
    onSuccess: ({ url: link }) => setUrl(new URL(link, location.origin).href),
    onError: (error) => notify(errorText(error)),
  })
  return (
    <>
      <Button look="primary" busy={make.isPending} onClick={() => make.mutate()}>
        <Link2 size={16} aria-hidden="true" />
        Link for the client
      </Button>
      {url !== null && (
        <Dialog title="Link for the client" onClose={() => setUrl(null)} width={480}>
          <div className="px-5 pb-5">
            <p className="mb-3 text-ink-soft">
              Whoever has this link sees the post and can say yes, without an account. It is good for two
              weeks.
            </p>
            <input
              readOnly
              data-autofocus
              aria-label="Link for the client"
              value={url}
              onFocus={(event) => event.target.select()}
              className={`${INPUT_CLASSES} h-10`}
            />
            <div className="mt-4 flex justify-end">
              <Button look="primary" onClick={() => copy(url)}>
                Copy
              </Button>
            </div>
          </div>
        </Dialog>
      )}
    </>
  )
}

function copy(text: string): void {
  // the clipboard exists only on https and localhost
  const copied = navigator.clipboard?.writeText(text) ?? Promise.reject(new Error('no clipboard'))
  copied.then(
    () => notify('Link copied'),
    () => notify('The browser does not allow copying here'),
  )
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
