/** `duesOf`: when a post wants to be woken, and for what. A function of its state, so it is right after every event. */
import type { DueAt } from '../actors/ports.ts'
import type { Purpose } from '../protocol/post-shapes.ts'
import type { PostState, Step, Target } from './state.ts'
import { instantOf } from './wall-clock.ts'

const MINUTE_MS = 60_000
/** Before its time, a post is looked at: are the account, the quota and the media still what they were? */
export const REHEARSE_BEFORE_MS = [24 * 60 * MINUTE_MS, 60 * MINUTE_MS, 5 * MINUTE_MS] as const
/** Uploads and processing begin so long before; a reel takes minutes. */
export const PREPARE_BEFORE_MS = 30 * MINUTE_MS

/** Which step of which target, and what is to be done. */
export interface DueWork {
  readonly targetId: string
  readonly step: number
  /** `lease`: the attempt under way has fallen silent. */
  readonly work: Purpose | 'lease'
}

/**
 * Due rows by name. What concerns only us is for the owner of the post; what asks a network, for publishers.
 */
export function duesOf(state: PostState): ReadonlyMap<string, DueAt> {
  const dues = new Map<string, DueAt>()
  for (const target of state.targets.values()) {
    target.steps.forEach((step, index) => {
      for (const [work, at] of wantsOf(state, target, step, index)) {
        const waker = target.to.kind === 'account' && work !== 'lease' ? 'publisher' : 'owner'
        dues.set(nameOf({ targetId: target.id, step: index, work }), { at, waker })
      }
    })
  }
  return dues
}

export function nameOf({ targetId, step, work }: DueWork): string {
  return `${work}:${targetId}:${step}`
}

/** Null for a name that is none of ours. */
export function workOf(name: string): DueWork | null {
  const found = /^(rehearse|prepare|publish|reconcile|lease):(t\d+):(\d+)$/.exec(name)
  if (found === null) return null
  return { work: found[1] as DueWork['work'], targetId: found[2] as string, step: Number(found[3]) }
}

/** When a step is to be published, whatever its state; null while nobody can know. */
export function timeOf(state: PostState, target: Target, index: number): string | null {
  if (index > 0) {
    const before = target.steps[index - 1]?.result
    const delayMs = target.content.parts[index - 1]?.delayMs ?? 0
    return before ? later(before.at, delayMs) : null
  }
  const instant = state.plan && instantOf(state.plan.at)
  if (!instant) return null
  const own = later(instant, target.content.staggerMs)
  const { after } = target.content
  if (after === null) return own
  const other = state.targets.get(after.targetId)?.steps[0]?.result
  return other ? latest(own, later(other.at, after.delayMs)) : null
}

/** Whether something must be brought to the network before it can be published. */
export function needsPreparing(state: PostState, { to, content }: Target, index: number): boolean {
  const media = index === 0 ? (content.media ?? state.media) : (content.parts[index - 1]?.media ?? [])
  return to.kind === 'account' && media.length > 0
}

function* wantsOf(
  state: PostState,
  target: Target,
  step: Step,
  index: number,
): Generator<[work: DueWork['work'], at: string]> {
  if (step.lease !== null) {
    yield ['lease', step.lease.until]
    return
  }
  // what may be out already is looked for, held or not
  if (step.life === 'reconciling') yield ['reconcile', step.retryAt ?? state.lastAt]
  if (target.held.length > 0) return
  const at = timeOf(state, target, index)
  if (step.life === 'preparing.processing') yield ['prepare', step.retryAt ?? state.lastAt]
  if (at === null) return
  if (step.life === 'armed' || step.life === 'throttled') yield ['publish', latest(at, step.retryAt)]
  if (step.life !== 'scheduled') return
  const isPrepared = needsPreparing(state, target, index)
  yield isPrepared
    ? ['prepare', latest(later(at, -PREPARE_BEFORE_MS), step.retryAt)]
    : ['publish', latest(at, step.retryAt)]
  if (target.to.kind !== 'account') return
  const rehearsal = rehearsalOf(at, step.rehearsedAt ?? '')
  if (rehearsal !== null) yield ['rehearse', rehearsal]
}

/** The next look before `at`; of those whose time had passed when nobody had looked yet, only the last is made. */
function rehearsalOf(at: string, rehearsedAt: string): string | null {
  return REHEARSE_BEFORE_MS.map((ms) => later(at, -ms)).find((time) => time > rehearsedAt) ?? null
}

function later(instant: string, ms: number): string {
  return new Date(Date.parse(instant) + ms).toISOString()
}

function latest(a: string, b: string | null): string {
  return b !== null && b > a ? b : a
}
