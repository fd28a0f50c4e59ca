/** The public surface as the compiler sees it: from the server's procedures to what a screen reads. */
import type { TRPCClient } from '@trpc/client'
import { describe, expectTypeOf, test } from 'vitest'
import type { ConversationReset, Message } from '../../engine/conversation/message.ts'
import type { ConversationState } from '../../engine/conversation/state.ts'
import type { Reason } from '../../engine/protocol/errors.ts'
import type { ConversationEvent } from '../../engine/protocol/events/conversation-event.ts'
import type { AppRouter } from './app-router.ts'
import { type Client, createClient, createParley } from './client.ts'
import { reasonOf } from './refused.ts'
import type {
  ConnectionView,
  ConversationListView,
  Observable,
  Parley,
  Person,
  Room,
  RoomView,
  SessionState,
  ShownMessage,
} from './types.ts'

const parley = createParley({ url: 'https://chat.example' })
const { api } = parley

describe('createParley', () => {
  test('needs an address and no more', () => {
    expectTypeOf(createParley).parameter(0).toHaveProperty('url').toEqualTypeOf<string>()
    // @ts-expect-error an address is needed
    createParley({})
    expectTypeOf(parley).toEqualTypeOf<Parley>()
  })

  test('shows everything as observables', () => {
    expectTypeOf(parley.connection).toEqualTypeOf<Observable<ConnectionView>>()
    expectTypeOf(parley.conversations).toEqualTypeOf<Observable<ConversationListView>>()
    expectTypeOf(parley.session.get()).toEqualTypeOf<SessionState>()
    expectTypeOf(parley.people.get('id')).toEqualTypeOf<Person | undefined>()
    expectTypeOf(parley.open('id')).toEqualTypeOf<Room>()
    expectTypeOf(parley.open('id').view.get()).toEqualTypeOf<RoomView>()
  })

  test('tells who is signed in only when somebody is', () => {
    const state = parley.session.get()
    if (state.status === 'signedIn') expectTypeOf(state.user.email).toEqualTypeOf<string>()
    // @ts-expect-error nobody may be signed in
    state.user
  })

  test('a room shows messages of the server with what became of them', () => {
    expectTypeOf<RoomView['messages']>().toEqualTypeOf<readonly ShownMessage[]>()
    expectTypeOf<ShownMessage>().toExtend<Message>()
    expectTypeOf<ShownMessage['state']>().toEqualTypeOf<'sending' | 'sent' | 'failed'>()
    expectTypeOf<ShownMessage['reason']>().toEqualTypeOf<Reason | null>()
    expectTypeOf<RoomView['conversation']>().toEqualTypeOf<ConversationState | null>()
    expectTypeOf(parley.open('id').send('hi', { replyTo: 'message' })).toEqualTypeOf<string>()
  })

  test('creating answers with the id', () => {
    expectTypeOf(parley.createDirect).returns.resolves.toEqualTypeOf<string>()
    expectTypeOf(parley.createGroup).returns.resolves.toEqualTypeOf<string>()
    expectTypeOf(parley.createChannel).returns.resolves.toEqualTypeOf<string>()
  })
})

describe('the api', () => {
  test('is inferred from the router', () => {
    expectTypeOf(api).toEqualTypeOf<TRPCClient<AppRouter>>()
  })

  test('knows what each procedure takes', () => {
    expectTypeOf(api.messages.send.mutate).parameter(0).toExtend<{
      conversationId: string
      commandId: string
      text: string
    }>()
    // @ts-expect-error a message has a text
    void api.messages.send.mutate({ conversationId: 'id', commandId: 'command' })
    // @ts-expect-error there are three kinds
    void api.conversations.create.mutate({ kind: 'crowd', memberIds: [] })
    // @ts-expect-error a query is not a mutation
    void api.auth.me.mutate
  })

  test('knows what each procedure answers', () => {
    expectTypeOf(api.messages.send.mutate).returns.resolves.toEqualTypeOf<{
      readonly seq: number
      readonly messageId: string
      readonly at: string
    }>()
    expectTypeOf(api.messages.history.query)
      .returns.resolves.toHaveProperty('items')
      .items.toEqualTypeOf<Message>()
    expectTypeOf(api.auth.me.query).returns.resolves.toHaveProperty('user').toHaveProperty('email')
  })

  test('knows every event, and what is in it', () => {
    api.conversations.events.subscribe(
      { conversationId: 'id', lastEventId: 'epoch:7' },
      {
        onData({ id, data }) {
          expectTypeOf(id).toEqualTypeOf<string>()
          for (const event of data) {
            expectTypeOf(event.kind).toEqualTypeOf<(ConversationEvent | ConversationReset)['kind']>()
            if (event.kind === 'message.sent') expectTypeOf(event.payload.text).toEqualTypeOf<string>()
            if (event.kind === 'member.invited') expectTypeOf(event.payload.userIds).toEqualTypeOf<string[]>()
            if (event.kind === 'reset')
              expectTypeOf(event.messages[0]?.text).toEqualTypeOf<string | undefined>()
          }
        },
      },
    )
    api.sync.resume.subscribe(
      { positions: { room: 'epoch:7' }, followNew: true },
      { onData: ({ roomId }) => expectTypeOf(roomId).toEqualTypeOf<string>() },
    )
  })

  test('knows why a call was refused', () => {
    api.sync.resume.subscribe(
      { positions: {} },
      {
        onError({ data }) {
          expectTypeOf(data?.reason).toEqualTypeOf<Reason | undefined>()
          expectTypeOf(data?.retryAfterMs).toEqualTypeOf<number | undefined>()
        },
      },
    )
    expectTypeOf(reasonOf).returns.toEqualTypeOf<Reason | null>()
  })
})

describe('createClient', () => {
  test('is of our router unless told otherwise', () => {
    expectTypeOf(createClient({ url: 'https://chat.example' })).toEqualTypeOf<Client<AppRouter>>()
    const { api: typed } = createClient<AppRouter>({ url: 'https://chat.example', token: async () => null })
    expectTypeOf(typed).toEqualTypeOf<TRPCClient<AppRouter>>()
  })
})
