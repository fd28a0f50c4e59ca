/** The message that is being answered, in one line above the answer. */
import { CornerUpRight } from 'lucide-react'
import { useName } from '../people/use-names.ts'
import { useVerbs } from './message-verbs.ts'

export function MessageQuote({ messageId }: { messageId: string }) {
  const { find, show } = useVerbs()
  const quoted = find(messageId)
  if (quoted === undefined) {
    return (
      <div className="mb-0.5 flex items-center gap-1.5 text-sm text-ink-faint">
        <CornerUpRight size={13} aria-hidden="true" /> In reply to an earlier message
      </div>
    )
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      onClick={() => show(messageId)}
      className="mb-0.5 flex max-w-full items-center gap-1.5 rounded text-sm text-ink-faint hover:text-ink"
    >
      <CornerUpRight size={13} className="shrink-0" aria-hidden="true" />
      <span className="shrink-0 font-medium">
        <span className="sr-only">In reply to </span>
        <QuotedName id={quoted.authorId} />
      </span>
      <span className="truncate">{quoted.deletedAt ? 'Message deleted' : snippet(quoted.text)}</span>
    </button>
  )
}

export function QuotedName({ id }: { id: string }) {
  return <>{useName(id) ?? '…'}</>
}

/** One line of a longer text. */
export function snippet(text: string): string {
  return text.replace(/\s+/g, ' ').slice(0, 160)
}
