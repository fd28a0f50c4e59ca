/** `makeProbe`: a room in every shard, and how long it takes until each of some shards takes a message again. */
import { createTRPCClient, createWSClient, httpBatchLink, TRPCClientError, wsLink } from '@trpc/client'
import type { AppRouter } from '../../clients/sdk/app-router.ts'
import { SHARD_COUNT, shardOf } from '../../engine/kernel/shard.ts'
import { isRetryable, type Reason } from '../../engine/protocol/errors.ts'
import { signUp } from './people.ts'

export interface Probe {
  /** ms until each of the shards has answered a message that was sent now or later. Rejects after 60 s. */
  served(shards: readonly number[]): Promise<readonly number[]>
  close(): Promise<void>
}

const BATCH = 64
/** Rooms are made until every shard has one: about 256 x ln 256. */
const ROOMS_MAX = 6_000
const RETRY_MS = 20
const PATIENCE_MS = 60_000

/** `name` must be new to the server at `url`. */
export async function makeProbe(url: string, name: string): Promise<Probe> {
  const [person] = await signUp(url, [name])
  const token = person?.accessToken ?? ''
  const rooms = await roomInEveryShard(url, token)
  const socket = createWSClient({
    url: `${url.replace(/^http/, 'ws')}/trpc`,
    connectionParams: () => ({ token }),
    retryDelayMs: () => RETRY_MS,
  })
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] })

  async function ask(shard: number, beganAt: number): Promise<number> {
    const conversationId = rooms.get(shard)
    if (conversationId === undefined) throw new Error(`no room in shard ${shard}`)
    const commandId = crypto.randomUUID()
    for (;;) {
      try {
        await client.messages.send.mutate({ conversationId, commandId, text: 'still there?' })
        return performance.now() - beganAt
      } catch (error) {
        const reason =
          error instanceof TRPCClientError ? (error.data?.reason as Reason | undefined) : undefined
        const isFinal = reason !== undefined && !isRetryable(reason)
        if (isFinal || performance.now() - beganAt > PATIENCE_MS) {
          throw new Error(`shard ${shard} is not served: ${reason ?? String(error)}`)
        }
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
  }

  return {
    served(shards) {
      const beganAt = performance.now()
      return Promise.all(shards.map((shard) => ask(shard, beganAt)))
    },
    close: () => socket.close(),
  }
}

async function roomInEveryShard(url: string, token: string): Promise<Map<number, string>> {
  const client = createTRPCClient<AppRouter>({
    links: [httpBatchLink({ url: `${url}/trpc`, headers: { authorization: `Bearer ${token}` } })],
  })
  const rooms = new Map<number, string>()
  for (let made = 0; rooms.size < SHARD_COUNT; made += BATCH) {
    if (made > ROOMS_MAX) throw new Error(`${rooms.size} of ${SHARD_COUNT} shards have a room`)
    const some = await Promise.all(
      Array.from({ length: BATCH }, (_, index) =>
        client.conversations.create.mutate({
          kind: 'group',
          title: `probe ${made + index}`,
          memberIds: [],
          commandId: `probe-${made + index}`,
        }),
      ),
    )
    for (const { conversation } of some) {
      const shard = shardOf(conversation.id)
      if (!rooms.has(shard)) rooms.set(shard, conversation.id)
    }
  }
  return rooms
}
