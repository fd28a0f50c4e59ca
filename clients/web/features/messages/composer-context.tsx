/** The strip above the composer: what is being answered or edited, and how to stop. */
import { CornerUpLeft, Pencil, X } from 'lucide-react'
import { IconButton } from '../../ui/button.tsx'
import type { Task } from './composer.tsx'
import { QuotedName, snippet } from './message-quote.tsx'

export function ComposerContext({ task, onCancel }: { task: NonNullable<Task>; onCancel: () => void }) {
  const Icon = task.kind === 'reply' ? CornerUpLeft : Pencil
  return (
    <div className="flex animate-appear items-center gap-2.5 border-b border-line py-1 pr-1.5 pl-4 text-sm">
      <Icon size={14} className="shrink-0 text-accent" aria-hidden="true" />
      <span className="shrink-0 font-medium text-accent">
        {task.kind === 'edit' ? (
          'Editing'
        ) : (
          <>
            Reply to <QuotedName id={task.message.authorId} />
          </>
        )}
      </span>
      <span className="min-w-0 flex-1 truncate text-ink-faint">{snippet(task.message.text)}</span>
      <IconButton label="Cancel (Escape)" size="small" onClick={onCancel}>
        <X size={15} />
      </IconButton>
    </div>
  )
}
