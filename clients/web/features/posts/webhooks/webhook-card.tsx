/** One webhook: where it goes, what it is told, how it answers; opened, everything that it was told. */
import { ChevronDown, Trash2 } from 'lucide-react'
import { useId, useState } from 'react'
import type { WebhookView } from '../../../app/api.ts'
import { errorText } from '../../../app/reasons.ts'
import { useNow } from '../../../app/use-now.ts'
import { IconButton } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Confirm } from '../../../ui/confirm.tsx'
import { fromNow } from '../time-words.ts'
import { Deliveries } from './deliveries.tsx'
import { answerWords, eventWords, isTaken } from './event-words.ts'
import { useWebhookDeed } from './use-webhooks.ts'

export function WebhookCard({ webhook }: { webhook: WebhookView }) {
  const { id, url, events, waiting, dead, lastNumber } = webhook
  const [isOpen, setOpen] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const remove = useWebhookDeed(() => setAsking(false))
  const bodyId = useId()
  return (
    <section aria-label={url} className="rounded-2xl bg-raised shadow-sheet">
      <div className="flex items-start gap-2 px-4 py-3.5">
        <div className="min-w-0 flex-1">
          <h2 className="font-medium break-all">{url}</h2>
          <p className="mt-0.5 text-sm text-ink-soft">
            {events.length === 0 ? 'Everything that happens to posts' : events.map(eventWords).join(', ')}
          </p>
          <p className="mt-2 flex flex-wrap items-center gap-x-3 gap-y-1 text-sm">
            <Last last={webhook.last} />
            {waiting > 0 && <span className="text-signal-ink">{waiting.toLocaleString()} waiting</span>}
            {dead > 0 && (
              <span className="rounded-md bg-danger-wash px-1.5 py-0.5 text-xs font-medium text-danger">
                {dead === 1 ? 'One given up' : `${dead.toLocaleString()} given up`}
              </span>
            )}
          </p>
        </div>
        <IconButton label={`Remove ${url}`} onClick={() => setAsking(true)}>
          <Trash2 size={17} />
        </IconButton>
      </div>
      <button
        type="button"
        aria-expanded={isOpen}
        aria-controls={bodyId}
        onClick={() => setOpen(!isOpen)}
        className="flex h-10 w-full items-center gap-1.5 border-t border-line px-4 text-sm font-medium text-accent hover:bg-wash"
      >
        <ChevronDown
          size={16}
          aria-hidden="true"
          className={classes('transition-transform', isOpen && 'rotate-180')}
        />
        What it was told
        <span className="font-normal text-ink-faint tabular-nums">{lastNumber.toLocaleString()}</span>
      </button>
      <div id={bodyId}>{isOpen && <Deliveries webhookId={id} dead={dead} />}</div>
      {isAsking && (
        <Confirm
          title="Remove this webhook?"
          verb="Remove it"
          busy={remove.isPending}
          error={remove.isError ? errorText(remove.error) : null}
          onConfirm={() => remove.mutate({ do: 'remove', webhookId: id })}
          onClose={() => setAsking(false)}
        >
          <span className="break-all">{url}</span> is told nothing more, also nothing of what still waits.
        </Confirm>
      )}
    </section>
  )
}

function Last({ last }: Pick<WebhookView, 'last'>) {
  const nowMs = useNow(15_000)
  if (last === null || last.answeredAt === null) {
    return <span className="text-ink-faint">Not told anything yet</span>
  }
  return (
    <span className={isTaken(last) ? 'text-leaf' : 'text-danger'}>
      {answerWords(last)}, {fromNow(last.answeredAt, nowMs)}
    </span>
  )
}
