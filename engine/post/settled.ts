/** `settled`: what the outcome of an attempt makes of its target. */
import type { PostEvent } from '../protocol/events/post-event.ts'
import type { Outcome } from '../protocol/post-shapes.ts'
import { nextLife } from './chart.ts'
import { followed } from './moved.ts'
import type { Step, Target } from './state.ts'

type Settled = Extract<PostEvent, { kind: 'post.settled' }>

export function settled(target: Target, { at, payload }: Settled): Target {
  const steps = target.steps.map((step, index) =>
    index === payload.step ? settledStep(step, at, payload) : step,
  )
  return followed({ ...target, steps })
}

/** Outcomes after which nothing of any attempt is out: what came before had been looked for. */
const MADE_NOTHING: ReadonlySet<Outcome['is']> = new Set([
  'failed',
  'unprepared',
  'rejected',
  'throttled',
  'authDead',
  'configDead',
])

function settledStep(step: Step, at: string, { outcome, evidence }: Settled['payload']): Step {
  const life = nextLife(step.life, outcome.is) ?? step.life
  const isNothing = step.life === 'publishing' && MADE_NOTHING.has(outcome.is)
  const over = {
    ...step,
    life,
    lease: null,
    evidence,
    retryAt: null,
    trouble: troubleOf(outcome),
    armedAt: isNothing ? null : step.armedAt,
  }
  switch (outcome.is) {
    case 'ok':
      return { ...over, result: { id: outcome.id, url: outcome.url, at } }
    case 'stored':
      return { ...over, keys: { ...step.keys, ...outcome.keys }, retryAt: outcome.retryAt }
    case 'ready':
      return { ...over, keys: { ...step.keys, ...outcome.keys } }
    case 'unprepared':
      // it was in time when it was tried
      return { ...over, retryAt: outcome.retryAt, lateFrom: at }
    case 'failed':
    case 'throttled':
    case 'ambiguous':
    case 'absent':
      return { ...over, retryAt: outcome.retryAt }
    default:
      return over
  }
}

function troubleOf(outcome: Outcome): string | null {
  switch (outcome.is) {
    case 'rejected':
      return outcome.message
    case 'failed':
    case 'unprepared':
    case 'ambiguous':
    case 'undecided':
      return outcome.why
    case 'authDead':
      return `the account must be connected again (${outcome.code})`
    case 'configDead':
      return `an operator must look at it (${outcome.code})`
    case 'throttled':
      return `the network asked for patience (${outcome.scope})`
    default:
      return null
  }
}
