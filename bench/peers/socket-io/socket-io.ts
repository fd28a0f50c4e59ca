/** `socketIo` and `socketIoUws`: Socket.IO on its usual engine and on uWebSockets. */
import { join } from 'node:path'
import { ID_SLOT, type Reading } from '../../load/plan.ts'
import type { Peer } from '../peer.ts'
import { startPeer } from '../start-peer.ts'

const SERVER = join(import.meta.dirname, 'server.ts')
const PATH = '/socket.io/?EIO=4&transport=websocket'
/** Its answers to calls are `43`, the id, and the data. */
const reading: Reading = { by: 'frame', answerIdAt: 2, answerOk: '[' }
/** `0` opens the engine, `40` the namespace. */
const speaker = { path: PATH, opening: ['40'], readyAfter: 2 }

function socketIoOn(name: string, title: string, engine: string): Peer {
  return {
    name,
    title,
    isThere: () => true,
    start: () => startPeer(SERVER, engine),
    chat: {
      reading,
      speaker,
      listener: (room) => ({
        path: PATH,
        opening: ['40'],
        onceGreeted: `421${JSON.stringify(['join', room])}`,
        readyAfter: 3,
      }),
      listenerOfAll: (rooms) => ({
        path: PATH,
        opening: ['40'],
        onceGreeted: `421${JSON.stringify(['join', rooms])}`,
        readyAfter: 3,
      }),
      say: (conversationId, text) =>
        `42${JSON.stringify(['send', { conversationId, commandId: ID_SLOT, text }])}`,
    },
    calls: {
      reading,
      socket: speaker,
      call: `42${ID_SLOT}${JSON.stringify(['ask', { ids: [`nobody-${ID_SLOT}`] }])}`,
    },
  }
}

export const socketIo = socketIoOn('socket.io', 'Socket.IO', 'ws')
export const socketIoUws = socketIoOn('socket.io-uws', 'Socket.IO on uWebSockets', 'uws')
