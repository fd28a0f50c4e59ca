/** `intentsOf`: posts for a run, the same for the same seed. */
import { seededRandom } from '../../../engine/kernel/random.ts'
import type { Destination } from '../../../engine/protocol/post-shapes.ts'

export interface Intent {
  /** Unique in the run. */
  readonly text: string
  /** ms after the run begins. */
  readonly dueMs: number
  readonly targets: readonly IntendedTarget[]
}

export interface IntendedTarget {
  readonly to: Destination
  /** Unique in the run. */
  readonly text: string
  /** First comments or parts of a thread: unique as well. */
  readonly parts: readonly string[]
}

export interface IntentsPlan {
  readonly posts: number
  readonly seed: number
  /** Due times are spread evenly over this. */
  readonly overMs: number
  /** One of each is chosen for each target. */
  readonly destinations: readonly Destination[]
  /** Of each post, at most. */
  readonly targetsMax: number
  /** How many of a hundred targets have a part. */
  readonly partsPercent: number
}

export function intentsOf(plan: IntentsPlan): Intent[] {
  const random = seededRandom(plan.seed)
  const below = (limit: number) => Math.floor(random() * limit)
  return Array.from({ length: plan.posts }, (_, index) => {
    const left = [...plan.destinations]
    const count = 1 + below(Math.min(plan.targetsMax, left.length))
    const targets = Array.from({ length: count }, (_, place) => {
      const [to] = left.splice(below(left.length), 1) as [Destination]
      const text = `storm ${index + 1} of ${plan.seed} at place ${place + 1}`
      const parts = below(100) < plan.partsPercent ? [`${text}, and a part`] : []
      return { to, text, parts }
    })
    return { text: `storm ${index + 1} of ${plan.seed}`, dueMs: (plan.overMs * index) / plan.posts, targets }
  })
}
