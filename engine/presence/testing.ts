/** `openTown`: presences of several nodes in one process, on a bus that loses words, under a clock that is moved. For tests. */

import { type Bus, BusFault } from '../cluster/bus.ts'
import { type LocalBus, makeLocalBroker } from '../cluster/local-bus.ts'
import { sleep } from '../kernel/sleep.ts'
import { type ManualClock, makeManualClock } from '../sim/manual-clock.ts'
import { makePresence, type Presence, type Watcher } from './presence.ts'

const STEP_MS = 100
const LATE_MS = 350

/** What somebody who watches people has been told. */
export interface Screen {
  /** Those who are online, as far as it knows. */
  readonly online: ReadonlySet<string>
  /** Every change, `+ann` or `-ann`. */
  readonly changes: readonly string[]
  /** What can never be right: told what it knew already. */
  readonly doubles: readonly string[]
  watch(...people: string[]): void
  unwatch(...people: string[]): void
}

export interface TownNode {
  readonly presence: Presence
  readonly wire: LocalBus
  /** Words and questions this node has sent. */
  sent: number
  screen(): Screen
  /** A room on a screen here: what it shows now. */
  room(roomId: string): { readonly typing: readonly string[]; readonly changes: number; close(): void }
  /** Gone without a word. */
  crash(): void
}

export interface Town {
  readonly clock: ManualClock
  /** Whether a word, a question or an answer of this node is lost. */
  loses: (life: string) => boolean
  /** Whether answers reach this node late, after words that were said later. */
  delays: (life: string) => boolean
  open(life: string): TownNode
  /** Time passes, and everything that is sent meanwhile arrives. */
  pass(seconds: number): Promise<void>
}

export function openTown(): Town {
  const clock = makeManualClock()
  const broker = makeLocalBroker({
    clock,
    log: {
      error: (detail) => {
        throw new Error('a hearer threw', { cause: detail })
      },
    },
  })
  const town: Town = {
    clock,
    loses: () => false,
    delays: () => false,
    open(life) {
      const wire = broker.connect()
      const presence = makePresence({
        nodeId: life,
        life,
        clock,
        bus: lossy(wire, {
          isLost() {
            node.sent++
            return town.loses(life)
          },
          arrives: () => (town.delays(life) ? sleep(clock, LATE_MS) : Promise.resolve()),
        }),
      })
      const node: TownNode = {
        presence,
        wire,
        sent: 0,
        screen: () => screenAt(presence),
        room: (roomId) => roomAt(presence, roomId),
        crash: () => void wire.close(),
      }
      return node
    },
    async pass(seconds) {
      for (let passedMs = 0; passedMs < seconds * 1_000; passedMs += STEP_MS) {
        clock.advance(STEP_MS)
        await new Promise((resolve) => setImmediate(resolve))
      }
    },
  }
  return town
}

interface Faults {
  readonly isLost: () => boolean
  /** Awaited before an answer is handed over. */
  readonly arrives: () => Promise<void>
}

function lossy(bus: LocalBus, { isLost, arrives }: Faults): Bus {
  return {
    publish(subject, text) {
      if (!isLost()) bus.publish(subject, text)
    },
    async request(subject, text, timeoutMs) {
      if (isLost()) throw new BusFault('timeout', subject)
      const answer = await bus.request(subject, text, timeoutMs)
      await arrives()
      return answer
    },
    subscribe: (subject, hear) => bus.subscribe(subject, hear),
    answer: (subject, answer) => bus.answer(subject, answer),
    get isConnected() {
      return bus.isConnected
    },
    onChange: (hear) => bus.onChange(hear),
    close: () => bus.close(),
  }
}

function screenAt(presence: Presence): Screen {
  const online = new Set<string>()
  const changes: string[] = []
  const doubles: string[] = []
  const watcher: Watcher = {
    changed(person, isOnline) {
      if (online.has(person) === isOnline) doubles.push(person)
      changes.push(`${isOnline ? '+' : '-'}${person}`)
      if (isOnline) online.add(person)
      else online.delete(person)
    },
  }
  return {
    online,
    changes,
    doubles,
    watch(...people) {
      for (const person of people) if (presence.watch(person, watcher)) online.add(person)
    },
    unwatch(...people) {
      for (const person of people) {
        presence.unwatch(person, watcher)
        online.delete(person)
      }
    },
  }
}

function roomAt(presence: Presence, roomId: string) {
  const shown = { typing: [] as readonly string[], changes: 0, close: () => {} }
  const { now, stop } = presence.followTyping(roomId, (userIds) => {
    shown.typing = userIds
    shown.changes++
  })
  shown.typing = now
  shown.close = stop
  return shown
}
