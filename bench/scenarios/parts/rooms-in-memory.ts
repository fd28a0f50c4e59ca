/** `measureRooms`: a runtime of this process filled with active rooms: bytes a room, and µs a decision among so many. */
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { AnyEvent, Journal, Wish } from '../../../engine/actors/ports.ts'
import { makeRuntime } from '../../../engine/actors/runtime.ts'
import { conversationKind } from '../../../engine/conversation/kind.ts'
import { idSource } from '../../../engine/kernel/ids.ts'
import type { ConversationCommand } from '../../../engine/protocol/commands/conversation-command.ts'

export interface RoomsWanted {
  readonly rooms: number
  readonly members: number
  /** Messages in each room before it is weighed: what has been said is part of being active. */
  readonly messages: number
  /** Decisions that are timed, spread over all rooms. */
  readonly decisions: number
}

export interface RoomsMeasured {
  readonly rooms: number
  readonly bytesPerRoom: number
  /** CPU of this process from `deliver` to its answer, with a journal that answers at once. */
  readonly microsPerDecision: number
}

/** Commands under way at once: as many as a busy node has, so that a commit carries many rooms. */
const AT_ONCE = 200

export async function measureRooms(wanted: RoomsWanted): Promise<RoomsMeasured> {
  const people = Array.from({ length: 10_000 }, flatId)
  const rooms = Array.from({ length: wanted.rooms }, flatId)
  const person = (room: number, place: number) => people[(room * 7 + place) % people.length] as string
  const runtime = silentRuntime(wanted.rooms)
  let said = 0
  let areFresh = true
  /** As it comes out of a socket: strings of its own, which the room may keep. Without it when decisions are timed. */
  const arrived = (wish: Wish): Wish => (areFresh ? (JSON.parse(JSON.stringify(wish)) as Wish) : wish)

  const ask = (room: number, authorId: string, command: ConversationCommand) =>
    runtime.deliver(
      arrived({
        kind: 'conversation',
        roomId: rooms[room] as string,
        organisationId: HOME,
        authorId,
        commandId: `c${++said}`,
        command,
      }),
    )
  const create = (room: number) =>
    ask(room, person(room, 0), {
      type: 'conversation.create',
      conversationKind: 'group',
      title: `Room ${room}`,
      memberIds: Array.from({ length: wanted.members - 1 }, (_, place) => person(room, place + 1)),
    })
  const say = (room: number, turn: number) =>
    ask(room, person(room, turn % wanted.members), {
      type: 'message.send',
      text: `${turn} ${TEXT}`,
      replyTo: null,
    })

  const empty = await liveBytes()
  await each(wanted.rooms, create)
  for (let turn = 0; turn < wanted.messages; turn++) await each(wanted.rooms, (room) => say(room, turn))
  const full = await liveBytes()
  if (runtime.inspect().rooms !== wanted.rooms) throw new Error('a room has left memory')

  areFresh = false
  const before = process.cpuUsage()
  // a large odd step visits rooms out of order, as people do, and all of them alike
  await each(wanted.decisions, (index) => say((index * 7_919) % wanted.rooms, index))
  const { user, system } = process.cpuUsage(before)
  await runtime.drain()
  return {
    rooms: wanted.rooms,
    bytesPerRoom: (full - empty) / wanted.rooms,
    microsPerDecision: (user + system) / wanted.decisions,
  }
}

const HOME = '00000000-0000-4000-8000-000000000001'
const TEXT = 'the quick brown fox jumps over the lazy dog while nobody at all is looking'

/** A journal that believes everything and keeps nothing: what is weighed is the runtime alone. */
function silentRuntime(residentMax: number) {
  const now = () => Date.now()
  const journal: Journal = {
    lanes: 2,
    load: async () => null,
    commit: async (_lane, writes) => writes.map(() => 'written' as const),
    findCommand: async () => null,
    findMessage: async () => null,
  }
  return makeRuntime({
    kinds: [conversationKind],
    journal,
    ownership: { termOf: () => 1, lost() {} },
    listeners: { tell(_kind: string, _roomId: string, _events: readonly AnyEvent[]) {} },
    clock: { now, after: () => () => {}, nextTick: setImmediate, soon: process.nextTick },
    newId: idSource(now, Math.random),
    gauges: { committed() {}, refused() {}, resident() {}, waiting() {} },
    log: {
      warn: (_detail, message) => console.warn(message),
      error: (_detail, message) => console.error(message),
    },
    limits: { residentMax: residentMax + 1 },
  })
}

/**
 * Node joins an id of many pieces, which fall away with its first use: 330 bytes an id, that would seem to have made
 * room for what is weighed.
 */
function flatId(): string {
  return Buffer.from(crypto.randomUUID()).toString()
}

/** Runs `work` for 0 … count - 1, so many at once. */
async function each(count: number, work: (index: number) => Promise<unknown>): Promise<void> {
  for (let start = 0; start < count; start += AT_ONCE) {
    const size = Math.min(AT_ONCE, count - start)
    await Promise.all(Array.from({ length: size }, (_, index) => work(start + index)))
  }
}

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Buffers are freed some time after the collection that found them dead: looks again until nothing goes any more. */
async function liveBytes(): Promise<number> {
  let least = Number.POSITIVE_INFINITY
  for (;;) {
    collect()
    await new Promise((resolve) => setTimeout(resolve, QUIET_MS))
    const { heapUsed, arrayBuffers } = process.memoryUsage()
    if (heapUsed + arrayBuffers >= least) return least
    least = heapUsed + arrayBuffers
  }
}

const QUIET_MS = 50
