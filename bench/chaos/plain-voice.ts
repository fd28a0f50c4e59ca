/** A voice made of the unmodified `@trpc/client`: what an application without our SDK would write. */
import { createTRPCClient, createWSClient, TRPCClientError, wsLink } from '@trpc/client'
import type { AppRouter } from '../../clients/sdk/app-router.ts'
import type { Random } from '../../engine/kernel/ids.ts'
import { isRetryable, type Reason } from '../../engine/protocol/errors.ts'
import type { Operation, Stream } from './history.ts'
import type { Recorder } from './recorder.ts'
import type { Person, Voice } from './voice.ts'

const RETRY_MS = 200
/** Longer than any outage that a fault makes. */
const PATIENCE_MS = 90_000

/** Half of what loses its answer is sent again with the same commandId; of the rest the outcome stays unknown. */
export function plainVoice(options: {
  url: string
  person: Person
  recorder: Recorder
  random: Random
}): Voice {
  const { url, person, recorder, random } = options
  const { name } = person
  let opened = 0
  let closed = false
  const socket = createWSClient({
    url: `${url.replace(/^http/, 'ws')}/trpc`,
    connectionParams: () => ({ token: person.accessToken }),
    retryDelayMs: (attempt) => Math.min(50 * 2 ** attempt, 1_000) * (0.5 + random() / 2),
    onOpen: () => {
      if (++opened > 1) recorder.reconnected()
    },
  })
  const client = createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] })

  async function send(operation: Operation): Promise<void> {
    const { roomId: conversationId, commandId, text } = operation
    const giveUpAt = performance.now() + PATIENCE_MS
    for (let attempt = 0; performance.now() < giveUpAt && !closed; attempt++) {
      try {
        const { seq } = await client.messages.send.mutate({ conversationId, commandId, text })
        return recorder.acked(operation, seq)
      } catch (error) {
        const reason =
          error instanceof TRPCClientError ? (error.data?.reason as Reason | undefined) : undefined
        if (reason !== undefined && !isRetryable(reason)) return recorder.refused(operation, reason)
        const givesUp = attempt === 0 && reason === undefined && random() < 0.5
        if (givesUp) return recorder.forgotten(operation)
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS))
      }
    }
    recorder.forgotten(operation)
  }

  function follow(stream: Stream, position: string): Promise<void> {
    return new Promise((resolve, reject) => {
      client.conversations.events.subscribe(
        { conversationId: stream.roomId, lastEventId: position },
        {
          onStarted: () => resolve(),
          onError: reject,
          onData: ({ data }) => {
            for (const event of data) {
              if (event.kind === 'reset') stream.heard.push({ kind: 'reset', seq: event.seq })
              else stream.heard.push({ kind: 'event', seq: event.seq, commandId: event.commandId })
            }
          },
        },
      )
    })
  }

  return {
    name,
    async listen(roomIds) {
      for (const roomId of roomIds) {
        const { position, head } = await client.conversations.get.query({ conversationId: roomId })
        await follow(recorder.listens(name, roomId, head), position)
      }
    },
    say(roomId, text) {
      const commandId = `${name}-${crypto.randomUUID()}`
      void send(recorder.invoke({ client: name, authorId: person.userId, roomId, commandId, text }))
    },
    async close() {
      closed = true
      await socket.close()
    },
  }
}
