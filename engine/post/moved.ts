/** `moved`: a step after a move of the chart, and `followed`: the step after it, which waits for that. */
import { type Move, nextLife } from './chart.ts'
import { newStep, type Step, type Target } from './state.ts'

/** Moves of people that take a step away from whoever is at it. */
const WITHDRAWS: ReadonlySet<Move> = new Set(['plan', 'unplan', 'requestChanges', 'cancel'])

/** Edits that are remembered; what came before is left to the network. */
const LEFTOVERS_MAX = 3

/** As it was when the chart knows no such move. What was prepared for another text is worth nothing: it is left over. */
export function moved(step: Step, move: Move): Step {
  const life = nextLife(step.life, move)
  if (life === null) return step
  if (move === 'edit') return { ...newStep(life), attempt: step.attempt, ...leftBy(step) }
  // a worker that is at it meanwhile tells of an attempt that is over
  return WITHDRAWS.has(move) ? { ...step, life, lease: null } : { ...step, life }
}

function leftBy({ keys, leftovers = [] }: Step): Pick<Step, 'leftovers'> {
  const left = Object.keys(keys).length === 0 ? leftovers : [...leftovers, keys]
  return left.length === 0 ? {} : { leftovers: left.slice(-LEFTOVERS_MAX) }
}

/** The step after a published one waits no longer; only the next of them goes. */
export function followed(target: Target): Target {
  const next = target.steps.findIndex(({ life }) => life === 'waiting')
  if (next < 1 || target.steps[next - 1]?.life !== 'published') return target
  return {
    ...target,
    steps: target.steps.map((step, index) => (index === next ? moved(step, 'follow') : step)),
  }
}
