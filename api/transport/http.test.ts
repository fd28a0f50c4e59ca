import { httpBatchLink, httpBatchStreamLink, httpLink, TRPCClientError } from '@trpc/client'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { gates, openWorld, until, type World } from './testing.ts'

const FRIEND = 'https://app.example'

let world: World
beforeEach(async () => {
  world = await openWorld({ origins: [FRIEND] })
})
afterEach(() => world.close())

describe('calls over HTTP, by the unmodified client', () => {
  it('answers one by one', async () => {
    const trpc = world.client(httpLink({ url: world.http, headers: { authorization: 'Bearer ann' } }))
    expect(await trpc.echo.query({ text: 'ä & b' })).toEqual({ said: 'ä & b' })
    expect(await trpc.add.mutate({ a: 1, b: 2 })).toEqual({ sum: 3 })
    expect(await trpc.who.query()).toMatchObject({ userId: 'ann', transport: 'http' })
  })

  it('answers batches, each call for itself', async () => {
    const trpc = world.client(httpBatchLink({ url: world.http }))
    const [said, refused, unknown] = await Promise.allSettled([
      trpc.echo.query({ text: 'one' }),
      trpc.who.query(),
      (trpc as unknown as { nope: { query(): Promise<unknown> } }).nope.query(),
    ])
    expect(said).toMatchObject({ value: { said: 'one' } })
    expect(refused).toMatchObject({ reason: { data: { reason: 'NOT_SIGNED_IN', httpStatus: 401 } } })
    expect(unknown).toMatchObject({ reason: { data: { reason: 'UNKNOWN_PROCEDURE', httpStatus: 404 } } })
  })

  it('answers queries sent as POST', async () => {
    const trpc = world.client(httpBatchLink({ url: world.http, methodOverride: 'POST' }))
    const text = 'long '.repeat(5_000)
    expect(await trpc.echo.query({ text })).toEqual({ said: text })
  })

  it('streams a batch: what is ready does not wait for what is not', async () => {
    const trpc = world.client(httpBatchStreamLink({ url: world.http }))
    const slow = trpc.gate.mutate('stream')
    expect(await trpc.add.mutate({ a: 2, b: 2 })).toEqual({ sum: 4 })
    const open = await until('the slow one runs', () => gates.get('stream'))
    open()
    expect(await slow).toBe('stream')
  })

  it('gives errors the one shape, a status from the table and Retry-After', async () => {
    const response = await fetch(`${world.http}/refused`, { method: 'POST', headers: JSON_BODY })
    expect([response.status, response.headers.get('retry-after')]).toEqual([429, '2'])
    expect(await response.json()).toEqual({
      error: {
        message: expect.any(String),
        code: -32029,
        data: {
          code: 'TOO_MANY_REQUESTS',
          httpStatus: 429,
          reason: 'BUSY',
          retryAfterMs: 1_500,
          path: 'refused',
        },
      },
    })
  })

  it('says what is wrong with an input, and nothing about what failed on our side', async () => {
    const trpc = world.client(httpLink({ url: world.http }))
    const wrong = await trpc.add.mutate({ a: 'x' } as never).catch((error) => error)
    expect(wrong).toBeInstanceOf(TRPCClientError)
    expect(wrong.data).toMatchObject({
      reason: 'INVALID_INPUT',
      httpStatus: 400,
      issues: [{ path: ['a'] }, { path: ['b'] }],
    })
    const broken = await fetch(`${world.http}/broken`)
    expect(broken.status).toBe(500)
    expect(await broken.text()).not.toContain('hunter2')
  })

  it('runs procedures for everybody although the token is bad', async () => {
    const trpc = world.client(httpLink({ url: world.http, headers: { authorization: 'Bearer forged' } }))
    expect(await trpc.echo.query({ text: 'x' })).toEqual({ said: 'x' })
    await expect(trpc.who.query()).rejects.toMatchObject({ data: { reason: 'TOKEN_INVALID' } })
  })

  it('sets every cookie a procedure asks for', async () => {
    const response = await fetch(`${world.http}/cookie`, { method: 'POST', headers: JSON_BODY })
    expect(response.headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Path=/'])
  })
})

describe('HTTP around the calls', () => {
  it('takes a request id from the client, or makes one', async () => {
    const who = `${world.http}/who`
    const given = await fetch(who, { headers: { 'x-request-id': 'mine-1', authorization: 'Bearer ann' } })
    expect(given.headers.get('x-request-id')).toBe('mine-1')
    expect((await jsonOf(given)).result.data.requestId).toBe('mine-1')
    const made = await fetch(who, { headers: { 'x-request-id': 'not {sane}' } })
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('compresses what is worth it, for who takes it', async () => {
    const large = `${world.http}/large?input=`
    for (const encoding of ['br', 'gzip']) {
      const response = await fetch(`${large}50000`, { headers: { 'accept-encoding': encoding } })
      expect(response.headers.get('content-encoding')).toBe(encoding)
      expect((await jsonOf(response)).result.data).toHaveLength(50_000)
    }
    const small = await fetch(`${large}10`, { headers: { 'accept-encoding': 'br' } })
    const plain = await fetch(`${large}50000`, { headers: { 'accept-encoding': 'identity' } })
    expect([small, plain].map(({ headers }) => headers.get('content-encoding'))).toEqual([null, null])
  })

  it('lets configured origins in, and nobody else', async () => {
    const ask = (origin: string, method = 'GET') =>
      fetch(`${world.http}/echo?input=${encodeURIComponent('{"text":"x"}')}`, { method, headers: { origin } })
    const preflight = await ask(FRIEND, 'OPTIONS')
    expect(preflight.status).toBe(204)
    expect(preflight.headers.get('access-control-allow-headers')).toContain('authorization')
    const allowed = [FRIEND, `http://${world.address}`, 'https://evil.example', 'null']
    const answers = await Promise.all(allowed.map((origin) => ask(origin)))
    expect(answers.map(({ headers }) => headers.get('access-control-allow-origin'))).toEqual([
      FRIEND,
      `http://${world.address}`,
      null,
      null,
    ])
  })

  it('answers a body that is too large with 413, and goes on', async () => {
    const heapBefore = process.memoryUsage().rss
    const body = JSON.stringify({ a: 'x'.repeat(10_000_000) })
    for (let times = 0; times < 5; times++) {
      const response = await fetch(`${world.http}/add`, { method: 'POST', headers: JSON_BODY, body })
      expect(response.status).toBe(413)
      expect((await jsonOf(response)).error.data).toMatchObject({
        reason: 'PAYLOAD_TOO_LARGE',
        httpStatus: 413,
      })
    }
    const chunks = new ReadableStream({
      pull(controller) {
        controller.enqueue(new Uint8Array(64 * 1024).fill(32))
        if (++sent > 10) controller.close()
      },
    })
    let sent = 0
    const chunked = await fetch(`${world.http}/add`, {
      method: 'POST',
      headers: JSON_BODY,
      body: chunks,
      duplex: 'half',
    } as RequestInit)
    expect(chunked.status).toBe(413)
    expect(process.memoryUsage().rss - heapBefore).toBeLessThan(200 * 1024 * 1024)
  })

  it('answers everything that is no call with a typed error', async () => {
    const post = (path: string, body: string, headers: Record<string, string> = JSON_BODY) =>
      fetch(`${world.http}${path}`, { method: 'POST', headers, body })
    const paths = Array.from({ length: LIMITS.batchCallsMax + 1 }, () => 'who').join(',')
    const cases: [Promise<Response>, number, string][] = [
      [post('/add', '{'), 400, 'MALFORMED_MESSAGE'],
      [post('/add', '[]'), 400, 'INVALID_INPUT'],
      [post('/add', '{}', { 'content-type': 'text/plain' }), 400, 'MALFORMED_MESSAGE'],
      [post('/add?batch=1', '7'), 400, 'MALFORMED_MESSAGE'],
      [post('/add', `${'['.repeat(60_000)}${']'.repeat(60_000)}`), 400, 'INVALID_INPUT'],
      [post('/add', '{"__proto__":{"a":1},"constructor":1}'), 400, 'INVALID_INPUT'],
      [post('/nope', '{}'), 404, 'UNKNOWN_PROCEDURE'],
      [post('/__proto__', '{}'), 404, 'UNKNOWN_PROCEDURE'],
      [post('/constructor', '{}'), 404, 'UNKNOWN_PROCEDURE'],
      [post('/%E0%A4%A', '{}'), 400, 'MALFORMED_MESSAGE'],
      [fetch(`${world.http}/add?input=%7B%7D`), 405, 'WRONG_METHOD'],
      [fetch(`${world.http}/add`, { method: 'PUT', body: 'x' }), 405, 'WRONG_METHOD'],
      [fetch(`${world.http}/${paths}?batch=1`), 400, 'MALFORMED_MESSAGE'],
    ]
    for (const [asked, status, reason] of cases) {
      const response = await asked
      const body = await jsonOf(response)
      const error = Array.isArray(body) ? body[0].error : body.error
      expect([response.status, error.data.reason, error.data.httpStatus]).toEqual([status, reason, status])
    }
    expect(({} as Record<string, unknown>).a).toBeUndefined()
  })

  it('limits a person over batches too', async () => {
    await world.close()
    world = await openWorld({ limits: { personRate: { perSecond: 1, burst: 5 } } })
    const trpc = world.client(httpBatchLink({ url: world.http, headers: { authorization: 'Bearer ann' } }))
    const ask = () => Promise.all([1, 2, 3, 4].map((n) => trpc.add.mutate({ a: n, b: n })))
    await ask()
    await expect(ask()).rejects.toMatchObject({ data: { reason: 'RATE_LIMITED' } })
    const response = await fetch(`${world.http}/who,who,who,who?batch=1`, {
      headers: { authorization: 'Bearer ann' },
    })
    expect([response.status, Number(response.headers.get('retry-after')) > 0]).toEqual([429, true])
  })

  it('tells a procedure that its caller has gone', async () => {
    const caller = new AbortController()
    const left = fetch(`${world.http}/never`, { signal: caller.signal })
    await left
    await until(
      'the stream is open',
      async () => (await metric(world, 'parley_sockets{transport="sse"}')) === 1,
    )
    caller.abort()
    await until(
      'the stream is gone',
      async () => (await metric(world, 'parley_sockets{transport="sse"}')) === 0,
    )
  })
})

describe('the routes beside tRPC', () => {
  it('answers liveness, readiness and metrics', async () => {
    const base = `http://${world.address}`
    world.node.health.part('database', async () => {})
    expect(await (await fetch(`${base}/health/live`)).json()).toEqual({ live: true })
    const ready = await fetch(`${base}/health/ready`)
    expect([ready.status, await ready.json()]).toEqual([200, { ready: true, parts: { database: 'ok' } }])
    world.node.health.part('shards', async () => {
      throw new Error('none')
    })
    expect((await fetch(`${base}/health/ready`)).status).toBe(503)
    await fetch(`${world.http}/broken`)
    const metrics = await (await fetch(`${base}/metrics`)).text()
    expect(metrics).toContain(
      'parley_call_seconds_count{procedure="broken",transport="http",outcome="INTERNAL"} 1',
    )
  })

  it('says clearly when its port is taken', async () => {
    const port = world.server.port
    await expect(openWorld({ port })).rejects.toThrow(`cannot listen on 127.0.0.1:${port}`)
  })
})

/** Whatever the server said, for a test to look into. */
// biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
async function jsonOf(response: Response): Promise<any> {
  return response.json()
}

const JSON_BODY = { 'content-type': 'application/json' }

async function metric(world: World, name: string): Promise<number> {
  const text = await world.node.metrics.text()
  const line = text.split('\n').find((line) => line.startsWith(name))
  return Number(line?.split(' ').at(-1))
}
