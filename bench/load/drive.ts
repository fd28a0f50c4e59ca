/** `startGenerator`: the processes that make a load, seen from the scenario. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { nowUs } from './now-us.ts'
import type { Load, Measured, Order, Plan, Told } from './plan.ts'
import { split } from './split.ts'

export interface Generator {
  readonly pids: readonly number[]
  /** Sockets that were opened a second, until all were ready. */
  readonly connectsPerSecond: number
  run(load: Omit<Load, 'startUs'>): Promise<Measured>
  stop(): Promise<void>
}

const FILE = 'generator.ts'
/** Past this a load has hung: its server, or the generator. */
const PATIENCE_MS = 120_000
/** Until all processes have heard of a load. */
const AHEAD_US = 30_000

/** Starts the processes and connects all sockets of the plan. Rejects with the reason when a server refuses one. */
export async function startGenerator(plan: Plan): Promise<Generator> {
  const { crowd, watch } = split(plan)
  const hands = [crowd, ...(watch === null ? [] : [watch])].map((plan) => ({ plan, hand: startHand() }))
  const stop = async () => {
    await Promise.all(hands.map(({ hand }) => hand.stop()))
  }
  try {
    const connected: Extract<Told, { kind: 'connected' }>[] = []
    for (const { hand, plan } of hands) {
      const told = await hand.ask({ kind: 'connect', plan })
      if (told.kind !== 'connected') throw new Error(`the generator says ${told.kind}`)
      connected.push(told)
    }
    const [first] = connected as [(typeof connected)[number]]
    return {
      pids: hands.map(({ hand }) => hand.pid),
      connectsPerSecond: first.sockets / first.seconds,
      async run(load) {
        const order: Order = { kind: 'load', load: { ...load, startUs: Math.ceil(nowUs()) + AHEAD_US } }
        const all = await Promise.all(hands.map(({ hand }) => hand.ask(order)))
        return joined(
          all.map((told) => {
            if (told.kind !== 'measured') throw new Error(`the generator says ${told.kind}`)
            return told.measured
          }),
        )
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Counts of all, latency of the last: who only watches comes last. */
function joined(all: readonly Measured[]): Measured {
  const [first] = all as [Measured, ...Measured[]]
  const last = all.at(-1) as Measured
  const sum = (read: (one: Measured) => number) => all.reduce((total, one) => total + read(one), 0)
  return {
    ...first,
    expected: sum(({ expected }) => expected),
    arrived: sum(({ arrived }) => arrived),
    failed: sum(({ failed }) => failed),
    closedSockets: sum(({ closedSockets }) => closedSockets),
    achieved: sum(({ achieved }) => achieved),
    latency: last.latency,
    generator: {
      cpu: Math.max(...all.map(({ generator }) => generator.cpu)),
      loop: Math.max(...all.map(({ generator }) => generator.loop)),
    },
  }
}

interface Hand {
  readonly pid: number
  ask(order: Order): Promise<Told>
  stop(): Promise<void>
}

/** One process. */
function startHand(): Hand {
  const child = fork(join(import.meta.dirname, FILE), { stdio: 'inherit', serialization: 'advanced' })
  return {
    pid: child.pid as number,
    ask: (order) => ask(child, order),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return
      const ended = once(child, 'exit')
      child.kill('SIGKILL')
      await ended
    },
  }
}

async function ask(child: ChildProcess, order: Order): Promise<Told> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), PATIENCE_MS)
  const ended = once(child, 'exit', { signal: patience.signal }).then(([code]) => {
    throw new Error(`the generator ended with ${code}`)
  })
  const answered = once(child, 'message', { signal: patience.signal })
  try {
    child.send(order)
    const [told] = (await Promise.race([answered, ended])) as [Told]
    if (told.kind === 'failed') throw new Error(told.why)
    return told
  } finally {
    clearTimeout(timer)
    patience.abort()
    await Promise.allSettled([ended, answered])
  }
}
