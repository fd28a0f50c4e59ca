/** "edited", and behind it what the message said before. */
import { useQuery } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { useParley } from '../../app/parley.ts'
import { errorText } from '../../app/reasons.ts'
import { Popover } from '../../ui/popover.tsx'
import { Bone } from '../../ui/skeleton.tsx'
import { clockTime, dayLabel } from './days.ts'
import { useVerbs } from './message-verbs.ts'

interface EditedMarkProps {
  messageId: string
  editedAt: string
  tabIndex: number
}

export function EditedMark({ messageId, editedAt, tabIndex }: EditedMarkProps) {
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  return (
    <>
      <button
        ref={button}
        type="button"
        tabIndex={tabIndex}
        aria-haspopup="dialog"
        aria-expanded={open}
        title={`Edited ${dayLabel(editedAt, Date.now())}, ${clockTime(editedAt)}`}
        onClick={() => setOpen(true)}
        className="rounded text-xs text-ink-faint decoration-dotted underline-offset-3 hover:text-ink hover:underline"
      >
        edited
      </button>
      {open && (
        <Popover
          anchor={button}
          onClose={() => setOpen(false)}
          label="Former versions"
          align="start"
          className="w-80"
        >
          <FormerTexts messageId={messageId} editedAt={editedAt} />
        </Popover>
      )}
    </>
  )
}

function FormerTexts({ messageId, editedAt }: { messageId: string; editedAt: string }) {
  const { api } = useParley()
  const { conversationId } = useVerbs()
  const edits = useQuery({
    // a new edit has a new time, so a kept answer is never an old one
    queryKey: ['messages.edits', conversationId, messageId, editedAt],
    queryFn: () => api.messages.edits.query({ conversationId, messageId }),
  })
  return (
    <div className="max-h-72 overflow-y-auto p-3">
      <h3 className="mb-2 text-xs font-medium text-ink-faint">Former versions</h3>
      {edits.isPending && <Bone className="h-4 w-4/5" />}
      {edits.isError && <p className="text-sm text-ink-soft">{errorText(edits.error)}</p>}
      <ol className="space-y-3">
        {edits.data?.items.map((former) => (
          <li key={former.at}>
            <div className="text-xs text-ink-faint">
              {dayLabel(former.at, Date.now())}, {clockTime(former.at)}
            </div>
            <div className="message-text text-ink-soft">{former.text}</div>
          </li>
        ))}
      </ol>
    </div>
  )
}
