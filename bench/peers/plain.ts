/** `ws`, `uwsPublish` and `uwsSend`: servers without a protocol of their own, spoken to in small JSON. */
import { join } from 'node:path'
import { ID_SLOT, type Reading } from '../load/plan.ts'
import type { Peer } from './peer.ts'
import { startPeer } from './start-peer.ts'

const reading: Reading = { by: 'frame', answerIdAt: '{"id":'.length, answerOk: ',"result"' }
const speaker = { path: '/', opening: [], readyAfter: 0 }

function plain(name: string, title: string, server: string, style = ''): Peer {
  return {
    name,
    title,
    isThere: () => true,
    start: () => startPeer(join(import.meta.dirname, server), style),
    chat: {
      reading,
      speaker,
      listener: (join) => ({ path: '/', opening: [JSON.stringify({ join })], readyAfter: 1 }),
      listenerOfAll: (rooms) => ({
        path: '/',
        opening: rooms.map((join) => JSON.stringify({ join })),
        readyAfter: rooms.length,
      }),
      say: (conversationId, text) => JSON.stringify({ send: { conversationId, commandId: ID_SLOT, text } }),
    },
    calls: {
      reading,
      socket: speaker,
      call: `{"id":${ID_SLOT},"ask":{"ids":["nobody-${ID_SLOT}"]}}`,
    },
  }
}

export const ws = plain('ws', 'ws', 'ws/server.ts')
export const uwsPublish = plain('uws', 'raw uWebSockets, publish', 'uws/server.ts', 'publish')
export const uwsSend = plain('uws-send', 'raw uWebSockets, send', 'uws/server.ts', 'send')
