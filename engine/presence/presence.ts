/** `makePresence`: who is online and who types, on this node and on all others. Kept in memory only, never journalled. */
import type { Bus } from '../cluster/bus.ts'
import type { Clock } from '../kernel/clock.ts'
import { Devices } from './devices.ts'
import { Peers } from './peers.ts'
import { type HearTyping, Typing } from './typing.ts'
import {
  askPresence,
  type Person,
  piecesOf,
  type Question,
  type QuestionAnswer,
  type TypingWord,
  WORDS,
  type Word,
  type WordBody,
} from './wire.ts'

/** Time passes in ticks that are counted, never read from a clock: a clock that jumps would make everybody offline. */
const TICK_MS = 1_000
/** What happens in this time is told to other nodes in one word. */
const GATHER_MS = 100
/** A node that has nothing to say says that, so that a lost word and a dead node are noticed. */
const BEAT_TICKS = 5

/** Somebody who wants to know whether people are online. */
export interface Watcher {
  /** Must not throw. */
  changed(person: Person, isOnline: boolean): void
}

export interface Presence {
  /** One more device of this person is connected here; `leave` as often. */
  enter(person: Person): void
  leave(person: Person): void
  /** Has the watcher told of every change; answers with how it is now. Once for each watcher and person. */
  watch(person: Person, watcher: Watcher): boolean
  unwatch(person: Person, watcher: Watcher): void
  /** Who watches the person here. */
  watchersOf(person: Person): Iterable<Watcher>
  /** Somebody types, or has stopped: believed for five seconds. */
  type(roomId: string, userId: string, isTyping: boolean): void
  /** Has `hear` called when it changes who types in the room. Answers with who does, and with what stops it. */
  followTyping(roomId: string, hear: HearTyping): { readonly now: readonly string[]; stop(): void }
  /** Our people are about to connect elsewhere: others keep them for a while, and hear no more of us. */
  handOff(): void
  /** What is kept. */
  size(): PresenceSize
  /** Hands off, and listens no more. */
  stop(): void
}

export interface PresenceSize {
  readonly here: number
  readonly watched: number
  readonly nodes: number
  /** Of the watched, those at other nodes. */
  readonly elsewhere: number
  /** Rooms whose typing is followed. */
  readonly rooms: number
}

export interface PresenceParts {
  readonly nodeId: string
  /** Another one for each process. */
  readonly life: string
  readonly bus: Bus
  readonly clock: Clock
}

interface Watched {
  readonly watchers: Set<Watcher>
  isOnline: boolean
}

export function makePresence({ nodeId, life, bus, clock }: PresenceParts): Presence {
  let tick = 0
  let beatTick = 0
  let no = 0
  let isParting = false
  let isGathering = false
  /** Somebody has not heard of us yet, or not for a while. */
  let isGreeting = true
  /** Since the last word; the last state of each counts. */
  let moved = new Map<Person, boolean>()
  let typed = new Map<string, TypingWord>()
  /** Watched since the last question, and not asked about yet. */
  let unasked = new Set<Person>()
  const watched = new Map<Person, Watched>()

  const typing = new Typing(clock)
  const devices = new Devices((person, isHere) => {
    look(person)
    moved.set(person, isHere)
    gather()
  })
  const peers = new Peers({
    bus,
    isWatched: (person) => watched.has(person),
    watched: () => watched.keys(),
    changed: look,
    met: greet,
  })

  /** Tells the watchers when the person came or went, wherever that was. */
  function look(person: Person): void {
    const state = watched.get(person)
    if (state === undefined) return
    const isOnline = devices.has(person) || peers.has(person)
    if (isOnline === state.isOnline) return
    state.isOnline = isOnline
    for (const watcher of [...state.watchers]) watcher.changed(person, isOnline)
  }

  function greet(): void {
    isGreeting = true
    gather()
  }

  function gather(): void {
    if (isGathering) return
    isGathering = true
    clock.after(GATHER_MS, flush)
  }

  function flush(): void {
    isGathering = false
    const came: Person[] = []
    const went: Person[] = []
    for (const [person, isHere] of moved) (isHere ? came : went).push(person)
    if (isGreeting || moved.size > 0 || typed.size > 0) {
      for (const piece of piecesOf({ came, went, typing: [...typed.values()] })) say(piece)
    }
    isGreeting = false
    const asked = [...unasked].filter((person) => watched.has(person))
    moved = new Map()
    typed = new Map()
    unasked = new Set()
    if (asked.length > 0) peers.ask(asked)
  }

  function say(body: WordBody, last: Pick<Word, 'isParting'> = {}): void {
    if (isParting) return
    beatTick = tick
    const word: Word = { from: nodeId, life, no: ++no, ...body, ...last }
    bus.publish(WORDS, JSON.stringify(word))
  }

  function hear(text: string): void {
    const word = JSON.parse(text) as Word
    if (word.life === life) return
    peers.hear(word)
    for (const [roomId, userId, isTyping] of word.typing) typing.heard(roomId, userId, isTyping === 1, tick)
  }

  async function answer(text: string): Promise<string> {
    const { people } = JSON.parse(text) as Question
    const found: QuestionAnswer = { no, here: people.filter((person) => devices.has(person)) }
    return JSON.stringify(found)
  }

  function sweep(): void {
    cancelSweep = clock.after(TICK_MS, sweep)
    tick++
    devices.sweep(tick)
    typing.sweep(tick)
    peers.sweep()
    if (tick - beatTick >= BEAT_TICKS) greet()
  }

  let cancelSweep = clock.after(TICK_MS, sweep)
  const ends = [
    bus.subscribe(WORDS, hear),
    bus.answer(askPresence(life), answer),
    bus.onChange((isConnected) => {
      if (!isConnected) return
      peers.reconnected()
      greet()
    }),
  ]
  greet()

  const presence: Presence = {
    enter: (person) => devices.enter(person),
    leave: (person) => devices.leave(person, tick),
    watch(person, watcher) {
      const known = watched.get(person)
      if (known !== undefined) {
        known.watchers.add(watcher)
        return known.isOnline
      }
      const isOnline = devices.has(person)
      watched.set(person, { watchers: new Set([watcher]), isOnline })
      unasked.add(person)
      gather()
      return isOnline
    },
    unwatch(person, watcher) {
      const state = watched.get(person)
      if (!state?.watchers.delete(watcher) || state.watchers.size > 0) return
      watched.delete(person)
      unasked.delete(person)
      peers.forget(person)
    },
    watchersOf: (person) => watched.get(person)?.watchers ?? [],
    type(roomId, userId, isTyping) {
      typing.heard(roomId, userId, isTyping, tick)
      typed.set(`${roomId}/${userId}`, [roomId, userId, isTyping ? 1 : 0])
      gather()
    },
    followTyping: (roomId, hear) => typing.follow(roomId, hear),
    handOff() {
      if (isParting) return
      flush()
      say({ came: [], went: [], typing: [] }, { isParting: true })
      isParting = true
    },
    size() {
      const { nodes, people: elsewhere } = peers.size()
      return { here: devices.size(), watched: watched.size, nodes, elsewhere, rooms: typing.size().rooms }
    },
    stop() {
      presence.handOff()
      cancelSweep()
      for (const end of ends) end()
    },
  }
  return presence
}
