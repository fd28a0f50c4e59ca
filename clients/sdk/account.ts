/** Everything the SDK keeps for one signed-in person: outbox, sync, list, rooms and names, and who hears what. */
import type { TRPCClient } from '@trpc/client'
import type { Message } from '../../engine/conversation/message.ts'
import type { Clock } from '../../engine/kernel/clock.ts'
import type { IdSource, Random } from '../../engine/kernel/ids.ts'
import type { ConversationEvent } from '../../engine/protocol/events/conversation-event.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import type { AppRouter } from './app-router.ts'
import { makeConversationList } from './conversation-list.ts'
import { ENDS_WITH_SOCKET } from './link.ts'
import type { Ready } from './order.ts'
import { type Done, makeOutbox } from './outbox.ts'
import type { Entry, Sent } from './outbox-entry.ts'
import { makePeople } from './people.ts'
import { makePresence } from './presence.ts'
import { makeRoom } from './room.ts'
import type { RoomCalls } from './room-calls.ts'
import { makeRooms } from './rooms.ts'
import type { Storage } from './storage/port.ts'
import { makeSync } from './sync.ts'
import type { ConversationListView, Observable, People, Presence, Room } from './types.ts'
import { makeTyping } from './typing.ts'

/** After a reconnect the list is asked for within this time: events bring most of it, and a crowd comes at once. */
const SPREAD_MS = 3_000

export interface AccountOptions {
  readonly api: TRPCClient<AppRouter>
  readonly me: string
  readonly organisationId: string
  /** This person's part of the storage. */
  readonly storage: Storage
  readonly clock: Clock
  readonly random: Random
  readonly newId: IdSource
}

export interface Account {
  readonly conversations: Observable<ConversationListView>
  readonly people: People
  readonly presence: Presence
  readonly unanswered: Observable<number>
  open(conversationId: string): Room
  /** There is a live connection. */
  live(): void
  pause(): void
  close(): void
}

export function makeAccount(options: AccountOptions): Account {
  const { api, me, organisationId, storage, clock, random } = options
  let isLive = false
  let isOver = false
  let hasFetched = false
  let cancelRefetch = () => {}

  const people = makePeople({ clock, storage, byIds: (ids) => api.people.byIds.query({ ids }) })
  const presence = makePresence({
    clock,
    random,
    follow(userIds, { data, ended }) {
      const on = { context: ENDS_WITH_SOCKET, onData: data, onError: ended, onComplete: ended }
      const running = api.presence.people.subscribe({ userIds }, on)
      return () => running.unsubscribe()
    },
  })
  const outbox = makeOutbox({ ...options, tabId: options.newId(), transmit: (entry) => transmit(api, entry) })
  const sync = makeSync({
    clock,
    random,
    resume(positions, on) {
      const input = { positions, followNew: true }
      const running = api.sync.resume.subscribe(input, {
        context: ENDS_WITH_SOCKET,
        onData: on.data,
        onError: on.ended,
        onComplete: on.ended,
      })
      return () => running.unsubscribe()
    },
    deliver,
  })
  const list = makeConversationList({
    clock,
    storage,
    me,
    page: (cursor) => api.conversations.list.query({ cursor, limit: LIMITS.pageMax }),
    known: sync.know,
    gone(roomId) {
      sync.forget(roomId)
      rooms.get(roomId)?.gone('NOT_A_MEMBER')
    },
  })
  const rooms = makeRooms(storage, (id) => {
    const room = makeRoom({
      id,
      me,
      organisationId,
      clock,
      storage,
      outbox,
      typing: typingIn(id),
      calls: roomCalls(id),
      followedTo: () => sync.positionOf(id),
      onRead: () => list.read(id),
    })
    if (isLive) void known.then(() => isLive && room.live())
    return room
  })

  function typingIn(conversationId: string) {
    return makeTyping({
      clock,
      random,
      me,
      follow({ data, ended }) {
        const on = { context: ENDS_WITH_SOCKET, onData: data, onError: ended, onComplete: ended }
        const running = api.presence.typing.subscribe({ conversationId }, on)
        return () => running.unsubscribe()
      },
      say(isTyping) {
        // lost or refused: the next one is at most three seconds away, and nobody misses it
        void api.presence.setTyping.mutate({ conversationId, isTyping }).catch(() => {})
      },
    })
  }

  function roomCalls(conversationId: string): RoomCalls {
    return {
      async get() {
        const found = await api.conversations.get.query({ conversationId })
        people.learn(found.members.map(({ userId, name }) => ({ id: userId, name })))
        return found
      },
      history: (page) => api.messages.history.query({ conversationId, ...page }),
      markRead: (seq) => api.conversations.markRead.mutate({ conversationId, seq }),
    }
  }

  /** The one place where events reach everything that shows them. The outbox first: what is done is not shown twice. */
  function deliver(roomId: string, ready: Ready): void {
    const upTo = ready.events.at(-1)?.seq ?? ready.reset?.seq ?? 0
    rooms.get(roomId)?.apply(ready)
    outbox.passed(roomId, upTo, [...(ready.reset?.messages ?? []).map(doneOf), ...ready.events.map(doneBy)])
    list.apply(roomId, ready)
  }

  const stored = Promise.all([list.load(), people.load(), outbox.start()])
  /** Resolves when it is known from where to follow: from storage, else from the server. */
  let known: Promise<unknown> = stored

  return {
    conversations: list.view,
    people,
    presence,
    unanswered: outbox.unanswered,
    open: rooms.open,
    live() {
      isLive = true
      // Without positions every room would begin with a reset, a page of messages each: ask for the list first.
      known = stored.then(() => {
        if (isOver) return
        if (hasFetched) {
          cancelRefetch()
          cancelRefetch = clock.after(random() * SPREAD_MS, () => void list.refetch())
          return
        }
        const fetched = list.refetch().then(() => {
          hasFetched = list.view.get().status === 'ready'
        })
        return list.view.get().status === 'ready' ? undefined : fetched
      })
      void known.then(() => {
        if (!isLive || isOver) return
        sync.follow()
        outbox.open()
        people.live()
        presence.live()
        for (const room of rooms.all()) room.live()
      })
    },
    pause() {
      isLive = false
      sync.pause()
      outbox.pause()
      presence.pause()
      for (const room of rooms.all()) room.pause()
    },
    close() {
      isOver = true
      isLive = false
      cancelRefetch()
      sync.pause()
      outbox.close()
      presence.close()
      rooms.close()
      list.close()
    },
  }
}

function transmit(api: TRPCClient<AppRouter>, { roomId, commandId, command }: Entry): Promise<Sent> {
  const where = { conversationId: roomId, commandId }
  if (command.type === 'message.send') {
    const { text, replyTo } = command
    return api.messages.send.mutate({ ...where, text, ...(replyTo === null ? {} : { replyTo }) })
  }
  const { messageId } = command
  if (command.type === 'message.delete') return api.messages.delete.mutate({ ...where, messageId })
  return api.messages.edit.mutate({ ...where, messageId, text: command.text })
}

function doneBy(event: ConversationEvent): Done {
  const messageId = event.kind === 'message.sent' ? event.payload.messageId : null
  return { authorId: event.authorId, commandId: event.commandId, messageId }
}

function doneOf({ authorId, commandId, messageId }: Message): Done {
  return { authorId, commandId, messageId }
}
