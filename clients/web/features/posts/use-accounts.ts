/** `useAccounts`: the organisation's accounts at networks, by id. */
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useParley } from '../../app/parley.ts'
import type { AccountView } from '../../app/posts-api.ts'

export interface Accounts {
  readonly all: readonly AccountView[]
  readonly byId: ReadonlyMap<string, AccountView>
  readonly isLoading: boolean
  readonly error: Error | null
}

const NONE: readonly AccountView[] = []

export function useAccounts(): Accounts {
  const { api } = useParley()
  const {
    data = NONE,
    isPending,
    error,
  } = useQuery({
    queryKey: ['accounts.list'],
    queryFn: () => api.accounts.list.query(),
  })
  const byId = useMemo(() => new Map(data.map((account) => [account.id, account])), [data])
  return { all: data, byId, isLoading: isPending, error }
}
