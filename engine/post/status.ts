/** `statusOf`: how a post stands, derived from its targets and never stored. */
import { isOver, type Life } from './chart.ts'
import type { PostState, Target } from './state.ts'

export const STATUSES = [
  'draft',
  'inReview',
  'changesRequested',
  'approved',
  'scheduled',
  'held',
  'publishing',
  'attention',
  'partlyPublished',
  'published',
  'failed',
  'cancelled',
] as const
/**
 * attention        a person must decide or repair something; whatever else goes on
 * partlyPublished  some targets are out and nothing more will come of the others
 */
export type PostStatus = (typeof STATUSES)[number]

/** A person is asked. */
const ASKING: ReadonlySet<Life> = new Set(['needsHuman', 'missed', 'authNeeded', 'rejected'])
const UNDER_WAY: ReadonlySet<Life> = new Set(['publishing', 'reconciling', 'throttled'])
const READY: ReadonlySet<Life> = new Set([
  'scheduled',
  'rehearsing',
  'preparing.uploading',
  'preparing.processing',
  'armed',
])

export function statusOf({ targets }: PostState): PostStatus {
  const all = [...targets.values()]
  const lives = all.flatMap(({ steps }) => steps.map(({ life }) => life))
  if (lives.length === 0) return 'draft'
  if (lives.some((life) => ASKING.has(life))) return 'attention'
  if (lives.some((life) => UNDER_WAY.has(life))) return 'publishing'
  if (all.some((target) => target.held.length > 0 && isToCome(target))) return 'held'
  if (lives.some((life) => READY.has(life))) return lives.includes('published') ? 'publishing' : 'scheduled'
  for (const life of ['draft', 'inReview', 'changesRequested', 'approved'] as const) {
    if (lives.includes(life)) return life
  }
  const published = all.filter(({ steps }) => steps[0]?.life === 'published').length
  if (published === all.length) return 'published'
  if (published > 0) return 'partlyPublished'
  return lives.includes('cancelled') ? 'cancelled' : 'failed'
}

function isToCome({ steps }: Target): boolean {
  return steps.some(({ life }) => READY.has(life))
}

/** Whether nothing more will happen to any step of the target. */
export function isTargetOver({ steps }: Target): boolean {
  return steps.every(({ life }) => isOver(life))
}
