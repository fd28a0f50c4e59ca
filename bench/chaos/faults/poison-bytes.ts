/** `POISON_BYTES` and `throwBytes`: what is neither HTTP nor a WebSocket frame, thrown at a port. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { BINARY, frameOf, TEXT } from '../../load/frame-writer.ts'
import { handshake } from '../../load/handshake.ts'

export interface PoisonBytes {
  readonly kind: string
  /** After a good handshake; else instead of one. */
  readonly onSocket: boolean
  readonly bytes: Buffer
}

const MASK = Buffer.from([1, 2, 3, 4])
const MEGABYTE = 1_048_576
/** Whoever has not closed by then is left. */
const LISTEN_MS = 500

const text = (payload: string | Buffer) => frameOf(TEXT, Buffer.from(payload), MASK)
const http = (kind: string, words: string): PoisonBytes => ({
  kind,
  onSocket: false,
  bytes: Buffer.from(words),
})
const frame = (kind: string, ...bytes: Buffer[]): PoisonBytes => ({
  kind,
  onSocket: true,
  bytes: Buffer.concat(bytes),
})
const call = (path: string, input: string) =>
  `{"id":1,"method":"query","params":{"path":"${path}","input":${input}}}`

export const POISON_BYTES: readonly PoisonBytes[] = [
  frame('frame without a mask', Buffer.from([0x81, 2, 0x68, 0x69])),
  frame('reserved bits', Buffer.from([0xf1, 0x80, 1, 2, 3, 4])),
  frame('reserved opcode', frameOf(11, Buffer.from('x'), MASK)),
  frame('cut-up ping', Buffer.from([0x09, 0x80, 1, 2, 3, 4])),
  frame('long ping', frameOf(9, Buffer.alloc(1_000), MASK)),
  frame('goes on with nothing', frameOf(0, Buffer.from('x'), MASK)),
  frame(
    'a frame of 2^63 bytes',
    Buffer.from([0x81, 0xff, 0x7f, 255, 255, 255, 255, 255, 255, 255, 1, 2, 3, 4]),
  ),
  frame(
    'a gigabyte that never comes',
    Buffer.from([0x81, 0xff, 0, 0, 0, 0, 0x40, 0, 0, 0, 1, 2, 3, 4]),
    randomBytes(64_000),
  ),
  frame('text that is no UTF-8', text(Buffer.from([0xc3, 0x28, 0xff, 0xfe]))),
  frame('close with half a code', frameOf(8, Buffer.from([3]), MASK)),
  frame('binary noise', frameOf(BINARY, randomBytes(10_000), MASK)),
  frame('1 MB message', text(call('messages.send', `"${'x'.repeat(MEGABYTE)}"`))),
  frame('deep message', text(call('people.search', `${'['.repeat(50_000)}${']'.repeat(50_000)}`))),
  frame('bad JSON', ...['{', '', 'null', '[[]]', '{"id":{}}', '{"id":1e999}'].map(text)),
  frame(
    'unknown procedures',
    ...['nope', '__proto__', 'constructor', ''].map((path) => text(call(path, '{}'))),
  ),
  frame('noise for frames', randomBytes(4_096)),
  http('noise for HTTP', randomBytes(4_096).toString('latin1')),
  http('a header without end', `GET /trpc HTTP/1.1\r\nx: ${'y'.repeat(200_000)}`),
  http(
    'a body shorter than told',
    'POST /trpc/messages.send HTTP/1.1\r\nHost: x\r\nContent-Length: 90000\r\n\r\n{',
  ),
  http(
    'a length that is none',
    'POST /trpc/messages.send HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n{}',
  ),
  http('two lengths', 'POST /trpc/a HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\nContent-Length: 9\r\n\r\n{}'),
  http('bad chunks', 'POST /trpc/a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'),
]

/** Throws them at a node. Resolves, never rejects, when the node has closed or some time is over. */
export function throwBytes(url: string, { onSocket, bytes }: PoisonBytes): Promise<void> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve) => {
    const socket = connect({ host: hostname, port: Number(port) })
    const timer = setTimeout(() => socket.destroy(), LISTEN_MS)
    // closed in our face: that is one good answer
    socket.on('error', () => socket.destroy())
    socket.once('close', () => {
      clearTimeout(timer)
      resolve()
    })
    socket.once('connect', () => {
      socket.write(onSocket ? handshake({ host: `${hostname}:${port}`, path: '/trpc' }).request : bytes)
    })
    socket.once('data', () => {
      if (onSocket) socket.write(bytes)
    })
    socket.resume()
  })
}
