/** One account: what it is, how it is, and what can be done about it. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Unplug } from 'lucide-react'
import { useState } from 'react'
import { useParley } from '../../app/parley.ts'
import type { AccountView } from '../../app/posts-api.ts'
import { errorText } from '../../app/reasons.ts'
import { useNow } from '../../app/use-now.ts'
import { AccountPicture } from '../../ui/account-picture.tsx'
import { Button, IconButton } from '../../ui/button.tsx'
import { classes } from '../../ui/classes.ts'
import { Confirm } from '../../ui/confirm.tsx'
import { NETWORK_TITLES } from '../../ui/network-mark.tsx'
import { expiryWords } from './expiry-words.ts'

interface AccountRowProps {
  account: AccountView
  isConnecting: boolean
  onConnect: () => void
}

export function AccountRow({ account, isConnecting, onConnect }: AccountRowProps) {
  const nowMs = useNow(60_000)
  const [isAsking, setAsking] = useState(false)
  const { network, name, handle, health, trouble } = account
  const isDead = health === 'dead'
  const expiry = expiryWords(account, nowMs)
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-3.5">
      <AccountPicture network={network} pictureUrl={account.pictureUrl} size={34} />
      <div className="min-w-0 flex-1 basis-48">
        <p className="flex items-center gap-2">
          <span className="truncate font-medium">{name}</span>
          <span
            className={classes(
              'shrink-0 rounded-md px-1.5 py-0.5 text-xs font-medium',
              isDead ? 'bg-danger-wash text-danger' : 'bg-leaf-wash text-leaf',
            )}
          >
            {isDead ? 'Disconnected' : 'Connected'}
          </span>
        </p>
        <p className="truncate text-xs text-ink-faint">
          {NETWORK_TITLES[network]}
          {handle && ` · ${handle}`}
        </p>
        {trouble && <p className="mt-0.5 text-sm text-danger">{trouble}</p>}
        {expiry && <p className="mt-0.5 text-sm text-signal-ink">{expiry}</p>}
      </div>
      <div className="ml-auto flex items-center gap-1.5">
        {(isDead || expiry) && (
          <Button look={isDead ? 'primary' : 'plain'} busy={isConnecting} onClick={onConnect}>
            Connect again
          </Button>
        )}
        <IconButton label={`Disconnect ${name}`} onClick={() => setAsking(true)}>
          <Unplug size={17} />
        </IconButton>
      </div>
      {isAsking && <Disconnect account={account} onClose={() => setAsking(false)} />}
    </li>
  )
}

function Disconnect({ account, onClose }: { account: AccountView; onClose: () => void }) {
  const { api } = useParley()
  const queries = useQueryClient()
  const disconnect = useMutation({
    mutationFn: () => api.accounts.disconnect.mutate({ accountId: account.id }),
    async onSuccess() {
      await queries.invalidateQueries({ queryKey: ['accounts.list'] })
      onClose()
    },
  })
  return (
    <Confirm
      title={`Disconnect ${account.name}?`}
      verb="Disconnect"
      busy={disconnect.isPending}
      error={disconnect.isError ? errorText(disconnect.error) : null}
      onConfirm={() => disconnect.mutate()}
      onClose={onClose}
    >
      Posts that were to go there wait until it is connected again. What is out already stays out.
    </Confirm>
  )
}
