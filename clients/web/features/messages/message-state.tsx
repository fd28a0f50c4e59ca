/** Below a message that is not sent yet: that it is on its way, or why it is not and what to do. */
import { CircleAlert, Clock3 } from 'lucide-react'
import type { ShownMessage } from '../../../sdk/types.ts'
import { reasonText } from '../../app/reasons.ts'
import { useVerbs } from './message-verbs.ts'

export function MessageState({ message }: { message: ShownMessage }) {
  const { retry, discard } = useVerbs()
  if (message.state === 'sent') return null
  if (message.state === 'sending') {
    return (
      // appears late: on a good day a message is sent before anybody could read this
      <div className="flex animate-[late_200ms_900ms_both] items-center gap-1 text-xs text-ink-faint">
        <Clock3 size={12} aria-hidden="true" /> Sending…
      </div>
    )
  }
  return (
    <div className="mt-1 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm text-danger" role="alert">
      <span className="inline-flex items-center gap-1.5">
        <CircleAlert size={14} aria-hidden="true" /> Not sent. {reasonText(message.reason)}
      </span>
      <span className="inline-flex gap-3">
        <button
          type="button"
          onClick={() => retry(message.commandId)}
          className="rounded font-medium underline underline-offset-3"
        >
          Try again
        </button>
        <button
          type="button"
          onClick={() => discard(message.commandId)}
          className="rounded underline underline-offset-3"
        >
          Discard
        </button>
      </span>
    </div>
  )
}
