/** A Parley without a server: for looking at every screen, and for measuring the list with 100,000 messages. */
import { Refusal } from '../../../engine/protocol/errors.ts'
import type { ConnectionView, ConversationListView, SessionState } from '../../sdk/types.ts'
import type { WebParley } from '../app/parley.ts'
import { type DemoCaptions, demoCaptions } from './captions.ts'
import { type DemoCluster, demoCluster } from './cluster.ts'
import { type LiveRoom, liveRoom } from './demo-room.ts'
import { cell } from './observable.ts'
import { ME, ONLINE, PEOPLE } from './people.ts'
import { demoPostsApi } from './posts/demo-posts-api.ts'
import { mediumOf } from './posts/media.ts'
import { demoReview } from './posts/review.ts'
import { demoSlots } from './posts/slots.ts'
import { demoTemplates } from './posts/templates.ts'
import { demoRooms } from './rooms.ts'

export interface DemoOptions {
  readonly signedOut: boolean
  readonly empty: boolean
  readonly loading: boolean
  readonly cluster: DemoCluster
  readonly captions: DemoCaptions
  readonly longCount: number
  readonly pageSize: number
  readonly latencyMs: number
  /** Posts in each month, besides those of the demo. */
  readonly crowd: number
}

/** What the demo adds to a Parley. */
export interface DemoParley extends WebParley {
  /** Cuts or restores the network. */
  setOnline(online: boolean): void
  hear(conversationId: string, authorId: string, text: string): void
  /** These people type from now on. */
  types(conversationId: string, userIds: readonly string[]): void
}

export function demoParley(options: DemoOptions): DemoParley {
  let online = true
  const session = cell<SessionState>(
    options.signedOut ? { status: 'signedOut' } : { status: 'signedIn', user: ME, organisationId: 'o-1' },
  )
  const connection = cell<ConnectionView>({ state: 'live', retryAt: null, unanswered: 0 })
  const conversations = cell<ConversationListView>({ status: 'loading', items: [] })
  const rooms = new Map<string, LiveRoom>()
  const world = {
    latencyMs: options.latencyMs,
    pageSize: options.pageSize,
    isOnline: () => online,
    changed: () => summarise(),
  }
  const summarise = () => {
    if (options.loading) return
    conversations.set({ status: 'ready', items: summaries([...rooms.values()]) })
    const unanswered = [...rooms.values()].reduce(
      (sum, room) => sum + room.view.get().messages.filter((m) => m.state === 'sending').length,
      0,
    )
    connection.set({
      state: online ? 'live' : 'waiting',
      retryAt: online ? null : Date.now() + 9_000,
      unanswered,
    })
  }
  if (!options.empty)
    for (const source of demoRooms(options.longCount)) rooms.set(source.id, liveRoom(source, world))
  summarise()

  const wait = <Value>(value: Value) =>
    new Promise<Value>((done) => setTimeout(() => done(value), options.latencyMs))
  const nothing = { mutate: () => wait({ seq: 1 }) }
  const isEmpty = options.empty
  const { find, follow, cards, ...postsApi } = demoPostsApi({ isEmpty, crowd: options.crowd, wait })
  return {
    followPost: follow,
    captions: demoCaptions(options.captions),
    review: demoReview(find, wait),
    async upload(file, { onProgress }) {
      for (const share of [0.2, 0.5, 0.8, 1]) onProgress(await wait(share))
      return mediumOf(file)
    },
    session: {
      ...session,
      async signIn({ email, password }) {
        await wait(null)
        if (password === 'wrong') throw new Refusal('WRONG_CREDENTIALS')
        session.set({ status: 'signedIn', user: { ...ME, email }, organisationId: 'o-1' })
      },
      async signUp({ email, name }) {
        await wait(null)
        if (email.startsWith('taken')) throw new Refusal('EMAIL_TAKEN')
        session.set({ status: 'signedIn', user: { ...ME, email, name }, organisationId: 'o-1' })
      },
      signOut: async () => session.set({ status: 'signedOut' }),
    },
    connection,
    conversations,
    people: { get: (id) => [ME, ...PEOPLE].find((p) => p.id === id), subscribe: () => () => {} },
    presence: { of: (id) => ({ get: () => online && ONLINE.has(id), subscribe: connection.subscribe }) },
    open(id) {
      const room = rooms.get(id)
      if (room) return room
      const gone = liveRoom(
        { id, conversation: demoRooms(0)[0]?.conversation as never, all: [], readSeq: 0 },
        world,
      )
      gone.view.set({
        ...gone.view.get(),
        status: options.loading ? 'loading' : 'gone',
        reason: 'UNKNOWN_CONVERSATION',
        conversation: null,
      })
      return gone
    },
    setOnline(value) {
      online = value
      if (online) for (const room of rooms.values()) room.flush()
      summarise()
    },
    types: (id, userIds) => rooms.get(id)?.typing.set(userIds),
    hear: (id, authorId, text) => rooms.get(id)?.hear(authorId, text),
    api: {
      ...postsApi,
      slots: demoSlots({ isEmpty, cards, wait }),
      templates: demoTemplates({ isEmpty, wait }),
      people: {
        search: {
          query: ({ query }) =>
            wait({ items: PEOPLE.filter((p) => p.name.toLowerCase().includes(query.toLowerCase())) }),
        },
      },
      conversations: {
        create: {
          mutate: ({ kind, title = null, memberIds }) =>
            wait({ seq: 1, conversation: { kind, title, id: memberIds?.[0] === 'p-3' ? 'kenji' : 'noor' } }),
        },
        browse: {
          query: () =>
            wait({
              items: [
                { id: 'b1', title: 'reading-circle', members: 14 },
                { id: 'b2', title: 'postmortems', members: 41 },
                { id: 'b3', title: 'climbing', members: 7 },
              ],
            }),
        },
        join: nothing,
        leave: nothing,
        invite: nothing,
        remove: nothing,
        changeRole: nothing,
        rename: nothing,
        archive: nothing,
        restore: nothing,
      },
      cluster: {
        mayOperate: { query: () => wait({ mayOperate: options.cluster !== 'refused' }) },
        status: {
          async query() {
            await wait(null)
            if (options.cluster === 'refused') throw new Refusal('NOT_AN_OPERATOR')
            return demoCluster(options.cluster)
          },
        },
      },
      messages: {
        edits: {
          query: () =>
            wait({
              items: [
                { text: 'Two things: fewer fields, and drafts that stay.', at: new Date().toISOString() },
              ],
            }),
        },
      },
    },
  }
}

function summaries(rooms: readonly LiveRoom[]): ConversationListView['items'] {
  return rooms
    .map((room) => {
      const view = room.view.get()
      const state = room.source.conversation
      const last = view.messages.findLast((m) => m.state === 'sent')
      const peer = state.kind === 'direct' ? (PEOPLE.find((p) => state.members.has(p.id)) ?? null) : null
      return {
        id: room.id,
        kind: state.kind,
        name: state.title ?? peer?.name ?? '',
        title: state.title,
        archived: state.archived,
        peer,
        head: state.head,
        lastAt: last?.at ?? new Date(Date.now() - 8 * 86_400_000).toISOString(),
        unread: view.messages.filter((m) => m.seq > view.readSeq && m.authorId !== ME.id).length,
        lastMessage: last
          ? { authorId: last.authorId, text: last.text, at: last.at, deleted: last.deletedAt !== null }
          : null,
      }
    })
    .sort((a, b) => b.lastAt.localeCompare(a.lastAt))
}
