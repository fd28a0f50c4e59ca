/** `Planner`: what this room needs of a node; `ParleyNode` has it all. */
import type { Answer, Wish } from '../actors/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import type { PostState } from '../post/state.ts'
import type { Store } from '../store/store.ts'

export interface Planner {
  readonly store: Pick<Store, 'em' | 'scoped'>
  /** Brings a wish to its room. Rejects with a Refusal. */
  readonly deliver: (wish: Wish) => Promise<Answer>
  /** The post as the journal has it; null when there is none. */
  readonly readPost: (postId: string) => Promise<PostState | null>
  readonly newId: () => string
  readonly clock: Clock
}
