/** `makeGather`: one read is under way at a time, and all who ask meanwhile are part of the next one. */
import { assert } from './assert.ts'

/** Answers in the order of the questions. */
export type ReadMany<Question, Answer> = (questions: readonly Question[]) => Promise<readonly Answer[]>

interface Asking<Question, Answer> {
  readonly question: Question
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/**
 * When a node comes back, thousands ask in the same second. A query each keeps every session of the database busy, and
 * whoever writes meanwhile waits behind them. Nobody joins a read that has begun, so an answer is never older than its
 * question. A read that fails is heard by those who were in it. At most `atMost` questions go into one.
 */
export function makeGather<Question, Answer>(
  atMost: number,
  read: ReadMany<Question, Answer>,
): (question: Question) => Promise<Answer> {
  let waiting: Asking<Question, Answer>[] = []
  let isReading = false

  async function readOn(): Promise<void> {
    isReading = true
    while (waiting.length > 0) {
      const asking = waiting.slice(0, atMost)
      waiting = waiting.slice(atMost)
      try {
        const found = await read(asking.map(({ question }) => question))
        assert(found.length === asking.length, 'an answer for each question')
        // null is an answer
        asking.forEach(({ resolve }, index) => void resolve(found[index] as Answer))
      } catch (error) {
        for (const { reject } of asking) reject(error)
      }
    }
    isReading = false
  }

  return (question) =>
    new Promise((resolve, reject) => {
      waiting.push({ question, resolve, reject })
      if (!isReading) void readOn()
    })
}
