import { once } from 'node:events'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocketServer } from 'ws'
import { openWire, readFrames } from './wire.ts'

let server: WebSocketServer
let url: string
const tokens: (string | undefined)[] = []

beforeAll(async () => {
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' })
  server.on('connection', (socket, request) => {
    tokens.push(request.headers.authorization)
    socket.on('message', (message) => socket.send(message.toString()))
  })
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  url = `http://127.0.0.1:${port}/`
})
afterAll(() => server.close())

it.each([0, 1, 125, 126, 65_535, 65_536, 300_000])(
  'a real server gives back a text of %i bytes',
  async (length) => {
    const text = 'é'.repeat(length >> 1) + 'x'.repeat(length & 1)
    const heard = await new Promise<string>((resolve) => {
      void openWire({ url, onText: (payload) => resolve(payload.toString()) }).then((wire) => wire.send(text))
    })
    expect(heard).toBe(text)
  },
)

it('brings its token along', async () => {
  const wire = await openWire({ url, token: 'abc', onText() {} })
  expect(tokens.at(-1)).toBe('Bearer abc')
  wire.close()
})

it('rejects when nobody listens', async () => {
  await expect(openWire({ url: 'http://127.0.0.1:1/', onText() {} })).rejects.toThrow()
})

it('finds the same frames however the bytes are cut', () => {
  const one = Buffer.concat([Buffer.from([0x81, 3]), Buffer.from('one')])
  const two = Buffer.concat([Buffer.from([0x81, 126, 0, 200]), Buffer.alloc(200, 'b')])
  const stream = Buffer.concat([one, two, one])
  for (let cut = 0; cut <= stream.length; cut++) {
    const found: string[] = []
    const take = (bytes: Buffer) => readFrames(bytes, (_opcode, payload) => found.push(payload.toString()))
    const used = take(stream.subarray(0, cut))
    expect(used).toBeLessThanOrEqual(cut)
    take(stream.subarray(used))
    expect(found).toEqual(['one', 'b'.repeat(200), 'one'])
  }
})
