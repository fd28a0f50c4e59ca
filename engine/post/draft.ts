/** The event that a command becomes when it is accepted. Pure: the server records it, a client shows it at once. */
import { cleanText } from '../kernel/clean-text.ts'
import type { Asked } from '../protocol/commands/asked.ts'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import type { PostEvent } from '../protocol/events/post-event.ts'
import { timeOf } from './due.ts'
import { LATENESS, lateOf } from './lateness.ts'
import type { PostState } from './state.ts'

export type AskedOfPost = Asked<PostCommand>
type Fire = Extract<AskedOfPost, { type: 'post.fire' }>

/** Says nothing about whether the command is allowed: that is machine.ts. */
export function draft(state: PostState, asked: AskedOfPost): PostEvent {
  const { authorId, commandId } = asked
  const at = asked.at < state.lastAt ? state.lastAt : asked.at
  const around = { seq: state.head + 1, authorId, commandId, at }
  switch (asked.type) {
    case 'post.create': {
      const { organisationId, media, tags, approval, together, targets } = asked
      const payload = {
        organisationId,
        text: cleanText(asked.text),
        media,
        tags,
        approval,
        together,
        targets,
      }
      return { ...around, kind: 'post.created', payload }
    }
    case 'post.edit': {
      const { media, tags, add, remove, change } = asked
      const text = asked.text === null ? null : cleanText(asked.text)
      return { ...around, kind: 'post.edited', payload: { text, media, tags, add, remove, change } }
    }
    case 'post.plan':
      return { ...around, kind: 'post.planned', payload: { plan: asked.plan } }
    case 'post.unplan':
      return { ...around, kind: 'post.unplanned', payload: {} }
    case 'post.submit':
      return { ...around, kind: 'post.submitted', payload: {} }
    case 'post.approve': {
      const isWhole = asked.as === 'client' || state.approval === 'internal'
      return { ...around, kind: 'post.approved', payload: { as: asked.as, isWhole, guest: guestOf(asked) } }
    }
    case 'post.requestChanges':
      return {
        ...around,
        kind: 'post.changesRequested',
        payload: { as: asked.as, note: cleanText(asked.note), guest: guestOf(asked) },
      }
    case 'post.comment':
      return {
        ...around,
        kind: 'post.commented',
        payload: { text: cleanText(asked.text), guest: guestOf(asked) },
      }
    case 'post.cancel':
      return { ...around, kind: 'post.cancelled', payload: { targetIds: named(state, asked.targetId) } }
    case 'post.retry':
      return { ...around, kind: 'post.retried', payload: { targetId: asked.targetId, step: asked.step } }
    case 'post.resolve': {
      const { targetId, step, as, url } = asked
      return { ...around, kind: 'post.resolved', payload: { targetId, step, as, url } }
    }
    case 'post.hold':
      return {
        ...around,
        kind: 'post.held',
        payload: { by: asked.by, targetIds: named(state, asked.targetId) },
      }
    case 'post.release':
      return {
        ...around,
        kind: 'post.released',
        payload: { by: asked.by, targetIds: named(state, asked.targetId) },
      }
    case 'post.fire':
      return { ...around, ...fireOrLate(state, asked, at) }
    case 'post.settle': {
      const { targetId, step, attempt, outcome, evidence } = asked
      return { ...around, kind: 'post.settled', payload: { targetId, step, attempt, outcome, evidence } }
    }
    case 'post.expire': {
      const { targetId, step, attempt } = asked
      return { ...around, kind: 'post.expired', payload: { targetId, step, attempt } }
    }
  }
}

function guestOf({ guest }: { guest?: string | undefined }): string | null {
  return guest === undefined ? null : cleanText(guest)
}

function named({ targets }: PostState, targetId: string | null): string[] {
  return targetId === null ? [...targets.keys()] : [targetId]
}

/** An attempt, or, when it comes too late, what the plan says of that. */
function fireOrLate(state: PostState, asked: Fire, at: string) {
  const { targetId, step, purpose, worker, leaseMs } = asked
  const target = state.targets.get(targetId)
  const tried = target?.steps[step]
  const time = target && timeOf(state, target, step)
  const since = time && lastOf([time, tried?.retryAt, tried?.lateFrom])
  const onLate = purpose === 'publish' && since ? lateOf(since, at, state.plan?.lateness ?? LATENESS) : null
  if (onLate !== null) return { kind: 'post.late' as const, payload: { targetId, step, onLate } }
  const leaseUntil = new Date(Date.parse(at) + leaseMs).toISOString()
  const attempt = (tried?.attempt ?? 0) + 1
  return { kind: 'post.fired' as const, payload: { targetId, step, purpose, attempt, worker, leaseUntil } }
}

/** ISO texts of one form sort by time. */
function lastOf(times: readonly [string, ...(string | null | undefined)[]]): string {
  return times.reduce<string>((last, time) => (time && time > last ? time : last), times[0])
}
