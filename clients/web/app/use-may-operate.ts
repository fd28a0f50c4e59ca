/** `useMayOperate`: whether the person here is shown the way to the operator's page. */
import { useQuery } from '@tanstack/react-query'
import { useParley } from './parley.ts'

/** Asked once; false until it is known. */
export function useMayOperate(): boolean {
  const { api } = useParley()
  const { data } = useQuery({
    queryKey: ['cluster.mayOperate'],
    queryFn: () => api.cluster.mayOperate.query(),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return data?.mayOperate ?? false
}
