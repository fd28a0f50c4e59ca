/** `useCluster`: how the cluster stands, asked again and again. */
import { useQuery } from '@tanstack/react-query'
import { useParley } from '../../app/parley.ts'
import { reasonOf } from '../../app/reasons.ts'

const POLL_MS = 2_000

/** The last answer stays while the next ones fail. Asks nothing more once it was refused. */
export function useCluster() {
  const { api } = useParley()
  return useQuery({
    queryKey: ['cluster.status'],
    queryFn: () => api.cluster.status.query(),
    staleTime: 0,
    retry: false,
    refetchInterval: ({ state }) => (reasonOf(state.error) === 'NOT_AN_OPERATOR' ? false : POLL_MS),
  })
}
