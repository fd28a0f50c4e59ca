/** `peerChatPlan` and `peerCallPlan`: the same crowd as in front of Parley, in front of a peer. */
import type { Plan, SocketPlan } from '../load/plan.ts'
import type { CallSpeech, ChatSpeech } from './peer.ts'
import { TEXT } from './text.ts'

export function peerChatPlan(
  url: string,
  chat: ChatSpeech,
  rooms: readonly string[],
  listenersPerRoom: number,
  speakers: number,
): Plan {
  const sockets: SocketPlan[] = rooms.flatMap((room) =>
    Array.from({ length: listenersPerRoom }, () => ({
      ...chat.listener(room),
      counts: 'deliveries' as const,
    })),
  )
  const first = sockets.length
  for (let index = 0; index < speakers; index++) sockets.push({ ...chat.speaker, counts: 'nothing' })
  const voices = Array.from({ length: Math.max(speakers, rooms.length) }, (_, turn) => ({
    socket: first + (turn % speakers),
    template: chat.say(rooms[turn % rooms.length] as string, TEXT),
  }))
  return { url, sockets, voices, expects: { deliveries: listenersPerRoom }, reading: chat.reading }
}

export function peerCallPlan(url: string, { socket, call, reading }: CallSpeech, clients: number): Plan {
  const sockets = Array.from({ length: clients }, (): SocketPlan => ({ ...socket, counts: 'answers' }))
  const voices = sockets.map((_, index) => ({ socket: index, template: call }))
  return { url, sockets, voices, expects: 'answer', reading }
}
