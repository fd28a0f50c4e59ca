/** The two ways in: `createParley` keeps a person's conversations alive, `createClient` just calls the server. */
import type { TRPCClient } from '@trpc/client'
import type { AnyRouter } from '@trpc/server'
import { idSource } from '../../engine/kernel/ids.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { type Account, makeAccount } from './account.ts'
import type { AppRouter } from './app-router.ts'
import { makeCalls } from './calls.ts'
import { cell, derive, through } from './observable.ts'
import { makePosts } from './posts.ts'
import { makeSession, type OwnedSession } from './session.ts'
import { deviceStorage } from './storage/device.ts'
import { within } from './storage/port.ts'
import { systemClock } from './system-clock.ts'
import { makeTokens } from './tokens.ts'
import type {
  ConnectionView,
  ConversationListView,
  Observable,
  Parley,
  ParleyOptions,
  People,
} from './types.ts'

const NOTHING_YET: ConversationListView = { status: 'loading', items: [] }

/** Signs in again by itself when this device knows somebody; otherwise waits for `session.signIn`. */
export function createParley(options: ParleyOptions): Parley {
  const { url, cookies = false, organisationId = null } = options
  const clock = systemClock
  const random = Math.random
  const newId = idSource(clock.now, random)
  const storage = options.storage ?? deviceStorage()
  const account = cell<Account | null>(null)
  let isClosed = false
  let cancelRenewal = () => {}

  const { api, connection, close } = makeCalls<AppRouter>({
    url,
    organisationId,
    cookies,
    canRenew: true,
    WebSocket: options.WebSocket ?? globalThis.WebSocket,
    clock,
    random,
    token: () => tokens.access(),
    refused: () => tokens.expire(),
    ended: () => session.end(),
    unable: () => (isClosed ? 'UNAVAILABLE' : session.get().status === 'signedOut' ? 'NOT_SIGNED_IN' : null),
  })
  const tokens = makeTokens({
    clock,
    storage,
    cookies,
    refresh: (refreshToken) => api.auth.refresh.mutate(refreshToken === null ? {} : { refreshToken }),
    onEnded: () => session.end(),
    // The server closes a socket with the token it was opened with; we move to another one before that.
    onRenewed(goodForMs) {
      cancelRenewal()
      cancelRenewal = clock.after(goodForMs, () => connection.renew())
    },
  })
  const session: OwnedSession = makeSession({
    storage,
    tokens,
    cookies,
    organisationId,
    calls: {
      signUp: (input) => api.auth.signUp.mutate(input),
      signIn: (input) => api.auth.signIn.mutate(input),
      me: () => api.auth.me.query(),
      signOut: (refreshToken) =>
        api.auth.signOut.mutate(refreshToken === null ? {} : { refreshToken }, {
          signal: AbortSignal.timeout(5_000),
        }),
    },
  })

  function leave(): void {
    account.get()?.close()
    account.set(null)
    connection.shut()
  }

  /** The account lives exactly as long as somebody is signed in. */
  session.subscribe(() => {
    leave()
    const now = session.get()
    if (now.status !== 'signedIn' || isClosed) return cancelRenewal()
    const { id: me } = now.user
    const own = within(storage, `${me}/${now.organisationId}/`)
    account.set(
      makeAccount({ api, me, organisationId: now.organisationId, storage: own, clock, random, newId }),
    )
    connection.open()
  })
  let wasLive = false
  connection.view.subscribe(() => {
    const isLive = connection.view.get().state === 'live'
    if (isLive === wasLive) return
    wasLive = isLive
    if (isLive) account.get()?.live()
    else account.get()?.pause()
  })
  void session.start()

  const unanswered = through(account, (now) => now.unanswered, 0)
  const people = through<Account, People | null>(
    account,
    ({ people }) => ({ get: () => people, subscribe: people.subscribe }),
    null,
  )

  async function create(input: Parameters<typeof api.conversations.create.mutate>[0]): Promise<string> {
    const { conversation } = await api.conversations.create.mutate({ ...input, commandId: newId() })
    return conversation.id
  }

  const posts = makePosts({ api, connection: connection.view })

  return {
    api,
    session,
    connection: derive(
      [connection.view, unanswered],
      (view, unanswered): ConnectionView => ({ ...view, unanswered }),
    ),
    posts,
    conversations: through(account, (now) => now.conversations, NOTHING_YET),
    presence: { of: (id) => through(account, (now) => now.presence.of(id), false) },
    people: { get: (id) => people.get()?.get(id), subscribe: people.subscribe },
    open: (conversationId) => (account.get() ?? refuse('NOT_SIGNED_IN')).open(conversationId),
    createDirect: (userId) => create({ kind: 'direct', memberIds: [userId] }),
    createGroup: ({ title, memberIds }) => create({ kind: 'group', title, memberIds: [...memberIds] }),
    createChannel: ({ title, memberIds = [] }) =>
      create({ kind: 'channel', title, memberIds: [...memberIds] }),
    async close() {
      isClosed = true
      posts.close()
      leave()
      cancelRenewal()
      close()
      if (options.storage === undefined) await storage.close()
    },
  }
}

export interface ClientOptions extends Pick<ParleyOptions, 'url' | 'organisationId' | 'WebSocket'> {
  /** The access token, or where to get the present one. Absent: calls as nobody. */
  readonly token?: string | (() => Promise<string | null>)
}

export interface Client<Router extends AnyRouter> {
  readonly api: TRPCClient<Router>
  readonly connection: Observable<Pick<ConnectionView, 'state' | 'retryAt'>>
  close(): void
}

/** The low-level client: every procedure of `Router`, typed, over one socket that comes back by itself. */
export function createClient<Router extends AnyRouter = AppRouter>(options: ClientOptions): Client<Router> {
  const { url, organisationId = null, token = null } = options
  let isClosed = false
  const { api, connection, close } = makeCalls<Router>({
    url,
    organisationId,
    cookies: false,
    canRenew: typeof token === 'function',
    WebSocket: options.WebSocket ?? globalThis.WebSocket,
    clock: systemClock,
    random: Math.random,
    token: async () => (typeof token === 'function' ? token() : token),
    refused: () => {},
    ended: () => {},
    unable: () => (isClosed ? 'UNAVAILABLE' : null),
  })
  connection.open()
  return {
    api,
    connection: connection.view,
    close() {
      isClosed = true
      close()
    },
  }
}
