/** `asksUntilAnswered`: a question about who may see what is not dropped because the database is away for a moment. */
import { sleep } from '../../engine/kernel/sleep.ts'
import type { ParleyNode } from '../../engine/node.ts'

const RETRY_MS = 2_000

/** Asks, and hands the answer over. Never rejects: what fails is asked again until `signal` says that it is over. */
export function asksUntilAnswered<Answer>(
  { clock, log }: Pick<ParleyNode, 'clock' | 'log'>,
  signal: AbortSignal,
  ask: () => Promise<Answer>,
  answered: (answer: Answer) => void,
): () => Promise<void> {
  return async () => {
    while (!signal.aborted) {
      try {
        answered(await ask())
        return
      } catch (error) {
        log.warn({ err: error }, 'could not ask again who may see whom')
        await sleep(clock, RETRY_MS)
      }
    }
  }
}
