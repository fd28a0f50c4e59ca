import { connect, type Socket as NetSocket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { EPOCH, openWorld, until, type World } from './testing.ts'

let world: World
afterEach(() => world.close())

interface Reader {
  readonly net: NetSocket
  readonly closed: Promise<void>
  bytes(): number
  /** seqs of the events of a room in whole frames, in the order they came. */
  seqs(roomId: string): number[]
}

/** A WebSocket client that reads only when told to: enough of the protocol to see every frame it is given. */
async function slowReader(world: World, subscribe: object): Promise<Reader> {
  const net = connect({ port: world.server.port, host: '127.0.0.1' })
  const chunks: Buffer[] = []
  let bytes = 0
  const closed = new Promise<void>((resolve) => net.once('close', () => resolve()))
  net.on('error', () => {})
  net.write(
    'GET /trpc HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n' +
      'Authorization: Bearer ann\r\nSec-WebSocket-Version: 13\r\n' +
      'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n',
  )
  net.on('data', (chunk) => {
    chunks.push(chunk)
    bytes += chunk.length
  })
  await until('it is connected', () => chunks.length > 0)
  chunks.length = 0
  const text = Buffer.from(JSON.stringify(subscribe))
  // A masked text frame whose mask is zero.
  net.write(Buffer.concat([Buffer.from([0x81, 0xfe, text.length >> 8, text.length & 255, 0, 0, 0, 0]), text]))
  let parsed: { readonly bytes: number; readonly seqs: Map<string, number[]> } = {
    bytes: -1,
    seqs: new Map(),
  }
  return {
    net,
    closed,
    bytes: () => bytes,
    seqs(roomId) {
      if (parsed.bytes !== bytes) parsed = { bytes, seqs: seqsByRoom(Buffer.concat(chunks)) }
      return parsed.seqs.get(roomId) ?? []
    },
  }
}

function seqsByRoom(bytes: Buffer): Map<string, number[]> {
  const seqs = new Map<string, number[]>()
  for (const frame of wholeFrames(bytes)) {
    const roomId = /"roomId":"(\w+)"/.exec(frame)?.[1]
    if (roomId === undefined) continue
    const found = [...frame.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq))
    seqs.set(roomId, [...(seqs.get(roomId) ?? []), ...found])
  }
  return seqs
}

/** Payloads of all whole text frames; a frame cut off at the end is none. */
function wholeFrames(bytes: Buffer): string[] {
  const frames: string[] = []
  for (let at = 0; at + 2 <= bytes.length; ) {
    let length = (bytes[at + 1] as number) & 127
    let head = 2
    if (length === 126) {
      length = bytes.readUInt16BE(at + 2)
      head = 4
    } else if (length === 127) {
      length = Number(bytes.readBigUInt64BE(at + 2))
      head = 10
    }
    if (at + head + length > bytes.length) break
    frames.push(bytes.subarray(at + head, at + head + length).toString())
    at += head + length
  }
  return frames
}

function numbers(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index)
}

const LARGE = 'x'.repeat(4_000)

/** Live frames only once the room is past its history: so that the native path is what is tested. */
function subscription(id: number, positions: Record<string, string>) {
  return { id, method: 'subscription', params: { path: 'rooms', input: { positions } } }
}

// More than 32 publishes to one socket in a turn make uWebSockets drain it while it walks over its topics.
it.each([1, 100])(
  'cuts off who does not read, and sends nothing after what it dropped (%i rooms)',
  async (count) => {
    world = await openWorld({ limits: { waitingBytesMax: 256 * 1024 } })
    const roomIds = Array.from({ length: count }, (_, index) => `r${index}`)
    let written = 0
    const commitEverywhere = async (text: string) => {
      written++
      for (const roomId of roomIds) world.commits(roomId, text)
      await new Promise((resolve) => setImmediate(resolve))
    }
    const at = (seq: (roomId: string) => number) =>
      Object.fromEntries(roomIds.map((roomId) => [roomId, `${EPOCH}:${seq(roomId)}`]))
    await commitEverywhere('first')

    const slow = await slowReader(
      world,
      subscription(
        1,
        at(() => 0),
      ),
    )
    await until('it has caught up', () => slow.seqs('r0').length === 1)
    await commitEverywhere('second')
    await until('it is live', () => slow.seqs('r0').length === 2)
    slow.net.pause()
    const dropped = async () => (await world.node.metrics.dropped.get()).values[0]?.value ?? 0
    while ((await dropped()) === 0) await commitEverywhere(LARGE)
    for (let more = 0; more < 5; more++) await commitEverywhere(LARGE)
    slow.net.resume()
    for (let more = 0; more < 5; more++) await commitEverywhere(LARGE)
    await slow.closed
    for (const roomId of roomIds) {
      const seqs = slow.seqs(roomId)
      expect(seqs.length).toBeLessThan(written)
      expect(seqs).toEqual(numbers(1, seqs.length))
    }

    const again = await slowReader(
      world,
      subscription(
        2,
        at((roomId) => slow.seqs(roomId).length),
      ),
    )
    await until('it has the rest', () => roomIds.every((roomId) => again.seqs(roomId).at(-1) === written))
    for (const roomId of roomIds) {
      expect(again.seqs(roomId)).toEqual(numbers(slow.seqs(roomId).length + 1, written))
    }
    again.net.destroy()
  },
)

it('sends a long history at the pace of its reader', async () => {
  world = await openWorld({ limits: { waitingBytesMax: 256 * 1024, waitingBytesSoft: 64 * 1024 } })
  const roomIds = Array.from({ length: 50 }, (_, index) => `r${index}`)
  // 40 MB in all, 160 times what may wait for a socket; a few of them fit into the buffers of the kernel.
  for (const roomId of roomIds) world.commits(roomId, ...Array.from({ length: 100 }, () => LARGE))
  await new Promise((resolve) => setImmediate(resolve))
  const positions = Object.fromEntries(roomIds.map((roomId) => [roomId, `${EPOCH}:0`]))
  const reader = await slowReader(world, subscription(1, positions))
  reader.net.pause()
  await new Promise((resolve) => setTimeout(resolve, 100))
  reader.net.resume()
  await until('it has nearly everything', () => reader.bytes() > 40_000_000)
  await until('it has everything', () => roomIds.every((roomId) => reader.seqs(roomId).length === 100))
  for (const roomId of roomIds) expect(reader.seqs(roomId)).toEqual(numbers(1, 100))
  expect((await world.node.metrics.dropped.get()).values[0]?.value ?? 0).toBe(0)
  reader.net.destroy()
})
