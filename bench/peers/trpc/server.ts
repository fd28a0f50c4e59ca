/** The official WebSocket adapter of tRPC; `generator` or `observable` says how subscriptions are written. */
import { EventEmitter, on } from 'node:events'
import { initTRPC, tracked } from '@trpc/server'
import { applyWSSHandler } from '@trpc/server/adapters/ws'
import { observable } from '@trpc/server/observable'
import { WebSocketServer } from 'ws'
import { z } from 'zod'
import { Asked, type ChatEvent, eventOf, NOBODY, ready, Said } from '../chat.ts'

const style = process.argv[2]
const rooms = new EventEmitter().setMaxListeners(0)
const { router, procedure } = initTRPC.create()
const Room = z.object({ conversationId: z.string() })

const appRouter = router({
  messages: router({
    send: procedure.input(Said).mutation(({ input }) => {
      const event = eventOf(input)
      rooms.emit(input.conversationId, event)
      return { seq: event.seq, messageId: event.payload.messageId, at: event.at }
    }),
  }),
  people: router({ byIds: procedure.input(Asked).query(() => NOBODY) }),
  conversations: router({
    events:
      style === 'observable'
        ? procedure.input(Room).subscription(({ input }) =>
            observable<ChatEvent>((emit) => {
              rooms.on(input.conversationId, emit.next)
              return () => void rooms.off(input.conversationId, emit.next)
            }),
          )
        : procedure.input(Room).subscription(async function* ({ input, signal }) {
            for await (const [event] of on(rooms, input.conversationId, { signal })) {
              yield tracked(String((event as ChatEvent).seq), event as ChatEvent)
            }
          }),
  }),
})

const wss = new WebSocketServer({ host: '127.0.0.1', port: 0, path: '/trpc' }, () => {
  const address = wss.address()
  if (address !== null && typeof address === 'object') ready(address.port)
})
applyWSSHandler({ wss, router: appRouter })
