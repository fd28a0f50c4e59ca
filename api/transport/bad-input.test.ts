import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { openWorld, type RawSocket, until, type World } from './testing.ts'

let world: World
let socket: RawSocket
beforeEach(async () => {
  world = await openWorld()
  socket = await world.socket()
})
afterEach(() => world.close())

/** Sends something and returns the id and the reason of the answer. */
async function answerTo(message: unknown): Promise<[id: unknown, reason: string]> {
  const before = socket.heard.length
  socket.send(message)
  await until('there is an answer', () => socket.heard.length > before)
  const { id, error } = socket.heard[before]
  return [id, error.data.reason]
}

/** The process lives and the same socket still works. */
async function stillWorks(): Promise<void> {
  const before = socket.heard.length
  socket.send({ id: 'still', method: 'query', params: { path: 'echo', input: { text: 'here' } } })
  await until('it answers', () => socket.heard.length > before)
  expect(socket.heard.at(-1)).toEqual({ id: 'still', result: { type: 'data', data: { said: 'here' } } })
}

const query = (params: unknown) => ({ id: 1, method: 'query', params })

describe('bad input over a WebSocket', () => {
  it('answers what is no message, each with its reason', async () => {
    const malformed: unknown[] = [
      '{',
      'hello',
      '',
      'null',
      '7',
      '"text"',
      '[1]',
      '[[]]',
      {},
      { id: 1 },
      { id: null, method: 'query', params: { path: 'echo' } },
      { id: {}, method: 'query', params: { path: 'echo' } },
      { id: true, method: 'query', params: { path: 'echo' } },
      { id: 'x'.repeat(65), method: 'query', params: { path: 'echo' } },
      { id: 1, method: 'delete', params: { path: 'echo' } },
      { id: 1, method: 'toString', params: { path: 'echo' } },
      query(null),
      query([]),
      query({ path: 7 }),
      { id: 1, method: 'subscription', params: { path: 'room', lastEventId: 5 } },
      '{"id":1e999,"method":"query"}',
    ]
    for (const message of malformed) expect(await answerTo(message)).toEqual([null, 'MALFORMED_MESSAGE'])
    socket.ws.send(Buffer.from([0, 255, 254, 1, 2, 3]))
    await until('binary garbage is answered', () => socket.heard.length === malformed.length + 1)
    await stillWorks()
  })

  it('answers calls that cannot be', async () => {
    expect(await answerTo(query({ path: 'nope' }))).toEqual([1, 'UNKNOWN_PROCEDURE'])
    for (const path of ['__proto__', 'constructor', 'echo.call', '', '\u0000']) {
      expect(await answerTo(query({ path }))).toEqual([1, 'UNKNOWN_PROCEDURE'])
    }
    expect(await answerTo(query({ path: 'add', input: { a: 1, b: 2 } }))).toEqual([1, 'WRONG_METHOD'])
    for (const input of [null, 7, [], { text: 7 }, { text: { text: 'x' } }]) {
      expect(await answerTo(query({ path: 'echo', input }))).toEqual([1, 'INVALID_INPUT'])
    }
    await stillWorks()
  })

  it('answers messages that are too large, deep or poisoned', async () => {
    const large = JSON.stringify(query({ path: 'echo', input: { text: 'x'.repeat(LIMITS.payloadBytesMax) } }))
    expect(await answerTo(large)).toEqual([null, 'PAYLOAD_TOO_LARGE'])
    const deep = `{"id":1,"method":"query","params":{"path":"echo","input":${'['.repeat(60_000)}${']'.repeat(60_000)}}}`
    expect(await answerTo(deep)).toEqual([1, 'INVALID_INPUT'])
    expect(await answerTo(`${'['.repeat(100_000)}`)).toEqual([null, 'MALFORMED_MESSAGE'])
    const poison =
      '{"id":1,"method":"query","params":{"path":"echo","input":{"__proto__":{"text":"x"}},"lastEventId":"1"}}'
    expect(await answerTo(poison)).toEqual([1, 'INVALID_INPUT'])
    expect(({} as Record<string, unknown>).text).toBeUndefined()
    await stillWorks()
  })

  it('cuts off a message of 10 MB; others do not notice', async () => {
    const flooder = await world.socket()
    flooder.ws.on('error', () => {})
    flooder.ws.send('x'.repeat(10_000_000))
    expect(await flooder.closed).toBeGreaterThan(1_000)
    await stillWorks()
  })

  it('takes as many subscriptions as it may, and refuses the others', async () => {
    const open = (id: number) => ({
      id,
      method: 'subscription',
      params: { path: 'room', input: { roomId: `r${id}` } },
    })
    for (let id = 0; id < 1_000; id += 100) {
      socket.send(Array.from({ length: 100 }, (_, index) => open(id + index)))
    }
    await until('all are answered', () => socket.heard.length === 1_000)
    const started = socket.heard.filter(({ result }) => result?.type === 'started')
    const refused = socket.heard.filter(({ error }) => error?.data.reason === 'TOO_MANY_SUBSCRIPTIONS')
    expect([started.length, refused.length]).toEqual([LIMITS.subscriptionsPerSocketMax, 500])
    expect(await answerTo(open(3))).toEqual([3, 'DUPLICATE_REQUEST_ID'])
    await stillWorks()
  })

  it('answers huge batches call by call, and bad ones once', async () => {
    const calls = Array.from({ length: 1_200 }, (_, id) => ({
      id,
      method: 'query',
      params: { path: 'nope' },
    }))
    socket.send(calls)
    await until('all are answered', () => socket.heard.length === calls.length)
    expect(new Set(socket.heard.map(({ id }) => id)).size).toBe(calls.length)
    const reasons = new Set(socket.heard.map(({ error }) => error.data.reason))
    expect([...reasons].sort()).toEqual(['BUSY', 'UNKNOWN_PROCEDURE'])
    expect(await answerTo(`[${'7,'.repeat(60_000)}7]`)).toEqual([null, 'MALFORMED_MESSAGE'])
  })

  it('answers connectionParams that are none', async () => {
    socket = await world.socket('?connectionParams=1')
    for (const hello of ['{', { method: 'query' }, { method: 'connectionParams', data: { token: 7 } }]) {
      expect(await answerTo(hello)).toEqual([null, 'MALFORMED_MESSAGE'])
    }
    socket.send({ method: 'connectionParams', data: null })
    await stillWorks()
  })

  it('stays alive when frames are no frames', async () => {
    for (const bytes of [
      [0xff, 0xff, 0xff],
      [0x83, 0x80, 0, 0, 0, 0],
      [0x81, 0xfe, 0xff],
    ]) {
      await new Promise<void>((resolve) => {
        const raw = connect(world.server.port, '127.0.0.1', () => {
          raw.write(
            'GET /trpc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
              'Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
          )
          raw.once('data', () => raw.end(Buffer.from(bytes)))
        })
        raw.on('close', () => resolve())
        raw.on('error', () => resolve())
      })
    }
    await stillWorks()
  })
})
