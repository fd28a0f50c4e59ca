/**
 * `carry`: brings the media of a step to a network, one after another and each in small legs, from where the keys say
 * that it stopped. Nothing of it is public, so a leg may be gone twice.
 */
import type { Keys } from '../../protocol/post-shapes.ts'
import { unasked, type Verdict } from './answer.ts'
import type { Answered, MediaRef, Order } from './contract.ts'

/** What one leg did: one call, or a run of parts. */
export type Leg =
  /** So much is done, and there is more to do at once. `bytes`: how many were sent. */
  | { readonly is: 'on'; readonly facts: Facts; readonly bytes: number }
  /** This medium is there. */
  | { readonly is: 'done'; readonly facts: Facts }
  /** The network works on it, or would not have the call now. */
  | { readonly is: 'stopped'; readonly facts: Facts; readonly answer: Answered }

/** What is known of one medium at the network; an empty word means unknown again. */
export type Facts = Readonly<Record<string, string>>

export interface Carrying {
  /** Goes one leg with a medium of which `facts` are known. */
  leg(order: Order, medium: MediaRef, facts: Facts, bytesMax: number): Promise<Leg>
  /** What one visit sends at most, so that it ends within its worker's lease. */
  readonly bytesPerVisit: number
  /** ms since 1970. */
  readonly now: () => number
}

/** Media that the network works on do not keep the others waiting. */
export async function carry({ leg, bytesPerVisit, now }: Carrying, order: Order): Promise<Answered> {
  let keys: Keys = {}
  let waiting: Answered | null = null
  let bytesLeft = bytesPerVisit
  for (const [index, medium] of order.media.entries()) {
    for (let isUnderWay = true; isUnderWay; ) {
      if (bytesLeft <= 0) return stored(keys, new Date(now()).toISOString())
      const step = await leg(order, medium, factsOf({ ...order.keys, ...keys }, index), bytesLeft)
      keys = { ...keys, ...keysOf(step.facts, index) }
      isUnderWay = step.is === 'on'
      if (step.is === 'on') bytesLeft -= step.bytes
      if (step.is !== 'stopped') continue
      if (step.answer.outcome.is !== 'stored') return stopped(step.answer, keys)
      waiting = step.answer
    }
  }
  return waiting === null ? unasked({ is: 'ready', keys }, 'all media are there') : stopped(waiting, keys)
}

/** What is known of the medium at `index` of a step. */
export function factsOf(keys: Keys, index: number): Facts {
  const prefix = prefixOf(index)
  const ours = Object.entries(keys).filter(([key, value]) => key.startsWith(prefix) && value !== '')
  return Object.fromEntries(ours.map(([key, value]) => [key.slice(prefix.length), value]))
}

function keysOf(facts: Facts, index: number): Keys {
  const prefix = prefixOf(index)
  return Object.fromEntries(Object.entries(facts).map(([name, value]) => [prefix + name, value]))
}

function prefixOf(index: number): string {
  return `media.${index}.`
}

function stored(keys: Keys, retryAt: string): Answered {
  return unasked({ is: 'stored', keys, retryAt }, 'as much as one visit carries')
}

/** What was got there in this visit is kept, so that the next goes on from it. */
function stopped(answer: Answered, keys: Keys): Answered {
  const { outcome } = answer
  if (outcome.is === 'stored')
    return { ...answer, outcome: { ...outcome, keys: { ...keys, ...outcome.keys } } }
  const hasCome = Object.keys(keys).length > 0
  if (!hasCome || !canWait(outcome)) return answer
  return { ...answer, outcome: { is: 'stored', keys, retryAt: outcome.retryAt } }
}

function canWait(outcome: Verdict): outcome is Extract<Verdict, { is: 'failed' | 'throttled' }> {
  return outcome.is === 'failed' || outcome.is === 'throttled'
}
