/** A bus between simulated processes: `makeSimBroker`. It delays, drops, doubles, reorders, and cuts nodes off, one way too. */
import { type Bus, BusFault } from '../cluster/bus.ts'
import type { Process, World } from './world.ts'

/** How bad the wires are. Probabilities are per message. */
export interface BusWeather {
  readonly delayMsMax: number
  readonly drops: number
  readonly doubles: number
  /** Some messages overtake others: more than the contract of `Bus` allows, and still nothing may break. */
  readonly overtakes: number
}

export const CALM: BusWeather = { delayMsMax: 2, drops: 0, doubles: 0, overtakes: 0 }

export type CutWay = 'both' | 'in' | 'out'

export interface SimBroker {
  weather: BusWeather
  /** The bus as `process` sees it. */
  connect(process: Process): Bus
  /** From now on nothing passes that way. The process notices after `noticeMs`, and never when that is null. */
  cut(process: Process, way: CutWay, noticeMs: number | null): void
  /** It passes again; a process that has noticed reconnects `afterMs` later. */
  heal(process: Process, afterMs: number): void
}

interface Line {
  readonly process: Process
  isConnected: boolean
  isClosed: boolean
  inCut: boolean
  outCut: boolean
  /** When the last message to this process arrives, by sender: later ones of that sender do not overtake it. */
  readonly lastArrivals: Map<Line, number>
  readonly hears: Map<string, Set<(text: string) => void>>
  readonly answers: Map<string, (text: string) => Promise<string>>
  readonly watchers: Set<(isConnected: boolean) => void>
}

export function makeSimBroker(world: World): SimBroker {
  const { story } = world
  const chance = world.chance.fork('bus')
  const lines = new Map<Process, Line>()
  const broker: SimBroker = { weather: CALM, connect, cut, heal }

  function delay(): number {
    return 0.2 + chance.random() * broker.weather.delayMsMax
  }

  /** Brings something from one line to another in order, if the wires let it. */
  function carry(from: Line, to: Line, arrive: () => void): void {
    const { drops, doubles, overtakes } = broker.weather
    if (drops > 0 && chance.happens(drops)) return
    let atMs = world.now() + delay()
    if (overtakes > 0 && chance.happens(overtakes)) atMs += delay() * 10
    else {
      atMs = Math.max(atMs, to.lastArrivals.get(from) ?? 0)
      to.lastArrivals.set(from, atMs)
    }
    const once = () => {
      if (!to.inCut && !to.isClosed && to.isConnected) arrive()
    }
    to.process.after(atMs - world.now(), once)
    if (doubles > 0 && chance.happens(doubles)) to.process.after(atMs - world.now() + delay(), once)
  }

  /** A hearer that throws must not keep the others from hearing; in a story it is a bug all the same. */
  function bear({ process }: Line, hear: () => void): void {
    try {
      hear()
    } catch (error) {
      story.violate('I13', `${process.name} threw when it heard the bus: ${error}`)
    }
  }

  function setConnected(line: Line, isConnected: boolean): void {
    if (line.isConnected === isConnected || line.isClosed) return
    line.isConnected = isConnected
    line.lastArrivals.clear()
    story.tell(line.process.name, () => (isConnected ? 'the bus is back' : 'the bus is away'))
    for (const watch of [...line.watchers]) watch(isConnected)
  }

  function cut(process: Process, way: CutWay, noticeMs: number | null): void {
    const line = lines.get(process)
    if (line === undefined) return
    line.inCut ||= way !== 'out'
    line.outCut ||= way !== 'in'
    if (noticeMs === null) return
    process.after(noticeMs, () => {
      if (line.inCut || line.outCut) setConnected(line, false)
    })
  }

  function heal(process: Process, afterMs: number): void {
    const line = lines.get(process)
    if (line === undefined) return
    line.inCut = line.outCut = false
    process.after(afterMs, () => {
      if (!line.inCut && !line.outCut) setConnected(line, true)
    })
  }

  function connect(process: Process): Bus {
    const line: Line = {
      process,
      isConnected: true,
      isClosed: false,
      inCut: false,
      outCut: false,
      lastArrivals: new Map(),
      hears: new Map(),
      answers: new Map(),
      watchers: new Set(),
    }
    lines.set(process, line)
    process.onDeath(() => {
      line.isClosed = true
      lines.delete(process)
    })

    function request(subject: string, text: string, timeoutMs: number): Promise<string> {
      if (!line.isConnected || line.isClosed) return Promise.reject(new BusFault('away', subject))
      return new Promise((resolve, reject) => {
        let isOver = false
        const end = (settle: () => void) => {
          if (isOver) return
          isOver = true
          stopWaiting()
          settle()
        }
        const stopWaiting = process.after(timeoutMs, () =>
          end(() => reject(new BusFault('timeout', subject))),
        )
        if (line.outCut) return
        const there = [...lines.values()].find((other) => other.answers.has(subject))
        if (there === undefined) {
          carry(line, line, () => end(() => reject(new BusFault('nobody', subject))))
          return
        }
        carry(line, there, () => {
          there.answers
            .get(subject)?.(text)
            .then(
              (answer) => {
                // A process that died or was cut off while it answered says nothing.
                if (there.outCut || there.isClosed || there.process.status === 'dead') return
                carry(there, line, () => end(() => resolve(answer)))
              },
              () => {},
            )
        })
      })
    }

    return {
      publish(subject, text) {
        if (!line.isConnected || line.outCut || line.isClosed) return
        for (const other of lines.values()) {
          if (!other.hears.has(subject)) continue
          carry(line, other, () => {
            for (const hear of [...(other.hears.get(subject) ?? [])]) bear(other, () => hear(text))
          })
        }
      },
      subscribe(subject, hear) {
        const hearers = line.hears.get(subject) ?? new Set()
        line.hears.set(subject, hearers.add(hear))
        return () => {
          hearers.delete(hear)
          if (hearers.size === 0) line.hears.delete(subject)
        }
      },
      answer(subject, answer) {
        line.answers.set(subject, answer)
        return () => void line.answers.delete(subject)
      },
      request,
      get isConnected() {
        return line.isConnected && !line.isClosed
      },
      onChange(hear) {
        line.watchers.add(hear)
        return () => void line.watchers.delete(hear)
      },
      async close() {
        line.isClosed = true
        lines.delete(process)
      },
    }
  }

  return broker
}
