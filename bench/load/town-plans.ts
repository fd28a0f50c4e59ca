/** `chatPlan` and `sendPlan`: who connects to Parley and says what, with positions of the present. */

import { TEXT } from '../peers/text.ts'
import { CALL_TRPC, sayTrpc, trpcFrame } from '../peers/trpc/speech.ts'
import type { SeededRoom } from '../scenarios/parts/seed.ts'
import type { Plan, Reading, SocketPlan, Voice } from './plan.ts'
import type { Town } from './town.ts'

const PATH = '/trpc'
const ANSWERS = { answerIdAt: '{"id":'.length, answerOk: ',"result"' }

/** Our link names all subscriptions `sync`; a plain client of tRPC numbers them as they come. */
export type Following = 'sync' | 'tRPC ids'
const IDS = 7

/** Every listener hears one room. `speakers` sockets share the rooms between them; each speaks for one member. */
export async function chatPlan(
  town: Town,
  rooms: readonly SeededRoom[],
  listenersPerRoom: number,
  speakers: number,
  following: Following,
): Promise<Plan> {
  const { epoch, seqs } = await town.positions(rooms)
  const sockets: SocketPlan[] = []
  for (const { roomId, memberIds } of rooms) {
    const seq = seqs.get(roomId) ?? 0
    for (let index = 0; index < listenersPerRoom; index++) {
      const token = await town.token(memberIds[index % memberIds.length] as string)
      const opening = [subscribing(following, roomId, `${epoch}:${seq}`, sockets.length)]
      sockets.push({
        path: PATH,
        token,
        opening,
        readyAfter: 1,
        counts: 'deliveries',
        rooms: [[roomId, seq]],
      })
    }
  }
  const voices = await speaking(town, rooms, speakers, sockets)
  const positionAfter = following === 'sync' ? '"position":"' : '"data","id":"'
  const reading: Reading = { by: 'position', positionAfter, ...ANSWERS }
  return { url: town.url, sockets, voices, expects: { deliveries: listenersPerRoom }, reading }
}

function subscribing(following: Following, roomId: string, position: string, index: number): string {
  return following === 'sync'
    ? trpcFrame('sync', 'subscription', 'sync.resume', { positions: { [roomId]: position } })
    : trpcFrame(1 + (index % IDS), 'subscription', 'conversations.events', {
        conversationId: roomId,
        lastEventId: position,
      })
}

/** Few listeners, each of whom hears all rooms over one socket. They and the speakers are members of every room. */
export async function allRoomsPlan(
  town: Town,
  rooms: readonly SeededRoom[],
  listeners: readonly string[],
  speakers: number,
): Promise<Plan> {
  const { epoch, seqs } = await town.positions(rooms)
  const known = rooms.map(({ roomId }) => [roomId, seqs.get(roomId) ?? 0] as const)
  const positions = Object.fromEntries(known.map(([roomId, seq]) => [roomId, `${epoch}:${seq}`]))
  const opening = [trpcFrame('sync', 'subscription', 'sync.resume', { positions })]
  const sockets = await Promise.all(
    listeners.map(async (person): Promise<SocketPlan> => {
      const token = await town.token(person)
      return { path: PATH, token, opening, readyAfter: 1, counts: 'deliveries', rooms: known }
    }),
  )
  const voices = await speaking(town, rooms, speakers, sockets)
  const reading: Reading = { by: 'position', positionAfter: '"position":"', ...ANSWERS }
  return { url: town.url, sockets, voices, expects: { deliveries: listeners.length }, reading }
}

/**
 * One voice a room, and at least `speakers`, spoken in turn. Past the first `speakers` a voice uses the socket of the
 * one whose turn it is again, if that is the same person, so that few people speak in many rooms over few sockets.
 */
async function speaking(
  town: Town,
  rooms: readonly SeededRoom[],
  speakers: number,
  sockets: SocketPlan[],
): Promise<Voice[]> {
  const voices: (Voice & { readonly person: string })[] = []
  for (let turn = 0; turn < Math.max(speakers, rooms.length); turn++) {
    const { roomId, memberIds } = rooms[turn % rooms.length] as SeededRoom
    const person = memberIds[Math.floor(turn / rooms.length) % memberIds.length] as string
    const before = turn < speakers ? undefined : voices[turn % speakers]
    let socket = before?.person === person ? before.socket : null
    if (socket === null) {
      const token = await town.token(person)
      socket = sockets.push({ path: PATH, token, opening: [], readyAfter: 0, counts: 'answers' }) - 1
    }
    voices.push({ socket, template: sayTrpc(roomId, TEXT), person })
  }
  return voices
}

/** Clients that send and wait for their answers; nobody listens. */
export async function sendPlan(town: Town, rooms: readonly SeededRoom[], clients: number): Promise<Plan> {
  const sockets: SocketPlan[] = []
  const voices = await speaking(town, rooms, clients, sockets)
  return { url: town.url, sockets, voices, expects: 'answer', reading: { by: 'frame', ...ANSWERS } }
}

/** Clients that make a validated call which needs no database. */
export async function callPlan(town: Town, clients: number): Promise<Plan> {
  const sockets = await Promise.all(
    Array.from({ length: clients }, async (_, index): Promise<SocketPlan> => {
      const token = await town.token(town.people[index % town.people.length] as string)
      return { path: PATH, token, opening: [], readyAfter: 0, counts: 'answers' }
    }),
  )
  const voices = sockets.map((_, socket) => ({ socket, template: CALL_TRPC }))
  return { url: town.url, sockets, voices, expects: 'answer', reading: { by: 'frame', ...ANSWERS } }
}
