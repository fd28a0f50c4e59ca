/** Where one writes: grows with the words, keeps them as a draft, answers and edits too. */
import { SendHorizontal } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { LIMITS } from '../../../../engine/protocol/limits.ts'
import type { ShownMessage } from '../../../sdk/types.ts'
import { classes } from '../../ui/classes.ts'
import { ComposerContext } from './composer-context.tsx'
import type { Drafts } from './drafts.ts'

/** What the composer is about, besides a new message. */
export type Task = { readonly kind: 'reply' | 'edit'; readonly message: ShownMessage } | null

interface ComposerProps {
  conversationId: string
  name: string
  drafts: Drafts
  task: Task
  onSend: (text: string) => void
  /** The text of a new message, or of an answer, has changed. */
  onWrite: (text: string) => void
  onCancelTask: () => void
  /** ArrowUp in an empty composer. */
  onEditLast: () => void
}

/** Characters left when the counter appears. */
const COUNT_FROM_LEFT = 500

export function Composer({
  conversationId,
  name,
  drafts,
  task,
  onSend,
  onWrite,
  onCancelTask,
  onEditLast,
}: ComposerProps) {
  const area = useRef<HTMLTextAreaElement>(null)
  const [draft, setDraft] = useState(() => drafts.read(conversationId))
  const [edited, setEdited] = useState('')
  const editing = task?.kind === 'edit'
  const text = editing ? edited : draft
  const left = LIMITS.textCharsMax - text.trim().length
  const ready = text.trim() !== '' && left >= 0

  // a new task: take its words and the focus
  useEffect(() => {
    if (task?.kind === 'edit') setEdited(task.message.text)
    if (task) area.current?.focus()
  }, [task])
  // a keyboard that covers half the screen must not open by itself: only where there is a real one
  useEffect(() => {
    if (matchMedia('(pointer: fine)').matches) area.current?.focus()
  }, [])
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useLayoutEffect(() => {
    const element = area.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${element.scrollHeight}px`
  }, [text])

  const write = (value: string) => {
    if (editing) return setEdited(value)
    setDraft(value)
    drafts.write(conversationId, value)
    onWrite(value)
  }
  const send = () => {
    if (!ready) return
    onSend(text.trim())
    if (editing) return
    setDraft('')
    drafts.write(conversationId, '')
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return // Enter chooses a word of an input method
    if (event.key === 'Enter' && !event.shiftKey) send()
    else if (event.key === 'Escape' && task) onCancelTask()
    else if (event.key === 'ArrowUp' && text === '' && !task) onEditLast()
    else return
    event.preventDefault()
  }
  return (
    <div className="mx-auto w-full max-w-4xl shrink-0 px-4 pb-[max(0.75rem,env(safe-area-inset-bottom))] max-md:px-2.5">
      <div className="rounded-2xl bg-raised ring-1 ring-line-strong transition-shadow duration-100 ring-inset focus-within:ring-ink-faint/60">
        {task && <ComposerContext task={task} onCancel={onCancelTask} />}
        <div className="flex items-end gap-2 py-1.5 pr-1.5 pl-4">
          <textarea
            ref={area}
            rows={1}
            value={text}
            aria-label={editing ? 'Edit message' : `Message ${name}`}
            placeholder={`Message ${name}`}
            onChange={(event) => write(event.target.value)}
            onKeyDown={onKeyDown}
            className="max-h-[40dvh] min-h-9 flex-1 resize-none bg-transparent py-2 text-md leading-5 outline-none pointer-coarse:text-base"
          />
          {left <= COUNT_FROM_LEFT && (
            <span
              role="status"
              className={classes(
                'pb-2.5 text-xs tabular-nums',
                left < 0 ? 'font-semibold text-danger' : 'text-ink-faint',
              )}
            >
              {left < 0 ? `${-left} too many` : `${left} left`}
            </span>
          )}
          <button
            type="button"
            aria-label={editing ? 'Save' : 'Send'}
            title={editing ? 'Save (Enter)' : 'Send (Enter)'}
            disabled={!ready}
            onClick={() => {
              send()
              area.current?.focus()
            }}
            className={classes(
              'flex size-9 shrink-0 items-center justify-center rounded-[0.625rem] transition-colors duration-100',
              ready ? 'bg-accent text-on-accent hover:bg-accent-hover' : 'text-ink-faint',
            )}
          >
            <SendHorizontal size={17} aria-hidden="true" />
          </button>
        </div>
      </div>
    </div>
  )
}
