import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { makeMetrics } from '../../engine/host/metrics.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { Ctx } from '../context.ts'
import { type Guard, isGuard, publicProcedure, router } from '../trpc.ts'
import { makeDirects } from './direct.ts'
import { decode } from './frames.ts'
import { readQuick } from './quick.ts'
import { openWorld, type RawSocket, until, type World } from './testing.ts'

/** Lets in, refuses, at once or later, by the number of the call. */
const turn: Guard = ({ requestId }) => {
  const number = Number(requestId.split('.').at(-1)) % 5
  if (number === 0) refuse('NOT_SIGNED_IN')
  if (number === 1) return Promise.reject(new Error('nobody foresaw this'))
  return number === 2 ? Promise.resolve() : undefined
}
const inTurn = publicProcedure.use(async ({ ctx, type, next }) => {
  await turn(ctx, type)
  return next({ ctx: { turned: true } })
})
isGuard(inTurn, turn)

const Message = z.object({
  text: z.string().trim().min(1).max(20),
  to: z.array(z.int()).max(2).optional(),
  kind: z.enum(['a', 'b']).default('a'),
})
const signs = ({ ctx: { transport, requestId, address, session, header }, path, batchIndex }: Signed) => ({
  ...{ transport, requestId, address, session, path, batchIndex },
  agent: header('user-agent'),
})
interface Signed {
  readonly ctx: Ctx
  readonly path: string
  readonly batchIndex?: number | undefined
}

const both = router({
  at: {
    once: publicProcedure.input(Message).mutation(({ input }) => input),
    later: publicProcedure.input(Message).mutation(async ({ input }) => input),
  },
  turn: inTurn.input(Message).query(({ input }) => input),
  bare: inTurn.query(() => undefined),
  sign: publicProcedure.query(signs),
  raw: publicProcedure.input(z.unknown()).query(async ({ input }) => [input ?? 'none']),
  signal: publicProcedure.query(({ ctx, signal }) => [signal?.aborted, signal === ctx.signal]),
  slowly: publicProcedure
    .input(z.string().refine(async (text) => text.length < 5))
    .query(({ input }) => input),
  refused: publicProcedure.mutation(() => refuse('BUSY', { retryAfterMs: 1_500 })),
  broken: publicProcedure.query(async () => {
    throw new TypeError('a secret')
  }),
  date: publicProcedure.query(() => new Date(0)),
  feed: publicProcedure.subscription(async function* () {
    yield 1
  }),
  strange: publicProcedure.query(() => (async function* () {})() as unknown),
  twice: publicProcedure
    .input(z.object({ a: z.int() }))
    .input(z.object({ b: z.int() }))
    .query(({ input }) => input),
  shaped: publicProcedure.output(z.object({ a: z.int() })).query(() => ({ a: 1, b: 2 })),
  end: publicProcedure.query(async () => {
    for (let turns = 0; turns < 4; turns++) await new Promise((resolve) => setImmediate(resolve))
  }),
})

const ids = fc.oneof(
  { weight: 6, arbitrary: fc.nat() },
  fc.string({ maxLength: 70, unit: 'binary' }),
  fc.constantFrom('sync', '1', '', -1, 1.5, 0, -0, 1e21, 2 ** 53, '__proto__', 'end'),
)
const paths = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('at.once', 'at.later', 'turn', 'bare', 'sign', 'raw', 'slowly', 'signal'),
  },
  fc.constantFrom('refused', 'broken', 'date', 'feed', 'strange', 'twice', 'shaped'),
  fc.constantFrom('__proto__', 'constructor', 'at', 'at.', 'no.such', '', 'at.once","input":{}}}', 'ä'),
)
const messages = fc.record(
  {
    text: fc.oneof(
      fc.string({ maxLength: 25, unit: 'binary' }),
      fc.constantFrom(',"path":"bare"}}', '"}}', '\u2028'),
    ),
    to: fc.array(fc.oneof(fc.integer(), fc.double()), { maxLength: 3 }),
    kind: fc.constantFrom('a', 'b', 'c'),
  },
  { requiredKeys: ['text'] },
)
const inputs = fc.oneof(
  messages,
  messages,
  fc.jsonValue({ maxDepth: 2 }),
  fc.constant(undefined),
  fc.string(),
)
/** As our SDK writes it, as tRPC does, and in ways nobody does. */
const frames = fc
  .record({
    id: ids,
    method: fc.oneof(
      { weight: 9, arbitrary: fc.constantFrom('query', 'mutation') },
      fc.constantFrom('Query', null),
    ),
    path: paths,
    input: inputs,
    how: fc.constantFrom('sdk', 'sdk', 'sdk', 'trpc', 'trpc', 'trpc', 'last', 'extra', 'resumed', 'flat'),
  })
  .map(({ id, method, path, input, how }): object => {
    if (how === 'sdk') return { id, method, params: { path, input } }
    if (how === 'trpc') return { id, method, params: { input, path } }
    if (how === 'last') return { method, params: { input, path }, id }
    if (how === 'extra') return { id, method, params: { path, input, more: { path: 'bare' } } }
    if (how === 'resumed') return { id, method, params: { input, path, lastEventId: 'e1:1' } }
    return { id, method, path, input }
  })
const texts = fc.oneof(
  { weight: 6, arbitrary: frames.map((frame) => JSON.stringify(frame)) },
  fc.array(frames, { maxLength: 4 }).map((batch) => JSON.stringify(batch)),
  // one character gone, one put in, a key said twice
  fc.tuple(frames, fc.nat(), fc.constantFrom('', ' ', '"', '}', ',', '\\', '0')).map(([frame, at, put]) => {
    const text = JSON.stringify(frame)
    const cut = at % text.length
    return text.slice(0, cut) + put + text.slice(cut + (put === '' ? 1 : 0))
  }),
  frames.map((frame) => JSON.stringify(frame).replace('"params":{', '"params":{"path":"date",')),
  frames.map((frame) => JSON.stringify(frame, null, 1)),
)

describe('the short cuts of the WebSocket path', () => {
  const worlds: World[] = []
  const sockets: { readonly raw: RawSocket; readonly said: string[] }[] = []

  beforeAll(async () => {
    const much = { perSecond: 1e9, burst: 1e9 }
    for (const generalPathOnly of [false, true]) {
      const limits = { socketRate: much, personRate: much }
      const world = await openWorld({ router: both, generalPathOnly, limits })
      const raw = await world.socket('', { 'x-request-id': 'same', 'user-agent': 'test' })
      const said: string[] = []
      raw.ws.on('message', (data) => said.push(data.toString()))
      worlds.push(world)
      sockets.push({ raw, said })
    }
  })
  afterAll(() => Promise.all(worlds.map((world) => world.close())))

  let ends = 0
  /** What a server answers, in any order: a short cut may be sooner. */
  async function answersTo(
    { raw, said }: (typeof sockets)[number],
    text: string,
    end: number,
  ): Promise<string[]> {
    said.length = 0
    raw.send(text)
    raw.send({ id: `the end ${end}`, method: 'query', params: { path: 'end' } })
    const last = `{"id":"the end ${end}","result":{"type":"data"}}`
    await until(`the answers to ${text}`, () => said.includes(last))
    return said.filter((frame) => frame !== last).sort()
  }

  it('answer with the same bytes as the general path, whatever is sent', async () => {
    let quick = 0
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        if (readQuick(text) !== null) quick++
        const end = ++ends
        const [short, general] = await Promise.all(sockets.map((socket) => answersTo(socket, text, end)))
        expect(short).toEqual(general)
      }),
      { numRuns: 600 },
    )
    expect(quick).toBeGreaterThan(100)
  })

  it('read a frame as the general parse does, or not at all', () => {
    fc.assert(
      fc.property(texts, (text) => {
        const quick = readQuick(text)
        if (quick === null) return
        const [frame, ...more] = decode(text)
        const { key, method, path, input } = quick
        expect(more).toEqual([])
        expect(frame).toEqual({ id: JSON.parse(key), method, path, input })
        expect(key).toBe(JSON.stringify(frame?.id))
      }),
      { numRuns: 3_000 },
    )
  })

  it('know the frames of our SDK and of tRPC', () => {
    expect(readQuick('{"id":7,"method":"query","params":{"path":"a.b"}}')).toMatchObject({ path: 'a.b' })
    expect(readQuick('{"id":7,"method":"query","params":{"path":"a.b","input":[1]}}')).toMatchObject({
      input: [1],
    })
    expect(readQuick('{"id":7,"method":"query","params":{"input":[1],"path":"a.b"}}')).toMatchObject({
      input: [1],
    })
  })

  it('run what is made of guards, an input and a resolver, and leave the rest to tRPC', () => {
    const general = Object.keys(both._def.procedures).filter(
      (path) => !makeDirects(both, makeMetrics()).has(path),
    )
    expect(general.sort()).toEqual(['shaped', 'twice'])
  })
})
