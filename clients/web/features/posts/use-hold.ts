/** `useHold`: the organisation's one switch that stops everything that would go out. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { newId } from '../../app/new-id.ts'
import { useParley } from '../../app/parley.ts'

const KEY = ['posts.holding']
const REFRESH_MS = 30_000

export function useHold() {
  const { api } = useParley()
  const queries = useQueryClient()
  const { data } = useQuery({
    queryKey: KEY,
    queryFn: () => api.posts.holding.query(),
    refetchInterval: REFRESH_MS,
  })
  const change = useMutation({
    mutationFn: (isHeld: boolean) => api.posts.hold.mutate({ isHeld, commandId: newId() }),
    onSuccess: (held) => {
      queries.setQueryData(KEY, held)
      void queries.invalidateQueries({ queryKey: ['posts.calendar'] })
    },
  })
  return { isHeld: data?.isHeld ?? false, change }
}
