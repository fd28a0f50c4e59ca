/** The queues: each account's week of times, and which post sits in which. */
import { useQueryClient } from '@tanstack/react-query'
import { AtSign, CircleAlert } from 'lucide-react'
import { Link } from 'wouter'
import type { Slot } from '../../../app/api.ts'
import { errorText } from '../../../app/reasons.ts'
import { ACCOUNTS_PATH, CALENDAR_PATH } from '../../../app/routes.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ScreenHeader } from '../../../ui/screen-header.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { HoldBanner } from '../hold-switch.tsx'
import { useAccounts } from '../use-accounts.ts'
import { AccountQueue } from './account-queue.tsx'
import { useSlots } from './use-queues.ts'

const NONE: readonly Slot[] = []

export function QueuesScreen() {
  const queries = useQueryClient()
  const accounts = useAccounts()
  const slots = useSlots()
  const error = accounts.error ?? slots.error
  const isLoading = accounts.isLoading || slots.isPending
  const again = () => queries.refetchQueries({ predicate: ({ state }) => state.status === 'error' })
  return (
    <section aria-label="Queues" className="flex h-full min-h-0 flex-col">
      <HoldBanner />
      <ScreenHeader
        title="Queues"
        detail="The times of the week at which accounts publish what is queued"
        back={{ href: CALENDAR_PATH, label: 'Back to the calendar' }}
      />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-6xl space-y-5 px-4 pt-5 pb-24 md:px-6">
          {error !== null ? (
            <Empty
              icon={<CircleAlert size={22} />}
              title="Not available"
              action={<Button onClick={() => void again()}>Try again</Button>}
            >
              {errorText(error)}
            </Empty>
          ) : isLoading ? (
            <SkeletonRows count={6} label="Loading queues" />
          ) : accounts.all.length === 0 ? (
            <NoAccounts />
          ) : (
            accounts.all.map((account) => (
              <AccountQueue
                key={account.id}
                account={account}
                slots={slots.data?.items.filter(({ accountId }) => accountId === account.id) ?? NONE}
                mayKeep={slots.data?.mayKeep ?? false}
              />
            ))
          )}
        </div>
      </div>
    </section>
  )
}

function NoAccounts() {
  return (
    <Empty
      icon={<AtSign size={22} />}
      title="No accounts yet"
      action={
        <Link
          href={ACCOUNTS_PATH}
          className="inline-flex h-9 items-center rounded-lg bg-accent px-3.5 font-medium text-on-accent hover:bg-accent-hover"
        >
          Connect an account
        </Link>
      }
    >
      Each account has a queue of its own: choose its times once, and posts take one after another.
    </Empty>
  )
}
