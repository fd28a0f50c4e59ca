/** What no person asked: `makeMachinery` records the wishes of rings and publishers, and what they were answered. */
import type { Answer, Wish } from '../actors/ports.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import { Refusal } from '../protocol/errors.ts'
import type { Operation } from './operations.ts'
import type { World } from './world.ts'

type Deliver = (wish: Wish) => Promise<Answer>

export interface Machinery {
  /** Those that were refused have no outcome: many refusals rest on the time of day, which no checker tells again. */
  readonly operations: readonly Operation[]
  /** Steps of which somebody knew that they are out, and was not believed: `postId targetId step`. */
  readonly unheard: ReadonlySet<string>
  /** Hears all that goes through `deliver`. */
  over(deliver: Deliver): Deliver
}

export function makeMachinery(world: World): Machinery {
  const operations: Operation[] = []
  const unheard = new Set<string>()
  return {
    operations,
    unheard,
    over: (deliver) => async (wish) => {
      // only rings and publishers ask through this, and they ask nothing else
      const asked = wish as Wish<ConversationCommand | PostCommand>
      const operation: Operation = { wish: asked, invokedMs: world.now(), outcome: null }
      operations.push(operation)
      const { command, roomId } = asked
      try {
        const answer = await deliver(wish)
        operation.outcome = { answer, endedMs: world.now() }
        return answer
      } catch (error) {
        const isProof = command.type === 'post.settle' && command.outcome.is === 'ok'
        if (isProof && error instanceof Refusal && error.reason === 'ATTEMPT_OVER')
          unheard.add(`${roomId} ${command.targetId} ${command.step}`)
        throw error
      }
    },
  }
}
