/** The questions that machine.ts asks before it lets a command change a post. Each is true when it is at fault. */
import { cleanText } from '../kernel/clean-text.ts'
import { LIMITS } from '../protocol/limits.ts'
import type { Plan, TargetContent, TargetDraft } from '../protocol/post-shapes.ts'
import { type Life, type Move, nextLife } from './chart.ts'
import type { AskedOfPost } from './draft.ts'
import { needsPreparing, PREPARE_BEFORE_MS, timeOf } from './due.ts'
import type { PostState, Step, Target } from './state.ts'
import { instantOf, isLocalDateTime, isTimeZone } from './wall-clock.ts'

type State = PostState
type Of<Type extends AskedOfPost['type']> = Extract<AskedOfPost, { type: Type }>
type Place = { readonly targetId: string; readonly step: number }
type Named = { readonly targetId: string | null }

/** A publisher claims by the database's clock, and fires by that of the room's owner. */
const CLOCKS_DIFFER_MS = 250
const IN_FLIGHT: ReadonlySet<Life> = new Set(['publishing', 'reconciling', 'needsHuman'])

export const fromElsewhere = (state: State, asked: { organisationId: string }) =>
  asked.organisationId !== state.organisationId

// what it says
export const textIsTooLong = (_: State, asked: { text: string | null }) =>
  (asked.text?.length ?? 0) > LIMITS.postTextCharsMax
export const saysNothing = (_: State, asked: { text: string }) => cleanText(asked.text) === ''
export const changesNothing = (_: State, { text, media, tags, add, remove, change }: Of<'post.edit'>) =>
  text === null && media === null && tags === null && add.length + remove.length + change.length === 0

// where it goes
export const beginsTooWide = (_: State, asked: { targets: readonly TargetDraft[] }) =>
  asked.targets.length > LIMITS.targetsMax
export const becomesTooWide = (state: State, { add, remove }: Of<'post.edit'>) =>
  state.targets.size + add.length - remove.length > LIMITS.targetsMax
/** A target may follow one that came before it, so that none waits for itself. */
export const followsNobody = (_: State, { targets }: Of<'post.create'>) =>
  targets.some((target, index) => !isAmong(target, ids(0, index)))
export const editFollowsNobody = (state: State, { add, remove, change }: Of<'post.edit'>) => {
  const staying = [...state.targets.keys()].filter((id) => !remove.includes(id))
  const added = add.some((target, index) => !isAmong(target, [...staying, ...ids(state.targetsEver, index)]))
  const changed = change.some(
    (target) => !isAmong(target, staying.slice(0, staying.indexOf(target.targetId))),
  )
  const left = staying.some((id) => !isAmong((state.targets.get(id) as Target).content, staying))
  return added || changed || left
}
export const namesNoTarget = (state: State, { targetId }: Named) =>
  targetId !== null && !state.targets.has(targetId)
export const editNamesNoTarget = (state: State, { remove, change }: Of<'post.edit'>) =>
  [...remove, ...change.map(({ targetId }) => targetId)].some((id) => !state.targets.has(id))
/** What is out, or may be, is what it is. */
export const editsWhatIsOut = (state: State, { remove, change }: Of<'post.edit'>) =>
  [...remove, ...change.map(({ targetId }) => targetId)].some(
    (id) => !canFirst(state.targets.get(id), 'edit'),
  )
/** An attempt that fails would be made again with another text, or without a time. */
export const isInFlight = (state: State) =>
  [...state.targets.values()].some(({ steps }) => IN_FLIGHT.has(steps[0]?.life ?? 'draft'))
export const editsInFlight = (state: State, { text, media, add, change }: Of<'post.edit'>) =>
  (text !== null || media !== null || add.length + change.length > 0) && isInFlight(state)
export const namesNoStep = (state: State, place: Place) => stepOf(state, place) === undefined

// its time
export const goesNowhere = (state: State) => state.targets.size === 0
export const timeIsNone = (_: State, { plan: { at } }: { plan: Plan }) =>
  !isLocalDateTime(at.localDateTime) || !isTimeZone(at.timeZone)
export const timeIsSkipped = (_: State, { plan }: { plan: Plan }) => instantOf(plan.at) === null
export const timeHasPassed = (_: State, { plan, at }: { plan: Plan; at: string }) =>
  Date.parse(at) - Date.parse(instantOf(plan.at) ?? '') > LIMITS.planPastMsMax
/** Before everybody has said yes, a plan is what is wanted: nothing moves by it until then. */
export const cannotBePlanned = (state: State) => !canAny(state, 'plan') && !isBeforeApproval(state)
export const cannotBeUnplanned = (state: State) =>
  state.plan === null || (!canAny(state, 'unplan') && !isBeforeApproval(state))

// review
export const needsNobody = (state: State) => state.approval === 'none'
export const isNotTheirTurn = (state: State, { as }: Of<'post.approve'>) =>
  as === 'client'
    ? !state.isApprovedInside || state.approval !== 'internalThenClient'
    : state.isApprovedInside
export const cannotAll = (move: Move) => (state: State) => !canAny(state, move)

// one target, one step
export const cannotCancel = (state: State, { targetId }: Named) =>
  targetsOf(state, targetId).every(({ steps }) =>
    steps.every(({ life }) => nextLife(life, 'cancel') === null),
  )
export const cannot = (moveOf: (asked: never) => Move) => (state: State, asked: Place) => {
  const step = stepOf(state, asked)
  return step === undefined || nextLife(step.life, moveOf(asked as never)) === null
}
export const holdChangesNothing = (state: State, { by, targetId }: Of<'post.hold'>) =>
  targetsOf(state, targetId).every(({ held }) => held.includes(by))
export const releaseChangesNothing = (state: State, { by, targetId }: Of<'post.release'>) =>
  targetsOf(state, targetId).every(({ held }) => !held.includes(by))

// attempts
export const isUnderWay = (state: State, asked: Place) => stepOf(state, asked)?.lease !== null
export const isHeld = (state: State, { targetId, purpose }: Of<'post.fire'>) =>
  purpose !== 'reconcile' && (state.targets.get(targetId)?.held.length ?? 0) > 0
/** A network that must have the media first gets no call without them. */
export const isNotPrepared = (state: State, asked: Of<'post.fire'>) => {
  const target = state.targets.get(asked.targetId)
  const isWanting = target !== undefined && needsPreparing(state, target, asked.step)
  return asked.purpose === 'publish' && isWanting && stepOf(state, asked)?.life === 'scheduled'
}
export const isNotDue = (state: State, asked: Of<'post.fire'>) => {
  const { purpose, at } = asked
  const target = state.targets.get(asked.targetId)
  const step = stepOf(state, asked)
  if (target === undefined || step === undefined) return true
  if (purpose === 'rehearse') return false
  if (step.retryAt !== null && Date.parse(step.retryAt) - CLOCKS_DIFFER_MS > Date.parse(at)) return true
  if (purpose === 'reconcile') return false
  const time = timeOf(state, target, asked.step)
  if (time === null) return true
  const earlyMs = purpose === 'prepare' ? PREPARE_BEFORE_MS : CLOCKS_DIFFER_MS
  return Date.parse(time) - earlyMs > Date.parse(at)
}
/** Proof that it is out is welcome at any time, also of an attempt before; all else only of whoever is at it. */
export const attemptIsOver = (state: State, { outcome, attempt, worker, ...asked }: Of<'post.settle'>) => {
  const step = stepOf(state, asked)
  if (step === undefined || attempt > step.attempt) return true
  return outcome.is !== 'ok' && (attempt < step.attempt || step.lease?.worker !== worker)
}
export const outcomeMakesNoSense = (state: State, asked: Of<'post.settle'>) => {
  const step = stepOf(state, asked)
  return step === undefined || nextLife(step.life, asked.outcome.is) === null
}
export const nobodyIsAtIt = (state: State, asked: Of<'post.expire'>) => {
  const step = stepOf(state, asked)
  return step === undefined || step.lease === null || step.attempt !== asked.attempt
}
export const leaseStillRuns = (state: State, asked: Of<'post.expire'>) =>
  (stepOf(state, asked)?.lease?.until ?? '') > asked.at

function stepOf(state: State, { targetId, step }: Place): Step | undefined {
  return state.targets.get(targetId)?.steps[step]
}

function targetsOf({ targets }: State, targetId: string | null): Target[] {
  return targetId === null ? [...targets.values()] : [...targets.values()].filter(({ id }) => id === targetId)
}

function isBeforeApproval(state: State): boolean {
  return canAny(state, 'approve') || canAny(state, 'submit')
}

function canAny({ targets }: State, move: Move): boolean {
  return [...targets.values()].some((target) => canFirst(target, move))
}

function canFirst(target: Target | undefined, move: Move): boolean {
  const first = target?.steps[0]
  return first !== undefined && nextLife(first.life, move) !== null
}

function isAmong({ after }: TargetContent, known: readonly string[]): boolean {
  return after === null || known.includes(after.targetId)
}

function ids(ever: number, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `t${ever + index + 1}`)
}
