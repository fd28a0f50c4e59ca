/** A bus inside one process: `makeLocalBus` for a single node, `makeLocalBroker` for several nodes in one process. */
import type { Clock } from '../kernel/clock.ts'
import { type Bus, BusFault } from './bus.ts'

/** One node's end of the broker. It can be cut off, as a wire can. */
export interface LocalBus extends Bus {
  cut(): void
  mend(): void
}

export interface LocalBroker {
  connect(): LocalBus
}

export interface LocalBusParts {
  readonly clock: Clock
  /** Told of a hearer that threw, which is a bug of ours. */
  readonly log: { error(detail: object, message: string): void }
}

type Hear = (text: string) => void
type AnswerTo = (text: string) => Promise<string>

/** The bus of a node that is alone. It is never away. */
export function makeLocalBus(parts: LocalBusParts): Bus {
  return makeLocalBroker(parts).connect()
}

/** Everything arrives at the end of the turn in which it was sent, in order. */
export function makeLocalBroker({ clock, log }: LocalBusParts): LocalBroker {
  const lines = new Set<Line>()
  const onTheWay: (() => void)[] = []

  function later(arrive: () => void): void {
    if (onTheWay.push(arrive) === 1) clock.nextTick(arriveAll)
  }
  function arriveAll(): void {
    for (const arrive of onTheWay.splice(0)) arrive()
  }
  function tell(hear: Hear, text: string): void {
    try {
      hear(text)
    } catch (error) {
      log.error({ err: error }, 'a hearer of the bus threw')
    }
  }
  return { connect: () => connect({ clock, lines, later, tell }) }
}

interface Line {
  isConnected: boolean
  readonly hearers: Map<string, Set<Hear>>
  readonly answerers: Map<string, AnswerTo>
  /** Requests without an answer; called when nothing can arrive any more. */
  readonly waiting: Set<(fault: BusFault) => void>
  readonly watchers: Set<(isConnected: boolean) => void>
}

interface Wires {
  readonly clock: Clock
  readonly lines: Set<Line>
  readonly later: (arrive: () => void) => void
  readonly tell: (hear: Hear, text: string) => void
}

function connect(wires: Wires): LocalBus {
  const { lines, later, tell } = wires
  const line: Line = {
    isConnected: true,
    hearers: new Map(),
    answerers: new Map(),
    waiting: new Set(),
    watchers: new Set(),
  }
  let isClosed = false
  lines.add(line)

  function turn(isConnected: boolean): void {
    if (isClosed || line.isConnected === isConnected) return
    line.isConnected = isConnected
    if (!isConnected) for (const fail of [...line.waiting]) fail(new BusFault('timeout', 'cut off'))
    for (const watch of [...line.watchers]) watch(isConnected)
  }

  return {
    publish(subject, text) {
      if (!line.isConnected) return
      later(() => {
        for (const other of lines) {
          if (!other.isConnected) continue
          for (const hear of [...(other.hearers.get(subject) ?? [])]) tell(hear, text)
        }
      })
    },
    subscribe(subject, hear) {
      const hearers = line.hearers.get(subject) ?? new Set()
      line.hearers.set(subject, hearers.add(hear))
      return () => {
        hearers.delete(hear)
        if (hearers.size === 0 && line.hearers.get(subject) === hearers) line.hearers.delete(subject)
      }
    },
    answer(subject, answer) {
      line.answerers.set(subject, answer)
      return () => {
        if (line.answerers.get(subject) === answer) line.answerers.delete(subject)
      }
    },
    request: (subject, text, timeoutMs) => request(wires, line, subject, text, timeoutMs),
    get isConnected() {
      return line.isConnected
    },
    onChange(hear) {
      line.watchers.add(hear)
      return () => void line.watchers.delete(hear)
    },
    async close() {
      turn(false)
      isClosed = true
      lines.delete(line)
    },
    cut: () => turn(false),
    mend: () => turn(true),
  }
}

function request(
  { clock, lines, later }: Wires,
  from: Line,
  subject: string,
  text: string,
  timeoutMs: number,
): Promise<string> {
  if (!from.isConnected) return Promise.reject(new BusFault('away', subject))
  return new Promise((resolve, reject) => {
    const fail = (fault: BusFault) => {
      forget()
      reject(fault)
    }
    const stopTimer = clock.after(timeoutMs, () => fail(new BusFault('timeout', subject)))
    const forget = () => {
      stopTimer()
      from.waiting.delete(fail)
    }
    from.waiting.add(fail)
    later(() => {
      const there = [...lines].find((line) => line.isConnected && line.answerers.has(subject))
      if (there === undefined) return fail(new BusFault('nobody', subject))
      there.answerers
        .get(subject)?.(text)
        .then(
          (answer) => {
            if (!there.isConnected || !from.waiting.has(fail)) return
            forget()
            resolve(answer)
          },
          () => {
            // no answer: the asker's time runs out
          },
        )
    })
  })
}
