/**
 * `attempt`: one attempt at one step, as whoever makes it visits the post: `post.fire`, the work, `post.settle`.
 *
 * The work begins only once the intent is durable, and sees the post as it was then. What becomes of it is told until
 * somebody takes it; if nobody does, the lease ends and the next visitor looks what is there. So whatever cannot be taken
 * back must have left long before that: a worker that was stopped for a minute asks `HasTime` first.
 */
import type { Answer, Wish } from '../actors/ports.ts'
import type { Clock } from '../kernel/clock.ts'
import { sleep } from '../kernel/sleep.ts'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import { ERRORS, Refusal } from '../protocol/errors.ts'
import type { Evidence, Outcome, Purpose } from '../protocol/post-shapes.ts'
import { type OrderedStep, orderOf } from './order.ts'
import type { PostState, Step } from './state.ts'

export interface Visitor {
  /** Brings a wish to its room. Rejects with a Refusal. */
  readonly deliver: (wish: Wish) => Promise<Answer>
  /** The post as the journal has it; null when there is none. */
  readonly read: (postId: string) => Promise<PostState | null>
  readonly newId: () => string
  readonly clock: Clock
}

export interface Place {
  readonly postId: string
  readonly organisationId: string
  readonly targetId: string
  readonly step: number
}

/** What became of the work, and what shows it. */
export interface Told {
  readonly outcome: Outcome
  readonly evidence: Evidence
}

export type Work = (order: OrderedStep, step: Step, hasTime: HasTime) => Promise<Told>

/** Whether the lease runs for at least so long. Milliseconds. */
export type HasTime = (ms: number) => boolean

/** The author of what no person asked. */
export const MACHINERY = '00000000-0000-0000-0000-000000000000'

/** The first wait; each is twice the one before. In sum about 13 seconds. */
const TELL_AGAIN_MS = 200
const TELLS_MAX = 7

/** False when the post would not have it: somebody was faster, changed their mind, or it came too late. */
export async function attempt(
  visitor: Visitor,
  place: Place,
  { purpose, leaseMs }: { readonly purpose: Purpose; readonly leaseMs: number },
  work: Work,
): Promise<boolean> {
  const { targetId, step } = place
  const worker = visitor.newId()
  const fire = { type: 'post.fire' as const, targetId, step, purpose, worker, leaseMs }
  const { clock } = visitor
  const beganMs = clock.now()
  // a firing that nobody heard of would block the step until its lease ends, and look as if something had been sent
  if (!(await insist(visitor, () => asked(visitor, place, worker, fire)))) return false
  const fired = await insist(visitor, () => visitor.read(place.postId))
  const tried = fired?.targets.get(targetId)?.steps[step]
  const order = fired && orderOf(fired, targetId, step)
  // it came too late, and the post has recorded that instead
  if (!tried || !order || tried.lease?.worker !== worker) return false
  const hasTime: HasTime = (ms) => {
    // it began later than we did
    const sinceMs = clock.now() - beganMs
    return sinceMs >= 0 && sinceMs + ms <= leaseMs
  }
  const told = await work(order, tried, hasTime)
  const settle = { type: 'post.settle' as const, targetId, step, attempt: tried.attempt, worker, ...told }
  await insist(visitor, () => asked(visitor, place, `settle:${worker}`, settle))
  return true
}

/** False for a refusal that will not pass. Rejects with those that may. */
export async function asked(
  { deliver }: Visitor,
  { postId, organisationId }: Place,
  commandId: string,
  command: PostCommand,
): Promise<boolean> {
  try {
    await deliver({ kind: 'post', roomId: postId, organisationId, authorId: MACHINERY, commandId, command })
    return true
  } catch (error) {
    if (error instanceof Refusal && !ERRORS[error.reason].retryable) return false
    throw error
  }
}

async function insist<Result>({ clock }: Visitor, act: () => Promise<Result>): Promise<Result> {
  for (let tries = 1, waitMs = TELL_AGAIN_MS; ; tries++, waitMs *= 2) {
    try {
      return await act()
    } catch (error) {
      if (tries === TELLS_MAX) throw error
    }
    await sleep(clock, waitMs)
  }
}
