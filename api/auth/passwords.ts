/** `makePasswords`: hashes and compares passwords in a few threads, with a queue that has an end. */
import { Worker } from 'node:worker_threads'
import { Refusal } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import type { PasswordJob, PasswordResult } from './password-worker.ts'

export interface Passwords {
  hash(password: string): Promise<string>
  /** False when `hash` is null, after exactly as much work: a stranger cannot tell who has an account. */
  matches(password: string, hash: string | null): Promise<boolean>
  /** Ends the threads. */
  close(): Promise<void>
}

/** Jobs that may wait. At 0.4 s each the last of 250 waits 100 s on one thread; a client has given up by then. */
const WAITING_MAX = 250
/** What nobody's password hashes to: compared with when there is no account. */
const NOBODYS_HASH = '$2b$12$VpEVKpXc4EbyhWaot.dzOeToMeno..RLZz2C1OmoNnRv5FPUzs.Py'
const FIRST_GUESS_MS = 400

interface Task {
  readonly job: PasswordJob
  readonly resolve: (result: PasswordResult) => void
  readonly reject: (error: Error) => void
}

interface Thread {
  readonly worker: Worker
  task: Task | null
}

/** Threads start when they are first needed and keep the process alive only while they work. Refuses with BUSY when full. */
export function makePasswords(threadsMax: number, now: () => number): Passwords {
  const threads: Thread[] = []
  const waiting: Task[] = []
  let averageMs = FIRST_GUESS_MS
  let closed = false

  function run(job: PasswordJob): Promise<PasswordResult> {
    if (closed) return Promise.reject(new Refusal('SHUTTING_DOWN'))
    if (waiting.length >= WAITING_MAX) {
      const retryAfterMs = Math.ceil((waiting.length * averageMs) / threadsMax)
      return Promise.reject(new Refusal('BUSY', { retryAfterMs }))
    }
    return new Promise((resolve, reject) => {
      waiting.push({ job, resolve, reject })
      assign()
    })
  }

  function assign(): void {
    if (waiting.length === 0) return
    const idle = threads.find((candidate) => candidate.task === null)
    const thread = idle ?? (threads.length < threadsMax ? startThread() : null)
    if (!thread) return
    const task = waiting.shift() as Task
    thread.task = task
    const startedAt = now()
    thread.worker.once('message', (result: PasswordResult) => {
      averageMs += (now() - startedAt - averageMs) / 8
      thread.task = null
      thread.worker.unref()
      task.resolve(result)
      assign()
    })
    thread.worker.ref()
    thread.worker.postMessage(task.job)
  }

  function startThread(): Thread {
    const thread: Thread = {
      worker: new Worker(new URL('./password-worker.ts', import.meta.url)),
      task: null,
    }
    thread.worker.unref()
    thread.worker.on('error', (error) => thread.task?.reject(error))
    thread.worker.on('exit', () => {
      threads.splice(threads.indexOf(thread), 1)
      thread.task?.reject(new Refusal('UNAVAILABLE', { retryAfterMs: Math.ceil(averageMs) }))
      if (!closed) assign()
    })
    threads.push(thread)
    return thread
  }

  return {
    hash: async (password) => (await run({ password, hash: null })) as string,
    async matches(password, hash) {
      // bcrypt would compare the first 72 bytes only, and so accept a longer password that begins right
      const whole = Buffer.byteLength(password) <= LIMITS.passwordBytesMax
      const equal = await run({ password, hash: hash ?? NOBODYS_HASH })
      return equal === true && whole && hash !== null
    },
    async close() {
      closed = true
      for (const task of waiting.splice(0)) task.reject(new Refusal('SHUTTING_DOWN'))
      await Promise.all(threads.map((thread) => thread.worker.terminate()))
    },
  }
}
