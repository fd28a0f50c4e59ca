/** `openWorld`: a server on a free port with a small router, the real fan-out and a journal in an array. For tests. */
import { createTRPCClient, createWSClient, type TRPCLink, wsLink } from '@trpc/client'
import { tracked } from '@trpc/server'
import { WebSocket } from 'ws'
import { z } from 'zod'
import type { AnyEvent } from '../../engine/actors/ports.ts'
import { makeLocalBus } from '../../engine/cluster/local-bus.ts'
import { makeFanout } from '../../engine/fanout/fanout.ts'
import type { History } from '../../engine/fanout/history.ts'
import { makeHealth } from '../../engine/host/health.ts'
import { makeLog } from '../../engine/host/log.ts'
import { makeMetrics } from '../../engine/host/metrics.ts'
import { secureRandom } from '../../engine/host/secure-random.ts'
import { systemClock } from '../../engine/host/system-clock.ts'
import { idSource } from '../../engine/kernel/ids.ts'
import type { ParleyNode } from '../../engine/node.ts'
import { makePresence } from '../../engine/presence/presence.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { type Position, parsePosition } from '../../engine/protocol/position.ts'
import type { Authenticate } from '../context.ts'
import { BEGINNING, roomFeed, roomsFeed } from '../live.ts'
import { type Server, type ServerParts, startServer } from '../server.ts'
import { publicProcedure, router as routerOf } from '../trpc.ts'

export const EPOCH = 'e1'

/** What the rooms of a test hold, and the fan-out on top of it. */
export interface Rooms {
  readonly fanout: ReturnType<typeof makeFanout>
  /** Writes events and tells of them at once, as the runtime does. */
  commits(roomId: string, ...texts: string[]): void
  /** The same in two steps: the journal has them before anybody is told. */
  writes(roomId: string, ...texts: string[]): () => void
  /** Somebody enters or leaves a room. */
  joins(roomId: string, userId: string): void
  leaves(roomId: string, userId: string): void
  /** Awaited before each read of the journal. */
  beforeRead: () => Promise<void> | undefined
}

export function makeRooms(): Rooms {
  const journal = new Map<string, AnyEvent[]>()
  const history: History = {
    async eventsAfter(wanted, limit) {
      await rooms.beforeRead()
      return wanted.map(({ roomId, after }) => {
        const all = journal.get(roomId) ?? []
        const events = all.filter(({ seq }) => seq > after)
        return { roomId, head: all.length, events: events.length > limit ? null : events }
      })
    },
    async resets(roomIds) {
      await rooms.beforeRead()
      return new Map(
        roomIds.map((roomId) => {
          const seq = journal.get(roomId)?.length ?? 0
          return [roomId, { seq, json: JSON.stringify({ kind: 'reset', seq }) }]
        }),
      )
    },
  }
  const fanout = makeFanout({ epoch: EPOCH, history, clock: systemClock })
  function append(roomId: string, authorId: string, kind: string, payloads: unknown[]): () => void {
    const all = journal.get(roomId) ?? []
    journal.set(roomId, all)
    const events = payloads.map((payload, index) => {
      const seq = all.length + 1 + index
      return { seq, kind, authorId, commandId: `c${seq}`, at: '2026-01-01T00:00:00.000Z', payload }
    })
    all.push(...events)
    return () => fanout.tell('conversation', roomId, events)
  }
  const rooms: Rooms = {
    fanout,
    writes: (roomId, ...texts) =>
      append(
        roomId,
        'ann',
        'message.sent',
        texts.map((text) => ({ messageId: text, text, replyTo: null })),
      ),
    commits: (roomId, ...texts) => rooms.writes(roomId, ...texts)(),
    joins: (roomId, userId) => append(roomId, userId, 'member.joined', [{ role: 'member' }])(),
    leaves: (roomId, userId) => append(roomId, userId, 'member.left', [{}])(),
    beforeRead: () => undefined,
  }
  return rooms
}

/** Tokens of tests: `ann`, or `ann@1500` for one that runs out at 1,500 ms since 1970; `expired` and `forged`. */
const authenticate: Authenticate = async ({ token, cookies, organisationId }) => {
  const presented = token ?? cookies.session ?? null
  if (presented === null) return null
  if (presented === 'expired') refuse('TOKEN_EXPIRED')
  if (presented === 'forged') refuse('TOKEN_INVALID')
  const [userId = '', expiresAt] = presented.split('@')
  return {
    userId,
    sessionId: `session-of-${userId}`,
    organisationId: organisationId ?? 'home',
    expiresAt: expiresAt === undefined ? systemClock.now() + 900_000 : Number(expiresAt),
    byCookie: token === null,
  }
}

/** Calls that wait until a test lets them go, by name. */
export const gates = new Map<string, () => void>()

const strangersMayNot = async (userId: string) => {
  if (userId === 'stranger') refuse('NOT_A_MEMBER')
}

export const testRouter = routerOf({
  echo: publicProcedure.input(z.object({ text: z.string() })).query(({ input }) => ({ said: input.text })),
  add: publicProcedure
    .input(z.object({ a: z.number(), b: z.number() }))
    .mutation(({ input }) => ({ sum: input.a + input.b })),
  who: publicProcedure.query(({ ctx }) => {
    if (ctx.session === null) throw ctx.fault ?? refuse('NOT_SIGNED_IN')
    return { userId: ctx.session.userId, transport: ctx.transport, requestId: ctx.requestId }
  }),
  large: publicProcedure.input(z.number()).query(({ input }) => 'x'.repeat(input)),
  refused: publicProcedure.mutation(() => refuse('BUSY', { retryAfterMs: 1_500 })),
  broken: publicProcedure.query(() => {
    throw new Error('the password of the database is hunter2')
  }),
  gate: publicProcedure.input(z.string()).mutation(async ({ input }) => {
    await new Promise<void>((resolve) => gates.set(input, resolve))
    return input
  }),
  cookie: publicProcedure.mutation(({ ctx }) => {
    ctx.setCookie('a=1; Path=/')
    ctx.setCookie('b=2; Path=/')
    return {}
  }),
  signOut: publicProcedure.input(z.string()).mutation(({ ctx, input }) => {
    ctx.sockets.closeSession(`session-of-${input}`)
    return {}
  }),
  count: publicProcedure
    .input(z.object({ to: z.number(), lastEventId: z.string().nullish() }))
    .subscription(async function* ({ input }) {
      for (let n = Number(input.lastEventId ?? 0) + 1; n <= input.to; n++) yield tracked(String(n), n)
    }),
  never: publicProcedure.subscription(async function* ({ signal }) {
    await new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()))
    yield* [] as number[]
  }),
  room: publicProcedure
    .input(z.object({ roomId: z.string(), lastEventId: z.string().nullish() }))
    .subscription(({ ctx, input: { roomId, lastEventId } }) => {
      const userId = ctx.session?.userId ?? 'nobody'
      const from = lastEventId ? parsePosition(lastEventId) : null
      return roomFeed(ctx, {
        person: { userId, organisationId: '' },
        roomId,
        from,
        check: () => strangersMayNot(userId),
        mine: async () => [roomId],
      })
    }),
  rooms: publicProcedure
    .input(z.object({ positions: z.record(z.string(), z.string()), followNew: z.boolean().default(false) }))
    .subscription(({ ctx, input }) => {
      const wanted = Object.entries(input.positions).map(([roomId, position]): [string, Position] => [
        roomId,
        parsePosition(position) ?? BEGINNING,
      ])
      return roomsFeed(ctx, {
        person: { userId: ctx.session?.userId ?? 'nobody', organisationId: '' },
        followNew: input.followNew,
        rooms: async () => new Map(wanted),
        mine: async () => wanted.map(([roomId]) => roomId),
      })
    }),
})

export type TestRouter = typeof testRouter

export interface World extends Rooms {
  readonly server: Server
  readonly node: ParleyNode
  readonly address: string
  readonly http: string
  readonly ws: string
  /** A client of tRPC as anybody would make it; closed with the world. */
  client(link: TRPCLink<TestRouter>): ReturnType<typeof createTRPCClient<TestRouter>>
  /** One over a WebSocket of its own. */
  wsClient(token?: string, options?: Partial<Parameters<typeof createWSClient>[0]>): WsWorldClient
  /** A raw WebSocket and everything it has heard, parsed. */
  socket(query?: string, headers?: Record<string, string>): Promise<RawSocket>
  close(): Promise<void>
}

export interface WsWorldClient {
  readonly trpc: ReturnType<typeof createTRPCClient<TestRouter>>
  readonly ws: ReturnType<typeof createWSClient>
}

export interface RawSocket {
  readonly ws: WebSocket
  // biome-ignore lint/suspicious/noExplicitAny: whatever the server said, for a test to look into
  readonly heard: any[]
  readonly closed: Promise<number>
  send(message: unknown): void
}

export async function openWorld(
  options: Partial<Pick<ServerParts, 'limits' | 'webRoot' | 'generalPathOnly' | 'router'>> & {
    origins?: string[]
    port?: number
    /** Those of another world: a second server for the same rooms. */
    rooms?: Rooms
  } = {},
): Promise<World> {
  const rooms = options.rooms ?? makeRooms()
  const config = {
    port: options.port ?? 0,
    host: '127.0.0.1',
    origins: options.origins ?? [],
    logLevel: 'silent',
    trustProxy: false,
  }
  const log = makeLog({ logLevel: 'silent' })
  const bus = makeLocalBus({ clock: systemClock, log })
  const presence = makePresence({ nodeId: 'node', life: 'life', bus, clock: systemClock })
  // Only what the transport touches: no store, no runtime.
  const node = {
    config,
    log,
    metrics: makeMetrics(),
    health: makeHealth(),
    clock: systemClock,
    newId: idSource(systemClock.now, secureRandom),
    store: { epoch: EPOCH },
    bus,
    resume: rooms.fanout.resume,
    interest: rooms.fanout.interest,
    attach: rooms.fanout.attach,
    presence,
  } as unknown as ParleyNode
  const { limits, webRoot = null, generalPathOnly = false, router = testRouter } = options
  const server = await startServer({
    node,
    router,
    generalPathOnly,
    authenticate,
    webRoot,
    ...(limits && { limits }),
  })
  const address = `127.0.0.1:${server.port}`
  const closers: (() => unknown)[] = []

  const world: World = {
    ...rooms,
    get beforeRead() {
      return rooms.beforeRead
    },
    set beforeRead(wait) {
      rooms.beforeRead = wait
    },
    server,
    node,
    address,
    http: `http://${address}/trpc`,
    ws: `ws://${address}/trpc`,
    client: (link) => createTRPCClient<TestRouter>({ links: [link] }),
    wsClient(token, more = {}) {
      const ws = createWSClient({
        url: world.ws,
        WebSocket: WebSocket as unknown as typeof globalThis.WebSocket,
        ...(token !== undefined && { connectionParams: { token } }),
        ...more,
      })
      closers.push(() => ws.close())
      return { ws, trpc: createTRPCClient<TestRouter>({ links: [wsLink({ client: ws })] }) }
    },
    async socket(query = '', headers = {}) {
      const ws = new WebSocket(`${world.ws}${query}`, { headers })
      const heard: unknown[] = []
      ws.on('message', (data) => {
        const text = data.toString()
        heard.push(text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text)
      })
      const closed = new Promise<number>((resolve) => ws.once('close', resolve))
      await new Promise<void>((resolve, reject) => {
        ws.once('open', () => resolve())
        ws.once('error', reject)
      })
      closers.push(() => ws.terminate())
      return {
        ws,
        heard,
        closed,
        send: (message) => ws.send(typeof message === 'string' ? message : JSON.stringify(message)),
      }
    },
    async close() {
      for (const run of closers) await run()
      server.close()
      presence.stop()
      // uWebSockets lets go of its handles at the end of the turn; a worker that ends before would abort.
      await new Promise((resolve) => setTimeout(resolve, 1))
    },
  }
  return world
}

/** Waits until `check` returns something true; fails after a minute with what was waited for. */
export async function until<Value>(
  what: string,
  check: () => Value | Promise<Value>,
): Promise<NonNullable<Value>> {
  const deadline = performance.now() + 60_000
  for (;;) {
    const value = await check()
    if (value) return value as NonNullable<Value>
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
