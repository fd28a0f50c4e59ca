/** `makeShutdown`: stops a process in named steps, in order, each with a time limit. */
import type { Logger } from './log.ts'

export interface Shutdown {
  /** Adds a step after those already there. A step that fails or takes longer than `limitMs` is left behind. */
  step(name: string, limitMs: number, run: () => void | Promise<void>): void
  /** Runs all steps once; later calls wait for the first. Resolves to whether every step ended well. */
  run(reason: string): Promise<boolean>
  /** Runs the steps at SIGTERM or SIGINT, then ends the process. A second signal ends it at once. */
  onSignals(): void
}

interface Step {
  readonly name: string
  readonly limitMs: number
  readonly run: () => void | Promise<void>
}

export function makeShutdown(log: Pick<Logger, 'info' | 'error'>): Shutdown {
  const steps: Step[] = []
  let running: Promise<boolean> | null = null

  async function runAll(reason: string): Promise<boolean> {
    log.info({ reason }, 'stopping')
    let clean = true
    for (const step of steps) {
      const fault = await runStep(step)
      if (fault) log.error({ step: step.name, fault }, 'a step of the shutdown failed')
      clean &&= fault === null
    }
    log.info({ clean }, 'stopped')
    return clean
  }

  const shutdown: Shutdown = {
    step(name, limitMs, run) {
      steps.push({ name, limitMs, run })
    },
    run(reason) {
      running ??= runAll(reason)
      return running
    },
    onSignals() {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        process.on(signal, () => {
          if (running) process.exit(1)
          void shutdown.run(signal).then((clean) => process.exit(clean ? 0 : 1))
        })
      }
    },
  }
  return shutdown
}

/** Null when the step ended well, else what went wrong. */
async function runStep(step: Step): Promise<string | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(resolve, step.limitMs, `not done within ${step.limitMs} ms`)
  })
  try {
    return await Promise.race([Promise.resolve(step.run()).then(() => null), late])
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  } finally {
    clearTimeout(timer)
  }
}
