/** `Part`: a program under test that is started, struck by signals and started again with the same words. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'

const ROOT = join(import.meta.dirname, '../..')

export interface Program {
  readonly name: string
  readonly command: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  /** What it writes goes here, one run after another. */
  readonly logFile: string
  /** Resolves true once it is ready. */
  readonly isReady: () => Promise<boolean>
  readonly readyMsMax: number
  /** When our process ends: SIGKILL unless told. SIGTERM for a program that has others to end. */
  readonly farewell?: 'SIGTERM'
}

export interface Part {
  readonly name: string
  /** Undefined while it does not run. */
  readonly pid: number | undefined
  /** Starts the program and waits until it is ready; rejects with its last words. */
  start(): Promise<void>
  /** SIGKILL: no last word. */
  kill(): Promise<void>
  /** SIGTERM, and waits for the end. Returns the exit code. */
  stop(): Promise<number | null>
  /** SIGSTOP: it stands still and knows nothing of it. */
  freeze(): void
  thaw(): void
  /** Resolves with the exit code when it ends by itself or by a signal. */
  ended(): Promise<number | null>
  lastWords(): string
}

const POLL_MS = 20

/** Nothing runs before `start`. What still runs when this process ends is ended too. */
export function makePart(program: Program): Part {
  const { name, logFile, farewell = 'SIGKILL' } = program
  const log = openSync(logFile, 'a')
  let child: ChildProcess | null = null
  const say = () => void child?.kill(farewell)
  const lastWords = () => readFileSync(logFile, 'utf8').split('\n').slice(-15).join('\n')
  const isRunning = (one: ChildProcess) => one.exitCode === null && one.signalCode === null

  async function end(signal: 'SIGKILL' | 'SIGTERM'): Promise<number | null> {
    const ending = child
    child = null
    process.removeListener('exit', say)
    if (ending === null || !isRunning(ending)) return ending?.exitCode ?? null
    const ended = once(ending, 'exit')
    ending.kill(signal)
    // a frozen process hears SIGTERM only once it goes on
    ending.kill('SIGCONT')
    await ended
    return ending.exitCode
  }

  return {
    name,
    get pid() {
      return child !== null && isRunning(child) ? child.pid : undefined
    },
    lastWords,
    async start() {
      const started = spawn(program.command, program.args, {
        cwd: ROOT,
        env: { PATH: process.env.PATH, HOME: process.env.HOME, ...program.env },
        stdio: ['ignore', log, log],
      })
      child = started
      process.removeListener('exit', say)
      process.once('exit', say)
      const giveUpAt = performance.now() + program.readyMsMax
      while (!(await program.isReady().catch(() => false))) {
        if (!isRunning(started)) throw new Error(`${name} ended:\n${lastWords()}`)
        if (performance.now() > giveUpAt) throw new Error(`${name} is not ready:\n${lastWords()}`)
        await sleep(POLL_MS)
      }
    },
    async kill() {
      await end('SIGKILL')
    },
    stop: () => end('SIGTERM'),
    freeze: () => void child?.kill('SIGSTOP'),
    thaw: () => void child?.kill('SIGCONT'),
    async ended() {
      if (child === null || !isRunning(child)) return child?.exitCode ?? null
      const [code] = (await once(child, 'exit')) as [number | null]
      return code
    },
  }
}
