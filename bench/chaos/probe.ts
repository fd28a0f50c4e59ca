/** `makeProbe`: a room in every shard, and how long it takes until each of some shards takes a message again. */
import { createTRPCClient, createWSClient, httpBatchLink, TRPCClientError, wsLink } from '@trpc/client'
import type { AppRouter } from '../../clients/sdk/app-router.ts'
import { SHARD_COUNT, shardOf } from '../../engine/kernel/shard.ts'
import { isRetryable, type Reason } from '../../engine/protocol/errors.ts'
import { insist, signUp } from './people.ts'

/** One connection of the probe. */
export interface Line {
  /** ms until each of the shards has answered a message that was sent now or later. Rejects after 60 s. */
  served(shards: readonly number[]): Promise<readonly number[]>
  /** Sends one message to each of the shards, once: taken, refused for a reason, or no answer within 5 s. */
  ask(shards: readonly number[]): Promise<ReadonlyMap<number, Answer>>
  close(): Promise<void>
}

export type Answer = 'taken' | 'silence' | Reason

export interface Probe extends Line {
  /** The same rooms, asked at one node. To be closed by whoever asked for it. */
  at(url: string): Line
}

const BATCH = 64
/** Rooms are made until every shard has one: about 256 x ln 256. */
const ROOMS_MAX = 6_000
const RETRY_MS = 50
const PATIENCE_MS = 60_000
const ASK_MS = 5_000

/** `name` must be new to the server at `url`. */
export async function makeProbe(url: string, name: string): Promise<Probe> {
  const [person] = await signUp(url, [name])
  const token = person?.accessToken ?? ''
  const rooms = await roomInEveryShard(url, token)
  return { ...openLine(url, token, rooms), at: (nodeUrl) => openLine(nodeUrl, token, rooms) }
}

function openLine(url: string, token: string, rooms: ReadonlyMap<number, string>): Line {
  const socket = createWSClient({
    url: `${url.replace(/^http/, 'ws')}/trpc`,
    connectionParams: () => ({ token }),
    retryDelayMs: () => RETRY_MS,
  })
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] })

  async function say(shard: number, commandId: string, signal?: AbortSignal): Promise<Answer> {
    const conversationId = rooms.get(shard)
    if (conversationId === undefined) throw new Error(`no room in shard ${shard}`)
    const message = { conversationId, commandId, text: 'still there?' }
    try {
      await client.messages.send.mutate(message, signal === undefined ? {} : { signal })
      return 'taken'
    } catch (error) {
      const reason = error instanceof TRPCClientError ? (error.data?.reason as Reason | undefined) : undefined
      return reason ?? 'silence'
    }
  }

  async function insist(shard: number, beganAt: number): Promise<number> {
    const commandId = crypto.randomUUID()
    for (;;) {
      const answer = await say(shard, commandId)
      if (answer === 'taken') return performance.now() - beganAt
      const isFinal = answer !== 'silence' && !isRetryable(answer)
      if (isFinal || performance.now() - beganAt > PATIENCE_MS) {
        throw new Error(`shard ${shard} is not served: ${answer}`)
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
    }
  }

  return {
    served(shards) {
      const beganAt = performance.now()
      return Promise.all(shards.map((shard) => insist(shard, beganAt)))
    },
    async ask(shards) {
      const signal = AbortSignal.timeout(ASK_MS)
      const answers = shards.map(
        async (shard) => [shard, await say(shard, crypto.randomUUID(), signal)] as const,
      )
      return new Map(await Promise.all(answers))
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
        insist(() =>
          client.conversations.create.mutate({
            kind: 'group',
            title: `probe ${made + index}`,
            memberIds: [],
            commandId: `probe-${made + index}`,
          }),
        ),
      ),
    )
    for (const { conversation } of some) {
      const shard = shardOf(conversation.id)
      if (!rooms.has(shard)) rooms.set(shard, conversation.id)
    }
  }
  return rooms
}
