/** What nodes write to each other about a wish: the question, its answer, and the subject they go by. */
import type { Answer, Wish } from '../actors/ports.ts'
import { ERRORS, type Reason, Refusal } from '../protocol/errors.ts'
import type { Owner } from './directory.ts'

/** A wish for a room whose shard the asker believes to be owned under `term`. */
export interface Asked {
  readonly shard: number
  readonly term: number
  readonly wish: Wish
}

/** A refusal as it crosses the wire. */
export interface Refused {
  readonly refused: Reason
  readonly message: string
  readonly retryAfterMs?: number
  readonly data?: unknown
}

export type Answered = { readonly ok: Answer } | Refused | { readonly elsewhere: Owner }

/** Where a node hears wishes of others. */
export function wishSubject(nodeId: string): string {
  return `n.${nodeId}`
}

/** What a rejected delivery says to the asker; null when it is no refusal but a bug. */
export function toRefused(error: unknown): Refused | null {
  if (!(error instanceof Refusal)) return null
  const { reason, message, retryAfterMs, data } = error
  return {
    refused: reason,
    message,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(data !== undefined && { data }),
  }
}

/** The refusal that the other node meant. A reason of a later version than ours is INTERNAL. */
export function toRefusal({ refused, message, retryAfterMs, data }: Refused): Refusal {
  const reason = refused in ERRORS ? refused : 'INTERNAL'
  return new Refusal(reason, { message, data, ...(retryAfterMs !== undefined && { retryAfterMs }) })
}

/** What the other node answered. What nobody can read may have been said after the deed: UNAVAILABLE, to be asked again. */
export function readAnswered(text: string): Answered {
  try {
    return JSON.parse(text) as Answered
  } catch {
    return { refused: 'UNAVAILABLE', message: 'the answer of another node could not be read' }
  }
}
