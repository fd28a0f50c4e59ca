/** The organisation's accounts at networks: how they are, and connecting, connecting again and letting go of them. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { AtSign, CircleAlert, CircleCheck } from 'lucide-react'
import { useEffect } from 'react'
import { useLocation } from 'wouter'
import type { Network } from '../../../../engine/protocol/post-shapes.ts'
import { useParley } from '../../app/parley.ts'
import type { NetworkView } from '../../app/posts-api.ts'
import { errorText } from '../../app/reasons.ts'
import { ACCOUNTS_PATH } from '../../app/routes.ts'
import { Button } from '../../ui/button.tsx'
import { Empty } from '../../ui/empty.tsx'
import { NetworkMark } from '../../ui/network-mark.tsx'
import { notify } from '../../ui/notice.tsx'
import { ScreenHeader } from '../../ui/screen-header.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { AccountRow } from './account-row.tsx'
import { failureWords } from './failure-words.ts'

interface AccountsScreenProps {
  /** As a network sent somebody back: `connected` or `failed`. */
  outcome: string | undefined
  /** The account that was connected, or why it was not. */
  detail: string | undefined
}

export function AccountsScreen({ outcome, detail }: AccountsScreenProps) {
  const { api } = useParley()
  const accounts = useQuery({ queryKey: ['accounts.list'], queryFn: () => api.accounts.list.query() })
  const networks = useQuery({
    queryKey: ['accounts.networks'],
    queryFn: () => api.accounts.networks.query(),
  })
  const connect = useConnect()
  const items = accounts.data ?? []
  const ask = (network: Network, accountId?: string) => connect.mutate({ network, accountId })
  return (
    <section aria-label="Accounts" className="flex h-full min-h-0 flex-col">
      <ScreenHeader title="Accounts" detail="Where posts can go" back={null} />
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-3xl space-y-8 px-4 py-6 md:px-8">
          <Outcome
            outcome={outcome}
            detail={detail}
            name={items.find(({ id }) => id === detail)?.name ?? null}
          />
          {accounts.isPending && <SkeletonRows count={3} label="Loading accounts" />}
          {accounts.isError && (
            <p role="alert" className="text-danger">
              {errorText(accounts.error)}
            </p>
          )}
          {accounts.isSuccess && items.length === 0 && (
            <Empty icon={<AtSign size={22} />} title="No accounts yet">
              Connect one below. You sign in at the network; Parley never sees your password there.
            </Empty>
          )}
          {items.length > 0 && (
            <ul className="divide-y divide-line rounded-2xl bg-raised shadow-sheet">
              {items.map((account) => (
                <AccountRow
                  key={account.id}
                  account={account}
                  isConnecting={connect.isPending && connect.variables.accountId === account.id}
                  onConnect={() => ask(account.network, account.id)}
                />
              ))}
            </ul>
          )}
          <section aria-label="Connect an account">
            <h2 className="mb-2 text-sm font-semibold">Connect an account</h2>
            <ul className="grid gap-2 sm:grid-cols-2">
              {(networks.data ?? []).map((network) => (
                <NetworkCard
                  key={network.name}
                  network={network}
                  isConnecting={
                    connect.isPending &&
                    connect.variables.network === network.name &&
                    connect.variables.accountId === undefined
                  }
                  onConnect={() => ask(network.name)}
                />
              ))}
            </ul>
          </section>
        </div>
      </div>
    </section>
  )
}

/** Sends the person to the network. */
function useConnect() {
  const { api } = useParley()
  return useMutation({
    mutationFn: ({ network, accountId }: { network: Network; accountId: string | undefined }) =>
      api.accounts.connect.mutate({ network, ...(accountId !== undefined && { accountId }) }),
    onSuccess: ({ url }) => location.assign(url),
    onError: (error) => notify(errorText(error)),
  })
}

interface NetworkCardProps {
  network: NetworkView
  isConnecting: boolean
  onConnect: () => void
}

function NetworkCard({ network: { name, title, isConfigured }, isConnecting, onConnect }: NetworkCardProps) {
  return (
    <li className="flex items-center gap-3 rounded-2xl bg-raised px-4 py-3 shadow-sheet">
      <NetworkMark network={name} size={32} />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{title}</p>
        {!isConfigured && <p className="text-xs text-ink-faint">This installation has no keys for it.</p>}
      </div>
      <Button
        disabled={!isConfigured}
        busy={isConnecting}
        onClick={onConnect}
        aria-label={`Connect ${title}`}
      >
        Connect
      </Button>
    </li>
  )
}

/** What came of signing in at a network; its address is forgotten with it. */
function Outcome({ outcome, detail, name }: AccountsScreenProps & { name: string | null }) {
  const [, navigate] = useLocation()
  const queries = useQueryClient()
  useEffect(() => {
    if (outcome === 'connected') void queries.invalidateQueries({ queryKey: ['accounts.list'] })
  }, [outcome, queries])
  if (outcome !== 'connected' && outcome !== 'failed') return null
  const isGood = outcome === 'connected'
  const Icon = isGood ? CircleCheck : CircleAlert
  return (
    <div
      role={isGood ? 'status' : 'alert'}
      className={`flex items-start gap-3 rounded-2xl px-4 py-3.5 ${isGood ? 'bg-leaf-wash text-leaf' : 'bg-danger-wash text-danger'}`}
    >
      <Icon size={20} className="mt-px shrink-0" aria-hidden="true" />
      <p className="min-w-0 flex-1 font-medium">
        {isGood ? `${name ?? 'The account'} is connected.` : failureWords(detail ?? '')}
      </p>
      <button
        type="button"
        onClick={() => navigate(ACCOUNTS_PATH, { replace: true })}
        className="rounded px-1 text-sm hover:underline"
      >
        Good
      </button>
    </div>
  )
}
