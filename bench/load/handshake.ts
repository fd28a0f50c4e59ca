/** `handshake`: the request that opens a WebSocket, and the check of what the server says to it. */
import { createHash, randomBytes } from 'node:crypto'

export interface Handshake {
  readonly request: string
  /** The status line is 101 and the server has proved that it read our key. Returns why not, or null. */
  faultOf(head: string): string | null
}

interface HandshakeOptions {
  readonly host: string
  readonly path: string
  readonly token?: string | undefined
  readonly protocol?: string | undefined
}

const MAGIC = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

export function handshake({ host, path, token, protocol }: HandshakeOptions): Handshake {
  const key = randomBytes(16).toString('base64')
  const lines = [
    `GET ${path} HTTP/1.1`,
    `Host: ${host}`,
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Key: ${key}`,
    'Sec-WebSocket-Version: 13',
    ...(token ? [`Authorization: Bearer ${token}`] : []),
    ...(protocol ? [`Sec-WebSocket-Protocol: ${protocol}`] : []),
  ]
  return {
    request: `${lines.join('\r\n')}\r\n\r\n`,
    faultOf(head) {
      const status = head.slice(9, 12)
      if (status !== '101') return `the handshake is answered ${head.slice(0, head.indexOf('\r'))}`
      const accept = createHash('sha1').update(`${key}${MAGIC}`).digest('base64')
      return head.includes(accept) ? null : 'the server does not prove that it speaks WebSocket'
    },
  }
}
