import { httpBatchLink, splitLink, TRPCClientError } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { CLOSE_CODES } from '../../engine/protocol/close-codes.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { gates, openWorld, until, type World } from './testing.ts'

let world: World
beforeEach(async () => {
  world = await openWorld()
})
afterEach(() => world.close())

/** The texts of the events in what a `room` subscription got. */
function texts(data: { data: readonly unknown[] }[]): string[] {
  return data.flatMap(({ data }) =>
    (data as { payload: { text: string } }[]).map(({ payload }) => payload.text),
  )
}

describe('calls over a WebSocket, by the unmodified client', () => {
  it('answers queries and mutations, many at once', async () => {
    const { trpc } = world.wsClient('ann')
    const answers = await Promise.all([
      trpc.echo.query({ text: 'hi' }),
      trpc.add.mutate({ a: 1, b: 2 }),
      ...Array.from({ length: 200 }, (_, n) => trpc.add.mutate({ a: n, b: n })),
    ])
    expect(answers.slice(0, 3)).toEqual([{ said: 'hi' }, { sum: 3 }, { sum: 0 }])
  })

  it('knows who asks by connectionParams, and gives each call a request id of its own', async () => {
    const { trpc } = world.wsClient('ann')
    const [one, two] = await Promise.all([trpc.who.query(), trpc.who.query()])
    expect(one).toMatchObject({ userId: 'ann', transport: 'ws' })
    expect(one.requestId).not.toBe(two.requestId)
  })

  it('gives errors the one shape, with its types', async () => {
    const { trpc } = world.wsClient('ann')
    const failed = await trpc.refused.mutate().catch((error) => error)
    expect(failed).toBeInstanceOf(TRPCClientError)
    expect(failed.data).toEqual({
      code: 'TOO_MANY_REQUESTS',
      httpStatus: 429,
      reason: 'BUSY',
      retryAfterMs: 1_500,
      path: 'refused',
    })
  })

  it('never says what failed on our side', async () => {
    const failed = await world
      .wsClient('ann')
      .trpc.broken.query()
      .catch((error) => error)
    expect(failed.data.reason).toBe('INTERNAL')
    expect(JSON.stringify([failed.message, failed.shape])).not.toContain('hunter2')
  })

  it('answers calls of a bad token with its reason, then closes with the code for a fresh one', async () => {
    const socket = await world.socket('?connectionParams=1')
    socket.send({ method: 'connectionParams', data: { token: 'expired' } })
    socket.send({ id: 1, method: 'query', params: { path: 'who' } })
    expect(await socket.closed).toBe(CLOSE_CODES.TOKEN_EXPIRED)
    expect(socket.heard.map(({ id, error }) => [id, error.data.reason])).toEqual([
      [null, 'TOKEN_EXPIRED'],
      [1, 'TOKEN_EXPIRED'],
    ])
  })

  it('closes when the token runs out, and when the session ends', async () => {
    const brief = await world.socket('', { authorization: `Bearer ann@${Date.now() + 50}` })
    expect(await brief.closed).toBe(CLOSE_CODES.TOKEN_EXPIRED)
    const [one, other] = [
      await world.socket('', { authorization: 'Bearer bob' }),
      await world.socket('', { authorization: 'Bearer eve' }),
    ]
    other.send({ id: 1, method: 'mutation', params: { path: 'signOut', input: 'bob' } })
    expect(await one.closed).toBe(CLOSE_CODES.SESSION_ENDED)
    await until('eve has her answer', () => other.heard.length === 1)
    expect(other.ws.readyState).toBe(other.ws.OPEN)
  })

  it('refuses cookies that come from another site', async () => {
    const headers = { cookie: 'session=ann', origin: 'https://evil.example' }
    await expect(world.socket('', headers)).rejects.toThrow('403')
    await expect(world.socket('', { ...headers, origin: `http://${world.address}` })).resolves.toBeDefined()
  })
})

describe('the keepalive of tRPC', () => {
  it('answers PING with PONG and lets PONG pass', async () => {
    const socket = await world.socket()
    socket.send('PONG')
    socket.send('PING')
    await until('there is an answer', () => socket.heard.length > 0)
    expect(socket.heard).toEqual(['PONG'])
  })

  it('pings by itself where that is wished', async () => {
    await world.close()
    world = await openWorld({ limits: { pingMs: 20 } })
    const { trpc } = world.wsClient('ann')
    await trpc.who.query()
    const socket = await world.socket()
    await until('two pings came', () => socket.heard.length > 1)
    expect(new Set(socket.heard)).toEqual(new Set(['PING']))
  })
})

describe('subscriptions over a WebSocket, by the unmodified client', () => {
  it('streams what a generator yields, tracked, and completes', async () => {
    const { trpc } = world.wsClient('ann')
    const got: unknown[] = []
    await new Promise<void>((resolve, reject) =>
      trpc.count.subscribe(
        { to: 3 },
        { onData: (data) => got.push(data), onComplete: resolve, onError: reject },
      ),
    )
    expect(got).toEqual([1, 2, 3].map((n) => ({ id: String(n), data: n })))
  })

  it('follows a room live, from the head', async () => {
    world.commits('r', 'before')
    const got = follow(world, 'r')
    await got.started
    world.commits('r', 'one', 'two')
    world.commits('r', 'three')
    await until('three came', () => texts(got.data).length === 3)
    expect(texts(got.data)).toEqual(['one', 'two', 'three'])
    expect(got.data).toHaveLength(1)
    expect(got.data[0]?.id).toBe('e1:4')
  })

  it('follows a room from a position without holes, while events keep coming', async () => {
    world.commits('r', ...numbers(1, 50))
    let next = 51
    const busy = setInterval(() => world.commits('r', ...numbers(next, next++)), 1)
    world.beforeRead = () => new Promise((resolve) => setTimeout(resolve, 20))
    const followers = ['e1:0', 'e1:10', 'e1:49', 'e1:50'].map((from) => follow(world, 'r', from))
    await until('all are past 200', () => followers.every(({ data }) => last(data) > 200))
    clearInterval(busy)
    for (const { data, from } of followers) {
      const seqs = seqsOf(data)
      expect(seqs).toEqual(numbers(Number(from?.split(':')[1]) + 1, seqs.at(-1) as number).map(Number))
    }
  })

  it('does not tell twice what the journal had before it was told', async () => {
    world.commits('r', 'one')
    const tell = world.writes('r', 'two', 'three')
    const got = follow(world, 'r', 'e0:1')
    await until('the reset came', () => got.data.length === 1)
    const other = follow(world, 'r', 'e1:1')
    await other.started
    tell()
    world.commits('r', 'four')
    await until('four came', () => last(got.data) === 4 && last(other.data) === 4)
    expect(seqsOf(got.data)).toEqual([3, 4])
    expect(seqsOf(other.data)).toEqual([2, 3, 4])
  })

  it('groups sockets by request id: one publish each, whatever the id', async () => {
    const sockets = await Promise.all(
      Array.from({ length: 6 }, () => world.socket('', { authorization: 'Bearer ann' })),
    )
    const ids = ['sync', 'sync', 1, 1, 2, '1']
    const params = { path: 'rooms', input: { positions: { r: 'e1:0' } } }
    for (const [index, socket] of sockets.entries()) {
      socket.send({ id: ids[index], method: 'subscription', params })
    }
    await until('all have started', () => sockets.every(({ heard }) => heard.length === 1))
    world.commits('r', 'first')
    await until('all heard', () => sockets.every(({ heard }) => heard.length === 2))
    world.commits('r', 'second')
    await until('all heard again', () => sockets.every(({ heard }) => heard.length === 3))
    sockets.forEach(({ heard }, index) => {
      expect(heard.map(({ id }) => id)).toEqual([ids[index], ids[index], ids[index]])
      expect(heard[2].result).toMatchObject({
        type: 'data',
        data: { roomId: 'r', position: 'e1:2', events: [{ seq: 2 }] },
      })
    })
  })

  it('stops when asked: says so, tells no more, and the id is free again', async () => {
    const socket = await world.socket()
    const start = { id: 7, method: 'subscription', params: { path: 'room', input: { roomId: 'r' } } }
    socket.send(start)
    await until('it has started', () => socket.heard.length === 1)
    socket.send({ id: 7, method: 'subscription.stop' })
    await until('it has stopped', () => socket.heard.length === 2)
    world.commits('r', 'unheard')
    socket.send(start)
    await until('it has started again', () => socket.heard.length === 3)
    world.commits('r', 'heard')
    await until('it hears', () => socket.heard.length === 4)
    expect(socket.heard.slice(0, 3).map(({ result }) => result.type)).toEqual([
      'started',
      'stopped',
      'started',
    ])
    expect(texts([socket.heard[3].result.data])).toEqual(['heard'])
  })

  it('refuses before it starts when the room may not be followed', async () => {
    const { trpc } = world.wsClient('stranger')
    const error = await new Promise<TRPCClientError<never>>((resolve) =>
      trpc.room.subscribe({ roomId: 'r' }, { onError: (error) => resolve(error as TRPCClientError<never>) }),
    )
    expect(error.data).toMatchObject({ reason: 'NOT_A_MEMBER', path: 'room' })
  })

  it('ends for whoever leaves, after the event that says so', async () => {
    const ann = follow(world, 'r')
    const bob = follow(world, 'r', undefined, 'bob')
    await Promise.all([ann.started, bob.started])
    world.commits('r', 'hi')
    await until('bob hears', () => last(bob.data) === 1)
    world.leaves('r', 'bob')
    await bob.completed
    world.commits('r', 'without bob')
    await until('ann hears all', () => last(ann.data) === 3)
    expect(seqsOf(bob.data)).toEqual([1, 2])
  })

  it('adds rooms somebody joins, from a reset on, and drops those they leave', async () => {
    const { trpc } = world.wsClient('bob')
    const got: { roomId: string; events: readonly { seq: number; kind: string }[] }[] = []
    await new Promise<void>((resolve) =>
      trpc.rooms.subscribe(
        { positions: { old: 'e1:0' }, followNew: true },
        { onStarted: () => resolve(), onData: (data) => got.push(data) },
      ),
    )
    world.commits('old', 'a')
    world.commits('new', 'unheard')
    world.joins('new', 'bob')
    await until('the reset came', () => got.some(({ roomId }) => roomId === 'new'))
    world.commits('new', 'heard')
    await until('the new room is heard', () => got.some(({ events }) => events.at(-1)?.seq === 3))
    world.leaves('new', 'bob')
    world.commits('old', 'b')
    await until('the old room goes on', () => got.filter(({ roomId }) => roomId === 'old').length === 2)
    world.commits('new', 'unheard too')
    world.commits('old', 'c')
    await until('the old room still goes on', () => got.filter(({ roomId }) => roomId === 'old').length === 3)
    const ofNew = got.filter(({ roomId }) => roomId === 'new').flatMap(({ events }) => events)
    expect(ofNew.map(({ kind, seq }) => `${kind} ${seq}`)).toEqual([
      'reset 2',
      'message.sent 3',
      'member.left 4',
    ])
  })

  it('works through splitLink beside HTTP', async () => {
    const { ws } = world.wsClient('ann')
    const { wsLink } = await import('@trpc/client')
    const trpc = world.client(
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: wsLink({ client: ws }),
        false: httpBatchLink({ url: world.http }),
      }),
    )
    const got: number[] = []
    await new Promise<void>((resolve) =>
      trpc.count.subscribe({ to: 2 }, { onData: ({ data }) => got.push(data), onComplete: resolve }),
    )
    expect([got, await trpc.echo.query({ text: 'x' })]).toEqual([[1, 2], { said: 'x' }])
  })
})

describe('limits of one socket', () => {
  it('answers BUSY beyond the calls that may be in flight', async () => {
    const socket = await world.socket()
    const calls = Array.from({ length: LIMITS.callsPerSocketMax + 1 }, (_, id) => ({
      id,
      method: 'mutation',
      params: { path: 'gate', input: `gate-${id}` },
    }))
    socket.send(calls)
    await until('one is refused', () => socket.heard.length === 1)
    expect(socket.heard[0]).toMatchObject({
      id: LIMITS.callsPerSocketMax,
      error: { data: { reason: 'BUSY', retryAfterMs: 250 } },
    })
    for (const open of gates.values()) open()
    await until('the others are answered', () => socket.heard.length === calls.length)
  })

  it('answers RATE_LIMITED with a time, and closes who keeps flooding', async () => {
    await world.close()
    world = await openWorld({ limits: { socketRate: { perSecond: 10, burst: 5 } } })
    const socket = await world.socket()
    const query = (id: number) => ({ id, method: 'query', params: { path: 'echo', input: { text: 'x' } } })
    for (let id = 0; id < 10; id++) socket.send(query(id))
    await until('all are answered', () => socket.heard.length === 10)
    const refused = socket.heard.filter(({ error }) => error !== undefined)
    expect(refused.length).toBeGreaterThanOrEqual(4)
    expect(refused[0].error.data).toMatchObject({ reason: 'RATE_LIMITED', httpStatus: 429 })
    expect(refused[0].error.data.retryAfterMs).toBeGreaterThan(0)
    for (let id = 0; id < 500; id++) socket.send(query(id))
    expect(await socket.closed).toBe(CLOSE_CODES.FLOODING)
  })

  it('limits a person over all of their sockets', async () => {
    await world.close()
    world = await openWorld({ limits: { personRate: { perSecond: 1, burst: 3 } } })
    const calls = await Promise.allSettled(
      Array.from({ length: 6 }, () => world.wsClient('ann').trpc.echo.query({ text: 'x' })),
    )
    expect(calls.filter(({ status }) => status === 'fulfilled')).toHaveLength(3)
    await expect(world.wsClient('bob').trpc.echo.query({ text: 'x' })).resolves.toBeDefined()
  })

  it('limits sockets of an address', async () => {
    await world.close()
    world = await openWorld({ limits: { socketsPerAddressMax: 2 } })
    const [one] = [await world.socket(), await world.socket()]
    await expect(world.socket()).rejects.toThrow('429')
    one?.ws.close()
    await one?.closed
    await until('there is room for another', () => world.socket().catch(() => null))
    await expect(world.socket()).rejects.toThrow('429')
  })
})

interface Followed {
  readonly data: { id: string; data: { seq: number }[] }[]
  readonly from: string | undefined
  readonly started: Promise<void>
  readonly completed: Promise<void>
}

/** Follows a room with a client of its own. */
function follow(world: World, roomId: string, from?: string, who = 'ann'): Followed {
  const data: Followed['data'] = []
  let began = () => {}
  let ended = () => {}
  const started = new Promise<void>((resolve) => {
    began = resolve
  })
  const completed = new Promise<void>((resolve) => {
    ended = resolve
  })
  world.wsClient(who).trpc.room.subscribe(
    { roomId, lastEventId: from },
    {
      onStarted: () => began(),
      onData: (datum) => data.push(datum as (typeof data)[number]),
      onComplete: () => ended(),
    },
  )
  return { data, from, started, completed }
}

function seqsOf(data: Followed['data']): number[] {
  return data.flatMap(({ data }) => data.map(({ seq }) => seq))
}

function last(data: Followed['data']): number {
  return seqsOf(data).at(-1) ?? 0
}

function numbers(from: number, to: number): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => String(from + index))
}
