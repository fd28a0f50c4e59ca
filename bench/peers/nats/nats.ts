/** `nats`: nats-server's WebSocket listener. It stores nothing and looks into nothing: a message goes out as it came. */
import type { Peer } from '../peer.ts'
import { EVENT_SAMPLE } from '../sample-event.ts'
import { isInstalled, startProgram } from '../start-program.ts'

const PROGRAM = 'nats-server'
const CONNECT = 'CONNECT {"verbose":false,"pedantic":false}\r\n'
const SUBJECT = 'r'
const opening = (room: string) => [`${CONNECT}SUB ${SUBJECT}.${room} 1\r\nPING\r\n`]
const head = (room: string, bytes: number) => `MSG ${SUBJECT}.${room} 1 ${bytes}\r\n`
/** All rooms have names of this length, so that all events have the same bytes on the wire. */
const ROOM = 'x'.repeat(36)

export const nats: Peer = {
  name: 'nats',
  title: 'nats-server, WebSocket',
  isThere: () => isInstalled(PROGRAM),
  start: () =>
    startProgram(
      PROGRAM,
      (port, other) =>
        `listen: "127.0.0.1:${other}"\nping_interval: "1h"\nmax_pending: 268435456\nwebsocket { listen: "127.0.0.1:${port}", no_tls: true }\n`,
    ),
  chat: {
    reading: { by: 'bytes', eventBytes: head(ROOM, EVENT_SAMPLE.length).length + EVENT_SAMPLE.length + 2 },
    speaker: { path: '/', opening: [CONNECT], readyAfter: 1, binary: true },
    // INFO, and the PONG that says that SUB was read
    listener: (room) => ({ path: '/', opening: opening(room), readyAfter: 2, binary: true }),
    say: (room, text) => {
      const event = EVENT_SAMPLE.replace(SAMPLE_TEXT, text)
      return `PUB ${SUBJECT}.${room} ${event.length}\r\n${event}\r\n`
    },
  },
  calls: null,
}
const SAMPLE_TEXT = /(?<="text":")[^"]*/
