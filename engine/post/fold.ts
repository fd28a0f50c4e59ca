/** How events change a post: the only truth for that, shared by server, replay and client. */
import type { PostEvent } from '../protocol/events/post-event.ts'
import type { Plan, TargetDraft } from '../protocol/post-shapes.ts'
import type { Life, Move } from './chart.ts'
import { followed, moved } from './moved.ts'
import { settled } from './settled.ts'
import { NO_POST, newStep, type PostState, type Step, type Target } from './state.ts'
import { instantOf } from './wall-clock.ts'

type Of<Kind extends PostEvent['kind']> = Extract<PostEvent, { kind: Kind }>

/**
 * The state after `event`, which must be the next one. Total: it never throws on an event of a journal, and an event kind
 * it does not know only moves the head.
 */
export function fold(state: PostState, event: PostEvent): PostState {
  return { ...changed(state, event), head: event.seq, lastAt: event.at }
}

/** The state after all of `events`, in order. */
export function foldAll(state: PostState, events: readonly PostEvent[]): PostState {
  return events.reduce(fold, state)
}

function changed(state: PostState, event: PostEvent): PostState {
  switch (event.kind) {
    case 'post.created':
      return created(event)
    case 'post.edited':
      return edited(state, event)
    case 'post.planned':
      return moveAll(
        { ...(needsNobody(state) ? moveAll(state, 'approve') : state), plan: event.payload.plan },
        'plan',
      )
    case 'post.unplanned':
      return moveAll({ ...state, plan: null }, 'unplan')
    case 'post.submitted':
      return moveAll({ ...state, isApprovedInside: false }, 'submit')
    case 'post.approved':
      return event.payload.isWhole ? approved(state) : { ...state, isApprovedInside: true }
    case 'post.changesRequested':
      return moveAll({ ...state, isApprovedInside: false }, 'requestChanges')
    case 'post.cancelled':
      return event.payload.targetIds.reduce(cancelled, state)
    case 'post.retried':
      // late from now on, not from the time that has passed
      return moveStep(state, event.payload, 'retry', {
        retryAt: event.at,
        lateFrom: event.at,
        trouble: null,
      })
    case 'post.resolved':
      return resolved(state, event)
    case 'post.held':
    case 'post.released':
      return heldOrReleased(state, event)
    case 'post.fired':
      return fired(state, event)
    case 'post.late':
      return late(state, event)
    case 'post.settled':
      return changeTarget(state, event.payload.targetId, (target) => settled(target, event), event)
    case 'post.expired':
      return expired(state, event)
    default:
      return state
  }
}

function created({ authorId, payload }: Of<'post.created'>): PostState {
  const { organisationId, text, media, tags, approval, together, targets } = payload
  const state = { ...NO_POST, organisationId, authorId, text, media, tags, approval, together }
  return targets.reduce<PostState>(withTarget, state)
}

/** It keeps the time that is wanted for it. What nobody must approve, and whose time is still to come, stays planned. */
function edited(state: PostState, { at, payload }: Of<'post.edited'>): PostState {
  const { text, media, tags, add, remove, change } = payload
  const targets = new Map(state.targets)
  for (const id of remove) targets.delete(id)
  for (const { targetId, ...content } of change) {
    const target = targets.get(targetId)
    if (target) targets.set(targetId, { ...target, content, steps: stepsOf(content.parts, target.steps) })
  }
  const next = {
    ...state,
    text: text ?? state.text,
    media: media ?? state.media,
    tags: tags ?? state.tags,
    targets,
  }
  // tags are for us: nobody must approve them again
  const isSeen = text !== null || media !== null || add.length > 0 || change.length > 0
  if (!isSeen) return next
  const anew = add.reduce<PostState>(withTarget, moveAll({ ...next, isApprovedInside: false }, 'edit'))
  return needsNobody(state) && isToCome(state.plan, at) ? approved(anew) : anew
}

/** Whoever wanted a time before everybody had said yes gets it now. */
function approved(state: PostState): PostState {
  const next = moveAll(state, 'approve')
  return next.plan === null ? next : moveAll(next, 'plan', 'approved')
}

function isToCome(plan: Plan | null, at: string): boolean {
  const instant = plan && instantOf(plan.at)
  return instant !== null && Date.parse(instant) > Date.parse(at)
}

function withTarget(state: PostState, { to, ...content }: TargetDraft): PostState {
  const id = `t${state.targetsEver + 1}`
  const target: Target = { id, to, content, steps: stepsOf(content.parts, []), held: [] }
  return {
    ...state,
    targetsEver: state.targetsEver + 1,
    targets: new Map(state.targets).set(id, target),
  }
}

function stepsOf(parts: readonly unknown[], before: readonly Step[]): Step[] {
  const first = before[0] ?? newStep('draft')
  return [first, ...parts.map((_, index) => before[index + 1] ?? newStep('waiting'))]
}

/** With those that were to follow it: they would wait for ever. */
function cancelled(state: PostState, targetId: string): PostState {
  const next = changeTarget(state, targetId, (target) => ({
    ...target,
    steps: target.steps.map((step) => moved(step, 'cancel')),
  }))
  return isOut(next.targets.get(targetId)) ? next : followersOf(next, targetId).reduce(cancelled, next)
}

function followersOf({ targets }: PostState, targetId: string): string[] {
  return [...targets.values()]
    .filter(({ content }) => content.after?.targetId === targetId)
    .map(({ id }) => id)
}

/** It is public, or may be, or may become so. */
function isOut(target: Target | undefined): boolean {
  return target !== undefined && !['cancelled', 'skipped'].includes(target.steps[0]?.life ?? '')
}

function resolved(state: PostState, { at, payload }: Of<'post.resolved'>): PostState {
  const { as, url } = payload
  const more = as === 'there' ? { result: { id: null, url, at }, trouble: null } : { trouble: null }
  const next = moveStep(state, payload, `resolve.${as}`, { ...more, retryAt: null })
  return changeTarget(next, payload.targetId, followed)
}

function heldOrReleased(
  state: PostState,
  { kind, payload }: Of<'post.held'> | Of<'post.released'>,
): PostState {
  return payload.targetIds.reduce(
    (so, targetId) =>
      changeTarget(so, targetId, (target) => {
        const others = target.held.filter((by) => by !== payload.by)
        return { ...target, held: kind === 'post.held' ? [...others, payload.by] : others }
      }),
    state,
  )
}

function late(state: PostState, { payload }: Of<'post.late'>): PostState {
  const next = moveStep(state, payload, `late.${payload.onLate}`, { trouble: 'its time had passed' })
  return payload.onLate === 'skip' ? followersOf(next, payload.targetId).reduce(cancelled, next) : next
}

function fired(state: PostState, { at, payload }: Of<'post.fired'>): PostState {
  const { targetId, step, purpose, attempt, worker, leaseUntil } = payload
  const before = state.targets.get(targetId)?.steps[step]
  return moveStep(state, payload, `fire.${purpose}`, {
    attempt,
    lease: { purpose, worker, until: leaseUntil },
    retryAt: null,
    ...(purpose === 'rehearse' && { rehearsedAt: at }),
    ...(purpose === 'publish' && { armedAt: before?.armedAt ?? at }),
  })
}

function expired(state: PostState, { at, payload }: Of<'post.expired'>): PostState {
  return moveStep(state, payload, 'expired', { lease: null, retryAt: at, trouble: 'the worker fell silent' })
}

/** Moves the first step of every target that may move so; with `from`, of those alone that stand there. */
function moveAll(state: PostState, move: Move, from?: Life): PostState {
  const targets = new Map<string, Target>()
  for (const [id, target] of state.targets) {
    const [first, ...rest] = target.steps as [Step, ...Step[]]
    const isMeant = from === undefined || first.life === from
    targets.set(id, isMeant ? { ...target, steps: [moved(first, move), ...rest] } : target)
  }
  return { ...state, targets }
}

interface Place {
  readonly targetId: string
  readonly step: number
}

function moveStep(state: PostState, { targetId, step }: Place, move: Move, more: Partial<Step>): PostState {
  return changeTarget(state, targetId, (target) => ({
    ...target,
    steps: target.steps.map((one, index) => (index === step ? { ...moved(one, move), ...more } : one)),
  }))
}

function changeTarget(
  state: PostState,
  targetId: string,
  change: (target: Target) => Target,
  event?: Of<'post.settled'>,
): PostState {
  const target = state.targets.get(targetId)
  if (target === undefined) return state
  const targets = new Map(state.targets).set(targetId, change(target))
  const next = { ...state, targets }
  // what a look before its time finds wrong can still be put right
  const isRefused =
    event !== undefined && targets.get(targetId)?.steps[event.payload.step]?.life === 'rejected'
  return isRefused && state.together ? withoutSiblings(next, targetId) : next
}

/** All or nothing: what has not begun does not begin. */
function withoutSiblings(state: PostState, targetId: string): PostState {
  return [...state.targets.keys()].filter((id) => id !== targetId).reduce(cancelled, state)
}

function needsNobody({ approval }: PostState): boolean {
  return approval === 'none'
}
