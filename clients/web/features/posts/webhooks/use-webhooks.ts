/** Webhooks as the server knows them: `useWebhooks` lists them, `useDeliveries` what one was told, `useWebhookDeed` changes them. */
import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { DeliveryView } from '../../../app/api.ts'
import { newId } from '../../../app/new-id.ts'
import { useParley } from '../../../app/parley.ts'

const LIST_KEY = ['webhooks.list']
const DELIVERIES_KEY = 'webhooks.deliveries'
/** What is told meanwhile shows itself so soon. */
const REFRESH_MS = 5_000
const PAGE = 30

export function useWebhooks() {
  const { api } = useParley()
  return useQuery({
    queryKey: LIST_KEY,
    queryFn: () => api.webhooks.list.query(),
    refetchInterval: REFRESH_MS,
  })
}

/** Newest first; `state` null is all of them. */
export function useDeliveries(webhookId: string, state: DeliveryView['state'] | null) {
  const { api } = useParley()
  const input = { webhookId, limit: PAGE, ...(state !== null && { state }) }
  return useInfiniteQuery({
    queryKey: [DELIVERIES_KEY, input],
    queryFn: ({ pageParam }) =>
      api.webhooks.deliveries.query({ ...input, ...(pageParam !== null && { cursor: pageParam }) }),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor ?? null,
    placeholderData: keepPreviousData,
    refetchInterval: REFRESH_MS,
  })
}

export type WebhookDeed =
  | { do: 'remove'; webhookId: string }
  | { do: 'redeliver'; deliveryId: string }
  | { do: 'redeliverAll'; webhookId: string }

export function useWebhookDeed(onDone?: (deed: WebhookDeed) => void) {
  const { api } = useParley()
  const queries = useQueryClient()
  return useMutation({
    async mutationFn(deed: WebhookDeed): Promise<unknown> {
      const commandId = newId()
      switch (deed.do) {
        case 'remove':
          return api.webhooks.remove.mutate({ webhookId: deed.webhookId, commandId })
        case 'redeliver':
          return api.webhooks.redeliver.mutate({ deliveryId: deed.deliveryId, commandId })
        case 'redeliverAll':
          return api.webhooks.redeliverAll.mutate({ webhookId: deed.webhookId, commandId })
      }
    },
    async onSuccess(_, deed) {
      await Promise.all(
        [LIST_KEY, [DELIVERIES_KEY]].map((queryKey) => queries.invalidateQueries({ queryKey })),
      )
      onDone?.(deed)
    },
  })
}

/** The answer has the secret, which is told this once. */
export function useAddWebhook() {
  const { api } = useParley()
  const queries = useQueryClient()
  return useMutation({
    mutationFn: (wish: Parameters<typeof api.webhooks.add.mutate>[0]) => api.webhooks.add.mutate(wish),
    onSuccess: () => queries.invalidateQueries({ queryKey: LIST_KEY }),
  })
}
