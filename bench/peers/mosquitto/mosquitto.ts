/** `mosquitto`: an MQTT broker's WebSocket listener, QoS 0. It passes on what it is given. */
import { ID_SLOT } from '../../load/plan.ts'
import type { Peer } from '../peer.ts'
import { EVENT_SAMPLE } from '../sample-event.ts'
import { isInstalled, startProgram } from '../start-program.ts'

const PROGRAM = 'mosquitto'
const PATH = '/mqtt'
const ROOM = 'x'.repeat(36)
const SAMPLE_TEXT = /(?<="text":")[^"]*/
let clients = 0

/** Text of MQTT: its length in two bytes, and the bytes. */
function string(text: string): string {
  return String.fromCharCode(text.length >> 8, text.length & 0xff) + text
}

/** A packet: type and flags, the length in sevens of bits, the rest. */
function packet(type: number, rest: string): string {
  let length = rest.length
  let head = String.fromCharCode(type)
  do {
    const more = length >> 7
    head += String.fromCharCode((length & 0x7f) | (more > 0 ? 0x80 : 0))
    length = more
  } while (length > 0)
  return head + rest
}

/** MQTT 3.1.1, a clean session without keep-alive. */
const hello = () => packet(0x10, `${string('MQTT')}\x04\x02\x00\x00${string(`bench${++clients}`)}`)
const publish = (room: string, event: string) => packet(0x30, string(room) + event)

export const mosquitto: Peer = {
  name: 'mosquitto',
  title: 'mosquitto, WebSocket',
  isThere: () => isInstalled(PROGRAM),
  start: () =>
    startProgram(
      PROGRAM,
      // version 2.0.11 refuses to start when WebSockets are all it listens for
      (port, other) =>
        `listener ${other} 127.0.0.1\nlistener ${port} 127.0.0.1\nprotocol websockets\nallow_anonymous true\nmax_queued_messages 0\nset_tcp_nodelay true\n`,
    ),
  chat: {
    reading: { by: 'bytes', eventBytes: publish(ROOM, EVENT_SAMPLE).length },
    get speaker() {
      return { path: PATH, protocol: 'mqtt', opening: [hello()], readyAfter: 1, binary: true }
    },
    listener: (room) => ({
      path: PATH,
      protocol: 'mqtt',
      opening: [hello(), packet(0x82, `\x00\x01${string(room)}\x00`)],
      readyAfter: 2,
      binary: true,
    }),
    say: (room, text) =>
      publish(room, EVENT_SAMPLE.replace(SAMPLE_TEXT, text).replace(/"7{10}"/, `"${ID_SLOT}"`)),
  },
  calls: null,
}
