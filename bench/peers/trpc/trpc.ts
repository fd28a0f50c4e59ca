/** `trpcGenerator` and `trpcObservable`: the official adapter, with the two ways of writing a subscription. */
import { join } from 'node:path'
import type { Reading } from '../../load/plan.ts'
import type { Peer } from '../peer.ts'
import { startPeer } from '../start-peer.ts'
import { CALL_TRPC, sayTrpc, trpcFrame } from './speech.ts'

const SERVER = join(import.meta.dirname, 'server.ts')
const reading: Reading = { by: 'frame', answerIdAt: '{"id":'.length, answerOk: ',"result"' }
const speaker = { path: '/trpc', opening: [], readyAfter: 0 }

function trpc(name: string, title: string, style: string): Peer {
  return {
    name,
    title,
    isThere: () => true,
    start: () => startPeer(SERVER, style),
    chat: {
      reading,
      speaker,
      listener: (conversationId) => ({
        path: '/trpc',
        opening: [trpcFrame(1, 'subscription', 'conversations.events', { conversationId })],
        readyAfter: 1,
      }),
      listenerOfAll: (rooms) => ({
        path: '/trpc',
        opening: rooms.map((conversationId, index) =>
          trpcFrame(1 + index, 'subscription', 'conversations.events', { conversationId }),
        ),
        readyAfter: rooms.length,
      }),
      say: sayTrpc,
    },
    calls: { reading, socket: speaker, call: CALL_TRPC },
  }
}

export const trpcGenerator = trpc('trpc', 'official tRPC adapter, generator', 'generator')
export const trpcObservable = trpc('trpc-observable', 'official tRPC adapter, observable', 'observable')
