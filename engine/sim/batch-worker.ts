/** Runs stories in a thread of its own: a batch for each message that asks for one. */
import { parentPort } from 'node:worker_threads'
import { must } from '../kernel/assert.ts'
import { BUGS } from './bugs.ts'
import { type Batch, runBatch } from './run-batch.ts'

/** A bug goes by its name: its functions cannot cross. */
export interface BatchOrder {
  readonly from: number
  readonly seeds: number
  readonly bug: string | null
  readonly failuresMax: number
}

const door = must(parentPort, 'this runs in a thread')
door.on('message', async ({ bug: name, ...order }: BatchOrder) => {
  const bug = BUGS.find((candidate) => candidate.name === name) ?? null
  const batch: Batch = await runBatch({ ...order, bug })
  door.postMessage(batch)
})
