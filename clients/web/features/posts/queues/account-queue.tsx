/** The queue of one account: the next free time, its week, and what can be done to it. */
import { CalendarPlus, Plus, Shuffle } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'wouter'
import { localTimeOf } from '../../../../../engine/post/wall-clock.ts'
import type { ComingSlot, Slot } from '../../../app/api.ts'
import type { AccountView } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { newPostPath } from '../../../app/routes.ts'
import { Button } from '../../../ui/button.tsx'
import { Confirm } from '../../../ui/confirm.tsx'
import { NETWORK_TITLES, NetworkMark } from '../../../ui/network-mark.tsx'
import { dayAndTime } from '../time-words.ts'
import { useZone } from '../view-choice.ts'
import { AddSlotsDialog } from './add-slots-dialog.tsx'
import { useComing, useSlotDeeds } from './use-queues.ts'
import { nextFree } from './week.ts'
import { WeekSlots } from './week-slots.tsx'

interface AccountQueueProps {
  account: AccountView
  slots: readonly Slot[]
  /** Whether the reader may change it. */
  mayKeep: boolean
}

const WORKDAYS: readonly number[] = [1, 2, 3, 4, 5]

export function AccountQueue({ account, slots, mayKeep }: AccountQueueProps) {
  const coming = useComing(account.id, slots.length > 0)
  const deeds = useSlotDeeds(account.id)
  const [adding, setAdding] = useState<readonly number[] | null>(null)
  const name = `${account.name} on ${NETWORK_TITLES[account.network]}`
  return (
    <section aria-label={`Queue of ${name}`} className="rounded-2xl bg-raised shadow-sheet">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3">
        <NetworkMark network={account.network} size={32} />
        <div className="min-w-0 flex-1 basis-40">
          <h2 className="truncate font-medium">{account.name}</h2>
          <p className="truncate text-xs text-ink-faint">
            {NETWORK_TITLES[account.network]} · {timesWords(slots)}
            {account.health === 'dead' && <span className="text-danger"> · connect again</span>}
          </p>
        </div>
        <NextFree accountId={account.id} slots={slots} coming={coming.data?.items ?? null} />
        {mayKeep && (
          <div className="flex items-center gap-1.5 max-sm:ml-auto">
            {slots.length > 0 && <ShuffleButton name={name} shuffle={deeds.shuffle} />}
            <Button aria-label={`Add times to ${name}`} onClick={() => setAdding(WORKDAYS)}>
              <Plus size={16} aria-hidden="true" />
              Add times
            </Button>
          </div>
        )}
      </header>
      {coming.isError && (
        <p role="alert" className="px-4 pb-3 text-sm text-danger">
          {errorText(coming.error)}
        </p>
      )}
      {slots.length > 0 && (
        <WeekSlots
          slots={slots}
          coming={coming.data?.items ?? null}
          accountId={account.id}
          deeds={mayKeep ? deeds : null}
          onAdd={(weekday) => setAdding([weekday])}
        />
      )}
      {adding !== null && (
        <AddSlotsDialog name={name} weekdays={adding} add={deeds.add} onClose={() => setAdding(null)} />
      )}
    </section>
  )
}

function timesWords(slots: readonly Slot[]): string {
  const going = slots.filter(({ isPaused }) => !isPaused).length
  if (slots.length === 0) return 'no weekly times yet'
  const resting = slots.length - going
  return `${going === 1 ? 'once' : `${going} times`} a week${resting > 0 ? `, ${resting} paused` : ''}`
}

interface NextFreeProps {
  accountId: string
  slots: readonly Slot[]
  /** Null: not known yet. */
  coming: readonly ComingSlot[] | null
}

function NextFree({ accountId, slots, coming }: NextFreeProps) {
  const zone = useZone()
  if (coming === null || slots.every(({ isPaused }) => isPaused)) return null
  const free = nextFree(coming)
  if (free === null) return <p className="text-sm text-ink-faint">Nothing is free for a month.</p>
  return (
    <Link
      href={newPostPath(localTimeOf(free.instant, zone), accountId)}
      className="inline-flex h-9 items-center gap-2 rounded-lg px-2.5 text-sm font-medium text-accent max-sm:-ml-2.5 hover:bg-wash"
    >
      <CalendarPlus size={16} aria-hidden="true" />
      Next free: {dayAndTime(free.instant, zone)}
    </Link>
  )
}

interface ShuffleButtonProps {
  name: string
  shuffle: ReturnType<typeof useSlotDeeds>['shuffle']
}

function ShuffleButton({ name, shuffle }: ShuffleButtonProps) {
  const [isAsking, setAsking] = useState(false)
  return (
    <>
      <Button look="quiet" aria-label={`Shuffle the queue of ${name}`} onClick={() => setAsking(true)}>
        <Shuffle size={16} aria-hidden="true" />
        Shuffle
      </Button>
      {isAsking && (
        <Confirm
          title={`Shuffle the queue of ${name}?`}
          verb="Shuffle"
          busy={shuffle.isPending}
          error={shuffle.isError ? errorText(shuffle.error) : null}
          onConfirm={() => shuffle.mutate(undefined, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          What is planned for this account alone exchanges its times, in an order of chance. What goes out
          within an hour, or to other places too, stays where it is.
        </Confirm>
      )}
    </>
  )
}
