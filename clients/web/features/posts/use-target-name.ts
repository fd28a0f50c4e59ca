/** `useTargetNames`: what to call the places a post goes to. */
import type { Destination } from '../../../../engine/protocol/post-shapes.ts'
import { useObservable, useParley } from '../../app/parley.ts'
import { NETWORK_TITLES } from '../../ui/network-mark.tsx'
import { useAccounts } from './use-accounts.ts'

/** "Northwind on X", "launch-week". What is not known yet is called by its kind. */
export function useTargetNames(): (to: Destination) => string {
  const { byId } = useAccounts()
  const { items } = useObservable(useParley().conversations)
  return (to) => {
    if (to.kind === 'conversation')
      return items.find(({ id }) => id === to.conversationId)?.name ?? 'a conversation'
    if (to.kind === 'audience') return 'an audience'
    const account = byId.get(to.accountId)
    return account ? `${account.name} on ${NETWORK_TITLES[to.network]}` : NETWORK_TITLES[to.network]
  }
}
