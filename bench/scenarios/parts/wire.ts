/** `openWire`: a WebSocket client that does as little as possible: frames in, frames out, nothing decoded. */
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'

export interface WireOptions {
  /** `http://host:port`, with the path of the endpoint. */
  readonly url: string
  /** Goes into the Authorization header of the handshake. */
  readonly token?: string
  /** One of 127.0.0.x: an address has 28,000 ports only. */
  readonly localAddress?: string
  /** The payload of each whole text frame. The buffer is reused after the call. */
  readonly onText: (payload: Buffer) => void
  readonly onClose?: () => void
}

export interface Wire {
  send(text: string): void
  /** Ends the TCP connection without a closing handshake, as a phone in a tunnel does. */
  close(): void
}

const HEAD_END = '\r\n\r\n'
const TEXT = 1
const CLOSE = 8
const PING = 9

/** Resolves when the server has accepted the handshake; rejects when it does not. */
export function openWire({ url, token, localAddress, onText, onClose }: WireOptions): Promise<Wire> {
  const { hostname, port, pathname, search } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({
      host: hostname,
      port: Number(port),
      noDelay: true,
      ...(localAddress && { localAddress }),
    })
    let rest: Buffer | null = null
    let isOpen = false

    const wire: Wire = {
      send: (text) => void socket.write(maskedFrame(TEXT, Buffer.from(text))),
      close: () => void socket.destroy(),
    }
    socket.on('error', reject)
    socket.on('close', () => {
      reject(new Error(`${url} closed the connection`))
      onClose?.()
    })
    socket.on('connect', () => {
      socket.write(
        `GET ${pathname}${search} HTTP/1.1\r\nHost: ${hostname}:${port}\r\nUpgrade: websocket\r\n` +
          `Connection: Upgrade\r\nSec-WebSocket-Key: ${KEY}\r\nSec-WebSocket-Version: 13\r\n` +
          `${token ? `Authorization: Bearer ${token}\r\n` : ''}\r\n`,
      )
    })
    socket.on('data', (chunk: Buffer) => {
      let bytes = rest === null ? chunk : Buffer.concat([rest, chunk])
      rest = null
      if (!isOpen) {
        const end = bytes.indexOf(HEAD_END)
        if (end === -1) {
          rest = bytes
          return
        }
        const status = bytes.toString('latin1', 9, 12)
        if (status !== '101') {
          socket.destroy()
          reject(new Error(`${url} answers ${status} to the handshake`))
          return
        }
        isOpen = true
        resolve(wire)
        bytes = bytes.subarray(end + HEAD_END.length)
      }
      const used = readFrames(bytes, (opcode, payload) => {
        if (opcode === TEXT) onText(payload)
        else if (opcode === PING) socket.write(maskedFrame(PING + 1, payload))
        else if (opcode === CLOSE) socket.destroy()
      })
      if (used < bytes.length) rest = Buffer.from(bytes.subarray(used))
    })
  })
}

/** The server only proves with it that it speaks WebSocket; a constant saves 20,000 random numbers. */
const KEY = randomBytes(16).toString('base64')

/** Hands out each whole frame of a server and returns how many bytes they took. Servers do not mask (RFC 6455, 5.1). */
export function readFrames(bytes: Buffer, frame: (opcode: number, payload: Buffer) => void): number {
  let at = 0
  for (;;) {
    if (bytes.length - at < 2) return at
    const opcode = (bytes[at] as number) & 0x0f
    let length = (bytes[at + 1] as number) & 0x7f
    let head = 2
    if (length === 126) {
      if (bytes.length - at < 4) return at
      length = bytes.readUInt16BE(at + 2)
      head = 4
    } else if (length === 127) {
      if (bytes.length - at < 10) return at
      length = Number(bytes.readBigUInt64BE(at + 2))
      head = 10
    }
    const end = at + head + length
    if (end > bytes.length) return at
    frame(opcode, bytes.subarray(at + head, end))
    at = end
  }
}

/** A final frame as a client must send it: masked. The mask is random in purpose only; here it is a constant. */
export function maskedFrame(opcode: number, payload: Buffer): Buffer {
  const { length } = payload
  const extra = length < 126 ? 0 : length < 0x1_0000 ? 2 : 8
  const head = 2 + extra
  const frame = Buffer.allocUnsafe(head + 4 + length)
  frame[0] = 0x80 | opcode
  frame[1] = 0x80 | (extra === 0 ? length : extra === 2 ? 126 : 127)
  if (extra === 2) frame.writeUInt16BE(length, 2)
  if (extra === 8) frame.writeBigUInt64BE(BigInt(length), 2)
  frame.writeUInt32BE(MASK, head)
  for (let index = 0; index < length; index++) {
    frame[head + 4 + index] = (payload[index] as number) ^ ((MASK >>> (24 - 8 * (index & 3))) & 0xff)
  }
  return frame
}

const MASK = 0x5a_c3_3c_a5
