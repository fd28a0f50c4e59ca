/** What a webhook was told, newest first: what it answered, when it is tried next, and sending again what was given up. */
import { RotateCcw } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import type { DeliveryView } from '../../../app/api.ts'
import { errorText } from '../../../app/reasons.ts'
import { postPath } from '../../../app/routes.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { notify } from '../../../ui/notice.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { dayAndTime, fromNow } from '../time-words.ts'
import { useZone } from '../view-choice.ts'
import { answerWords, eventWords } from './event-words.ts'
import { useDeliveries, useWebhookDeed } from './use-webhooks.ts'

type State = DeliveryView['state']

const TABS = [
  { value: 'all', label: 'All' },
  { value: 'waiting', label: 'Waiting' },
  { value: 'delivered', label: 'Taken' },
  { value: 'dead', label: 'Given up' },
] as const
const NOTHING: Readonly<Record<'all' | State, string>> = {
  all: 'It was not told anything yet.',
  waiting: 'Nothing waits for it.',
  delivered: 'It has not taken anything yet.',
  dead: 'Nothing was given up.',
}
const LOOKS: Readonly<Record<State, { label: string; look: string }>> = {
  waiting: { label: 'Waiting', look: 'bg-signal-wash text-signal-ink' },
  delivered: { label: 'Taken', look: 'bg-leaf-wash text-leaf' },
  dead: { label: 'Given up', look: 'bg-danger-wash text-danger' },
}

interface DeliveriesProps {
  webhookId: string
  /** How many were given up. */
  dead: number
}

export function Deliveries({ webhookId, dead }: DeliveriesProps) {
  const [state, setState] = useState<'all' | State>(dead > 0 ? 'dead' : 'all')
  const found = useDeliveries(webhookId, state === 'all' ? null : state)
  const again = useWebhookDeed(() => notify('They are sent again'))
  const items = found.data?.pages.flatMap((page) => page.items) ?? []
  return (
    <div className="border-t border-line">
      <div className="flex flex-wrap items-center gap-2 px-4 py-3">
        <div className="min-w-0 flex-1 basis-72">
          <Tabs label="Which deliveries" value={state} options={TABS} onChange={setState} />
        </div>
        {dead > 0 && (
          <Button
            busy={again.isPending}
            onClick={() =>
              again.mutate(
                { do: 'redeliverAll', webhookId },
                { onError: (error) => notify(errorText(error)) },
              )
            }
          >
            <RotateCcw size={15} aria-hidden="true" />
            Send all again that were given up
          </Button>
        )}
      </div>
      {found.isPending && <SkeletonRows count={3} label="Loading deliveries" />}
      {found.isError && items.length === 0 && (
        <p role="alert" className="px-4 pb-4 text-danger">
          {errorText(found.error)}
        </p>
      )}
      {found.isSuccess && items.length === 0 && <p className="px-4 pb-4 text-ink-soft">{NOTHING[state]}</p>}
      <ul aria-label="Deliveries" className="divide-y divide-line">
        {items.map((delivery) => (
          <DeliveryRow key={delivery.id} delivery={delivery} />
        ))}
      </ul>
      {found.hasNextPage && (
        <div className="border-t border-line p-3 text-center">
          <Button look="quiet" busy={found.isFetchingNextPage} onClick={() => found.fetchNextPage()}>
            Older ones
          </Button>
        </div>
      )}
    </div>
  )
}

function DeliveryRow({ delivery }: { delivery: DeliveryView }) {
  const { id, number, kind, state, attempts, nextAt, postId, createdAt } = delivery
  const zone = useZone()
  const nowMs = useNow(5_000)
  const again = useWebhookDeed(() => notify('It is sent again'))
  const answer = answerWords(delivery)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-1 px-4 py-2.5">
      <div className="min-w-0 flex-1 basis-44">
        <p className="flex flex-wrap items-center gap-x-2">
          <span className="text-sm text-ink-faint tabular-nums md:w-14">#{number.toLocaleString()}</span>
          <Link href={postPath(postId)} className="font-medium hover:underline">
            {eventWords(kind)}
          </Link>
          <span className={classes('rounded-md px-1.5 py-0.5 text-xs font-medium', LOOKS[state].look)}>
            {LOOKS[state].label}
          </span>
        </p>
        <p className="text-sm text-ink-faint md:pl-16">
          {dayAndTime(createdAt, zone)}
          {answer !== null && ` · ${answer}`}
          {attempts > 1 && ` · ${attempts} attempts`}
          {nextAt !== null &&
            ` · next ${Date.parse(nextAt) <= nowMs ? 'any moment' : fromNow(nextAt, nowMs)}`}
        </p>
      </div>
      {state !== 'waiting' && (
        <Button
          look={state === 'dead' ? 'plain' : 'quiet'}
          className="ml-auto h-8 px-2.5 text-sm"
          aria-label={`Send #${number} again`}
          busy={again.isPending}
          onClick={() =>
            again.mutate(
              { do: 'redeliver', deliveryId: id },
              { onError: (error) => notify(errorText(error)) },
            )
          }
        >
          Send again
        </Button>
      )}
    </li>
  )
}
