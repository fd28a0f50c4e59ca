/** `startGenerator`: the generator process, seen from the scenario. */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Load, Measured, Order, Plan, Told } from './plan.ts'

export interface Generator {
  readonly pid: number
  /** Sockets that were opened a second, until all were ready. */
  readonly connectsPerSecond: number
  run(load: Load): Promise<Measured>
  stop(): Promise<void>
}

const FILE = 'generator.ts'
/** Past this a load has hung: its server, or the generator. */
const PATIENCE_MS = 120_000

/** Starts a process and connects all sockets of the plan. Rejects with the reason when a server refuses one. */
export async function startGenerator(plan: Plan): Promise<Generator> {
  const child = fork(join(import.meta.dirname, FILE), { stdio: 'inherit', serialization: 'advanced' })
  const ask = async (order: Order): Promise<Told> => {
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
  const stop = async () => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const ended = once(child, 'exit')
    child.kill('SIGKILL')
    await ended
  }
  try {
    const told = await ask({ kind: 'connect', plan })
    if (told.kind !== 'connected') throw new Error(`the generator says ${told.kind}`)
    return {
      pid: child.pid as number,
      connectsPerSecond: told.sockets / told.seconds,
      async run(load) {
        const measured = await ask({ kind: 'load', load })
        if (measured.kind !== 'measured') throw new Error(`the generator says ${measured.kind}`)
        return measured.measured
      },
      stop,
    }
  } catch (error) {
    await stop()
    throw error
  }
}
