/** `openClient`: one raw WebSocket of the generator; all of them read into one buffer. */
import { randomBytes } from 'node:crypto'
import { connect, type Socket } from 'node:net'
import { makeFrameReader, type OnFrame } from './frame-reader.ts'
import { BINARY, frameOf, PONG, TEXT } from './frame-writer.ts'
import { handshake } from './handshake.ts'
import type { SocketPlan } from './plan.ts'

export interface Client {
  readonly mask: Buffer
  /** Whole frames, masked. The bytes must not be changed afterwards. */
  write(frames: Buffer): void
}

interface ClientOptions {
  readonly url: URL
  readonly plan: SocketPlan
  readonly onFrame: OnFrame
  readonly onClose: () => void
}

/**
 * A read is finished before the next one begins, so one buffer serves all sockets: 5,000 sockets with 64 KB each would
 * fall out of every cache. It is large, so that a frame of hundreds of events mostly comes in one piece.
 */
const SHARED = Buffer.allocUnsafeSlow(1024 * 1024)
const PING = 9
const CLOSE = 8
const HEAD_END = '\r\n\r\n'

/** Resolves once `readyAfter` frames have come, rejects when the server says no or closes before. */
export function openClient({ url, plan, onFrame, onClose }: ClientOptions): Promise<Client> {
  const mask = randomBytes(4)
  const { request, faultOf } = handshake({ host: url.host, ...plan })
  return new Promise((resolve, reject) => {
    let head: string | null = ''
    let before = plan.readyAfter
    let isReady = false
    const reader = makeFrameReader((opcode, bytes, start, end, length) => {
      if (opcode === PING) {
        socket.write(frameOf(PONG, Buffer.from(bytes.subarray(start, end)), mask))
      } else if (opcode === CLOSE) socket.destroy()
      else if (isReady) onFrame(opcode, bytes, start, end, length)
      else if (--before <= 0) ready()
      else if (before === 1 && plan.onceGreeted !== undefined) say(plan.onceGreeted)
    })
    const take = (count: number): boolean => {
      const bytes = SHARED.subarray(0, count)
      if (head === null) reader.read(bytes)
      else begin(bytes)
      return true
    }
    const socket: Socket = connect({
      host: url.hostname,
      port: Number(url.port || 80),
      noDelay: true,
      onread: { buffer: SHARED, callback: take },
    })
    const client: Client = { mask, write: (frames) => void socket.write(frames) }

    function begin(bytes: Buffer): void {
      head += bytes.toString('latin1')
      const at = (head as string).indexOf(HEAD_END)
      if (at === -1) return
      const fault = faultOf(head as string)
      if (fault !== null) {
        reject(new Error(`${url.host}${plan.path}: ${fault}`))
        socket.destroy()
        return
      }
      const rest = Buffer.from((head as string).slice(at + HEAD_END.length), 'latin1')
      head = null
      for (const frame of plan.opening) say(frame)
      if (before === 0) ready()
      if (rest.length > 0) reader.read(rest)
    }

    function say(text: string): void {
      socket.write(frameOf(plan.binary ? BINARY : TEXT, Buffer.from(text, 'latin1'), mask))
    }

    function ready(): void {
      isReady = true
      resolve(client)
    }

    socket.on('connect', () => socket.write(request))
    socket.on('error', reject)
    socket.on('close', () => {
      reject(new Error(`${url.host}${plan.path} closed the connection before it was ready`))
      if (isReady) onClose()
    })
  })
}
