/** One person with one device: `makePerson` asks until there is an end, follows rooms, and trusts nobody about order. */

import type { Answer } from '../actors/ports.ts'
import { fold } from '../conversation/fold.ts'
import type { ConversationReset } from '../conversation/message.ts'
import { type ConversationState, loadConversation, NO_CONVERSATION } from '../conversation/state.ts'
import { sleep } from '../kernel/sleep.ts'
import { isRetryable, Refusal } from '../protocol/errors.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import { parsePosition } from '../protocol/position.ts'
import type { Chance } from './chance.ts'
import type { Door } from './door.ts'
import type { Frame } from './gateway.ts'
import { commandOf, type Fact, type Ledger } from './ledger.ts'
import type { Operation } from './operations.ts'
import type { World } from './world.ts'

/** What the device keeps of a room. */
export interface Copy {
  readonly epoch: string
  readonly seq: number
  readonly state: ConversationState
  /** What became durable as its last event; null before the first. */
  readonly last: Fact | null
  /** What came last does not follow from what came before: only another epoch's reset can make that good. */
  readonly isMixed: boolean
}

export interface Person {
  readonly userId: string
  /** Asks until there is an answer or a final refusal, with the same commandId, through whatever door is open. */
  ask(operation: Operation): Promise<void>
  /** Follows a room from now on, over every reconnect. */
  follow(roomId: string): void
  follows(roomId: string): boolean
  copyOf(roomId: string): Copy | undefined
  /** Loses the connection, and may come back with a copy from yesterday. */
  hangUp(): void
}

export interface PersonParts {
  readonly world: World
  readonly ledger: Ledger
  readonly chance: Chance
  readonly userId: string
  /** Doors a balancer would offer. */
  readonly doors: () => readonly Door[]
}

interface Socket {
  readonly door: Door
  isOpen: boolean
  /** Frames and answers arrive in order. */
  arrivesMs: number
  readonly stops: (() => void)[]
  readonly waiting: Set<() => void>
}

const ANSWER_WAIT_MS = 3_000
const HEARTBEAT_MS = 2_000

export function makePerson({ world, ledger, chance, userId, doors }: PersonParts): Person {
  const { story } = world
  const copies = new Map<string, Copy>()
  /** Copies of some while ago, to come back with. */
  const old = new Map<string, Copy>()
  const rooms = new Set<string>()
  let socket: Socket | null = null
  let isDialling = false
  const whenOpen = new Set<() => void>()

  function delay(): number {
    return 1 + chance.random() * 10
  }

  function dial(): void {
    if (isDialling || socket !== null) return
    isDialling = true
    world.after(chance.between(10, 300), () => {
      isDialling = false
      const offered = doors()
      if (offered.length === 0) return dial()
      open(chance.oneOf(offered))
    })
  }

  function open(door: Door): void {
    const opened: Socket = { door, isOpen: true, arrivesMs: 0, stops: [], waiting: new Set() }
    socket = opened
    door.process.onDeath(() => world.after(delay(), () => close(opened)))
    door.onClose(() => world.after(delay(), () => close(opened)))
    watch(opened)
    for (const roomId of rooms) subscribe(opened, roomId)
    for (const go of [...whenOpen]) go()
    whenOpen.clear()
  }

  /** Somebody who hears no heartbeat hangs up: a stopped process does not close its sockets. */
  function watch(opened: Socket): void {
    let silentFor = 0
    const look = () => {
      if (!opened.isOpen) return
      silentFor = opened.door.process.status === 'running' ? 0 : silentFor + 1
      if (silentFor >= 2) close(opened)
      else world.after(HEARTBEAT_MS, look)
    }
    world.after(HEARTBEAT_MS, look)
  }

  function close(closed: Socket): void {
    if (!closed.isOpen) return
    closed.isOpen = false
    for (const stop of closed.stops) closed.door.process.after(delay(), stop)
    if (socket !== closed) return
    socket = null
    for (const giveUp of [...closed.waiting]) giveUp()
    if (chance.happens(0.15)) {
      for (const [roomId, copy] of old) copies.set(roomId, copy)
      story.tell(userId, () => 'comes back with a copy of some while ago')
    }
    dial()
  }

  /** Brings something from the door to the device, in order, as long as the socket is open. */
  function toDevice(from: Socket, arrive: () => void): void {
    from.arrivesMs = Math.max(from.arrivesMs, world.now() + delay())
    world.after(from.arrivesMs - world.now(), () => {
      if (from.isOpen) arrive()
    })
  }

  function subscribe(via: Socket, roomId: string): void {
    via.door.process.after(delay(), () => {
      if (!via.isOpen || !via.door.isOpen()) return
      const known = copies.get(roomId)
      // Who knows nothing of a room has no past to be continued.
      const copy = known === undefined || known.seq === 0 ? fresh(via.door.epoch) : known
      copies.set(roomId, copy)
      const from = { epoch: copy.epoch, seq: copy.seq }
      via.stops.push(
        via.door.gateway.follow(roomId, from, (frame) => toDevice(via, () => receive(via, frame))),
      )
    })
  }

  function receive(via: Socket, { roomId, position, json }: Frame): void {
    const at = parsePosition(position)
    const copy = copies.get(roomId) ?? fresh(via.door.epoch)
    const arrivals = JSON.parse(json) as (ConversationEvent | ConversationReset)[]
    if (at === null) {
      story.violate('I8', `${userId} was sent the position ${position}`)
      return
    }
    let next = copy
    for (const arrival of arrivals) {
      if (arrival.kind === 'reset') next = begin(roomId, at.epoch, arrival)
      else if (at.epoch !== next.epoch) {
        story.violate('I8', `${userId} in ${next.epoch} was sent ${roomId} of ${at.epoch} without a reset`)
        return
      } else if (arrival.seq > next.seq) next = apply(via, roomId, next, arrival)
    }
    copies.set(roomId, next)
    if (chance.happens(0.05)) old.set(roomId, copy)
  }

  function begin(roomId: string, epoch: string, { seq, conversation }: ConversationReset): Copy {
    story.count('resets')
    story.tell(userId, () => `begins ${roomId} again at ${epoch}:${seq}`)
    const last = ledger.newest(roomId, seq, ({ event }) => event.at === conversation.lastAt)
    if (last === undefined) story.violate('I8', `a reset of ${roomId} is not of the journal: ${epoch}:${seq}`)
    return { epoch, seq, state: loadConversation(conversation), last: last ?? null, isMixed: false }
  }

  function apply(via: Socket, roomId: string, copy: Copy, event: ConversationEvent): Copy {
    story.count('deliveries')
    const { commandId, kind, seq } = event
    const where = `${roomId} ${copy.epoch}:${seq} (${commandId}) to ${userId} by ${via.door.process.name}`
    if (seq !== copy.seq + 1) story.violate('I8', `a hole: ${where} after ${copy.seq}`)
    const isSame = (fact: Fact) => commandOf(fact.event) === commandOf(event) && fact.event.kind === kind
    const told = ledger.newest(roomId, seq, isSame)
    if (told === undefined) story.violate('I8', `told and not durable: ${where}`)
    const follows = ledger.newest(roomId, seq, (fact, before) => isSame(fact) && before === copy.last)
    const isMixed = copy.isMixed || follows === undefined
    if (isMixed && !copy.isMixed) story.tell(userId, () => `is told two histories: ${where}`)
    return { epoch: copy.epoch, seq, state: fold(copy.state, event), last: follows ?? told ?? null, isMixed }
  }

  function whenConnected(): Promise<Socket> {
    if (socket !== null) return Promise.resolve(socket)
    dial()
    return new Promise((resolve) => whenOpen.add(() => resolve(socket as Socket)))
  }

  /** One attempt over one socket. Null: nobody knows. */
  function attempt(via: Socket, operation: Operation): Promise<Answer | Refusal | null> {
    return new Promise((resolve) => {
      const give = (result: Answer | Refusal | null) => {
        via.waiting.delete(giveUp)
        resolve(result)
      }
      const giveUp = () => give(null)
      via.waiting.add(giveUp)
      world.after(ANSWER_WAIT_MS, giveUp)
      const { process, deliver } = via.door
      process.after(delay(), () => {
        if (!via.isOpen) return
        deliver(operation.wish).then(
          (answer) => toDevice(via, () => give(answer)),
          (refusal) => {
            if (!(refusal instanceof Refusal))
              story.violate('I13', `${process.name} rejected with ${refusal}`)
            toDevice(via, () => give(refusal instanceof Refusal ? refusal : null))
          },
        )
      })
    })
  }

  return {
    userId,
    follows: (roomId) => rooms.has(roomId),
    copyOf: (roomId) => copies.get(roomId),
    follow(roomId) {
      if (rooms.has(roomId)) return
      rooms.add(roomId)
      if (socket === null) dial()
      else subscribe(socket, roomId)
    },
    hangUp() {
      if (socket !== null) close(socket)
    },
    async ask(operation) {
      const { wish } = operation
      story.count('commands')
      let attemptedMs = world.now()
      let isOpen = false
      for (let tries = 1; ; tries++) {
        const via = await whenConnected()
        // An attempt that nobody answered may still wait at its room, and lend its answer to this one.
        if (!isOpen) attemptedMs = world.now()
        story.tell(
          userId,
          () => `asks ${via.door.process.name}: ${wish.roomId} ${wish.commandId} ${wish.command.type}`,
        )
        const result = await attempt(via, operation)
        const endedMs = world.now()
        if (result !== null && !(result instanceof Refusal)) {
          story.count('answers')
          story.tell(userId, () => `has its answer: ${wish.roomId} ${wish.commandId} is ${result.seq}`)
          operation.outcome = { answer: result, endedMs }
          return
        }
        story.tell(userId, () => `${wish.commandId}: ${result === null ? 'no answer' : result.reason}`)
        if (result !== null && !isRetryable(result.reason)) {
          operation.outcome = { reason: result.reason, attemptedMs, endedMs }
          return
        }
        if (result?.reason === 'INTERNAL') story.violate('I13', `${wish.commandId} met INTERNAL`)
        isOpen ||= result === null || result.reason === 'UNAVAILABLE'
        story.count('retries')
        await sleep(world, Math.min(100 * 2 ** tries, 1_500) * (0.5 + chance.random()))
        if (chance.happens(0.2) && via.isOpen) close(via)
      }
    },
  }
}

function fresh(epoch: string): Copy {
  return { epoch, seq: 0, state: NO_CONVERSATION, last: null, isMixed: false }
}
