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
  const listeners = rooms.flatMap((room) =>
    Array.from({ length: listenersPerRoom }, () => chat.listener(room)),
  )
  return planOf(url, chat, { rooms, listeners, speakers, deliveries: listenersPerRoom })
}

/** Few sockets, each of which hears all rooms. Null for a peer that cannot be asked so. */
export function peerAllRoomsPlan(
  url: string,
  chat: ChatSpeech,
  rooms: readonly string[],
  count: number,
  speakers: number,
): Plan | null {
  const listener = chat.listenerOfAll?.(rooms)
  if (listener === undefined) return null
  const listeners = Array.from({ length: count }, () => listener)
  return planOf(url, chat, { rooms, listeners, speakers, deliveries: count })
}

interface Talk {
  readonly rooms: readonly string[]
  readonly listeners: readonly Omit<SocketPlan, 'counts'>[]
  readonly speakers: number
  /** Of one message. */
  readonly deliveries: number
}

function planOf(url: string, chat: ChatSpeech, { rooms, listeners, speakers, deliveries }: Talk): Plan {
  const sockets: SocketPlan[] = listeners.map((listener) => ({ ...listener, counts: 'deliveries' }))
  const first = sockets.length
  for (let index = 0; index < speakers; index++) sockets.push({ ...chat.speaker, counts: 'nothing' })
  const voices = Array.from({ length: Math.max(speakers, rooms.length) }, (_, turn) => ({
    socket: first + (turn % speakers),
    template: chat.say(rooms[turn % rooms.length] as string, TEXT),
  }))
  return { url, sockets, voices, expects: { deliveries }, reading: chat.reading }
}

export function peerCallPlan(url: string, { socket, call, reading }: CallSpeech, clients: number): Plan {
  const sockets = Array.from({ length: clients }, (): SocketPlan => ({ ...socket, counts: 'answers' }))
  const voices = sockets.map((_, index) => ({ socket: index, template: call }))
  return { url, sockets, voices, expects: 'answer', reading }
}
