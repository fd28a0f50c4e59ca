/** `startGenerator`: the processes that make a load, seen from the scenario. */
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { makeLatencies } from './latency.ts'
import { nowUs } from './now-us.ts'
import type { Load, Measured, Order, Plan, Share, Told } from './plan.ts'
import { split } from './split.ts'

export interface Generator {
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

/** Connecting goes round so often, so that each process has early sockets and late ones. */
const CONNECT_ROUNDS = 16
/** Processes for the heavy part of a load: what the server and its database leave of a large machine. */
const PROCESSES = Number(process.env.BENCH_GENERATORS ?? Math.min(4, Math.max(1, availableParallelism() - 3)))

/** Starts the processes and connects all sockets of the plan. Rejects with the reason when a server refuses one. */
export async function startGenerator(plan: Plan): Promise<Generator> {
  const hands = split(plan, PROCESSES).map((part) => ({ ...part, hand: startHand() }))
  const stop = async () => {
    await Promise.all(hands.map(({ hand }) => hand.stop()))
  }
  try {
    for (const { hand, plan } of hands) await hand.ask({ kind: 'plan', plan })
    const beganMs = performance.now()
    for (let round = 1; round <= CONNECT_ROUNDS; round++) {
      for (const { hand, plan } of hands) {
        await hand.ask({ kind: 'connect', upTo: Math.ceil((plan.sockets.length * round) / CONNECT_ROUNDS) })
      }
    }
    const seconds = (performance.now() - beganMs) / 1_000
    return {
      connectsPerSecond: plan.sockets.length / seconds,
      async run(load) {
        const startUs = Math.ceil(nowUs()) + AHEAD_US
        const orders = hands.map(({ hand, share }) =>
          hand.ask({ kind: 'load', load: { ...load, rate: load.rate * share, startUs } }),
        )
        return joined(load.rate, (await Promise.all(orders)).map(shareOf))
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}

function shareOf(told: Told): Share {
  if (told.kind !== 'measured') throw new Error(`the generator says ${told.kind}`)
  return told.share
}

/** Sums of what was counted, all latencies in one, and of each process' own troubles the worst. */
export function joined(offered: number, shares: readonly Share[]): Measured {
  const sum = (read: (one: Share) => number) => shares.reduce((total, one) => total + read(one), 0)
  const worst = (read: (one: Share) => number) => Math.max(...shares.map(read))
  const latencies = makeLatencies()
  for (const { latencies: packed } of shares) if (packed !== null) latencies.unpack(packed)
  return {
    offered,
    seconds: worst(({ seconds }) => seconds),
    sent: sum(({ sent }) => sent),
    expected: sum(({ expected }) => expected),
    arrived: sum(({ arrived }) => arrived),
    failed: sum(({ failed }) => failed),
    closedSockets: sum(({ closedSockets }) => closedSockets),
    achieved: sum(({ achieved }) => achieved),
    latency: latencies.told(),
    generator: {
      cpu: worst(({ generator }) => generator.cpu),
      loop: worst(({ generator }) => generator.loop),
      lagMs: worst(({ generator }) => generator.lagMs),
    },
  }
}

interface Hand {
  ask(order: Order): Promise<Told>
  stop(): Promise<void>
}

/** One process. */
function startHand(): Hand {
  const child = fork(join(import.meta.dirname, FILE), { stdio: 'inherit', serialization: 'advanced' })
  return {
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
