/** The thread that hashes passwords: about 0.4 s of a core each, which the event loop could not bear. */
import { parentPort } from 'node:worker_threads'
import { compareSync, hashSync } from 'bcryptjs'
import { must } from '../../engine/kernel/assert.ts'

/** Hash `password`, or compare it with `hash`. */
export interface PasswordJob {
  readonly password: string
  readonly hash: string | null
}

export type PasswordResult = string | boolean

const ROUNDS = 12
const port = must(parentPort, 'password-worker runs in a worker thread')

port.on('message', ({ password, hash }: PasswordJob) => {
  const result: PasswordResult = hash === null ? hashSync(password, ROUNDS) : compareSync(password, hash)
  port.postMessage(result)
})
