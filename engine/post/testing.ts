/** `post`: one post that people and workers ask things of, for tests; its clock is set by hand. */
import { transition } from 'xstate'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import type { Reason } from '../protocol/errors.ts'
import type { PostEvent } from '../protocol/events/post-event.ts'
import type { Evidence, Outcome, TargetDraft } from '../protocol/post-shapes.ts'
import type { Life } from './chart.ts'
import { duesOf } from './due.ts'
import { postKind } from './kind.ts'
import { LATENESS } from './lateness.ts'
import { postMachine } from './machine.ts'
import { NO_POST, type Step } from './state.ts'
import { type PostStatus, statusOf } from './status.ts'

export const BEGIN = '2026-11-21T10:00:00.000Z'
export const EVIDENCE: Evidence = { request: null, response: null, status: null, proof: 'the test says so' }
const PLAIN = { text: null, media: null, options: {}, parts: [], staggerMs: 0, after: null }

export const toX = (more: Partial<TargetDraft> = {}): TargetDraft => ({
  ...PLAIN,
  to: { kind: 'account', accountId: 'x-account', network: 'x' },
  ...more,
})
export const toRoom = (more: Partial<TargetDraft> = {}): TargetDraft => ({
  ...PLAIN,
  to: { kind: 'conversation', conversationId: 'room' },
  ...more,
})
export const create = (more: Partial<Extract<PostCommand, { type: 'post.create' }>> = {}) =>
  ({
    type: 'post.create',
    text: 'hello world',
    media: [],
    tags: [],
    approval: 'none',
    together: false,
    targets: [toX()],
    ...more,
  }) as const satisfies PostCommand
/** Noon in UTC, two hours after `BEGIN`. */
export const plan = (localDateTime = '2026-11-21T12:00', lateness = LATENESS) =>
  ({
    type: 'post.plan',
    plan: { at: { localDateTime, timeZone: 'UTC', gap: 'after', overlap: 'first' }, lateness },
  }) as const satisfies PostCommand

export function post() {
  let snapshot = postMachine.resolveState({ value: postKind.valueOf(NO_POST), context: NO_POST })
  let at = BEGIN
  const events: PostEvent[] = []

  function ask(command: PostCommand, organisationId = 'home'): PostEvent | Reason {
    const by = { authorId: 'ann', organisationId, commandId: `c${events.length}`, found: null }
    const [next, actions] = transition(postMachine, snapshot, { ...command, ...by, at, freshId: 'fresh' })
    const [action, ...others] = actions as { type: string; params: unknown }[]
    if (action === undefined || others.length > 0)
      throw new Error(`${actions.length} actions of ${command.type}`)
    if (action.type === 'refuse') return (action.params as { reason: Reason }).reason
    snapshot = next
    events.push(action.params as PostEvent)
    return action.params as PostEvent
  }

  const accepts = (command: PostCommand): PostEvent => {
    const answer = ask(command)
    if (typeof answer === 'string') throw new Error(`${command.type} was refused: ${answer}`)
    return answer
  }
  const step = (targetId = 't1', index = 0): Step => {
    const found = snapshot.context.targets.get(targetId)?.steps[index]
    if (found === undefined) throw new Error(`no step ${targetId} ${index}`)
    return found
  }

  return {
    events,
    ask,
    accepts,
    step,
    get state() {
      return snapshot.context
    },
    get status(): PostStatus {
      return statusOf(snapshot.context)
    },
    get dues() {
      return Object.fromEntries([...duesOf(snapshot.context)].map(([name, { at }]) => [name, at]))
    },
    life: (targetId = 't1', index = 0): Life => step(targetId, index).life,
    /** ISO 8601 in UTC. */
    at(time: string) {
      at = time
    },
    fire(purpose: 'rehearse' | 'prepare' | 'publish' | 'reconcile', targetId = 't1', index = 0) {
      return ask({ type: 'post.fire', targetId, step: index, purpose, worker: 'w1', leaseMs: 60_000 })
    },
    settle(
      outcome: Outcome,
      targetId = 't1',
      index = 0,
      attempt = step(targetId, index).attempt,
      worker = 'w1',
    ) {
      return ask({ type: 'post.settle', targetId, step: index, attempt, worker, outcome, evidence: EVIDENCE })
    },
  }
}
