/** `summaryOf`: a twin's week in numbers, and whether it needs somebody although nobody else made a mistake. */
import type { Destination } from '../../engine/protocol/post-shapes.ts'
import type { Prediction } from './predict.ts'
import type { Warning } from './warnings.ts'

export interface Summary {
  readonly steps: number
  readonly published: number
  /** Of them. */
  readonly late: number
  readonly lateMsMax: number
  readonly needsPerson: number
  /** Of them: also in a week in which nothing goes wrong outside. */
  readonly needsPersonAnyway: number
  readonly skipped: number
  readonly cancelled: number
  readonly notReached: number
  readonly unfinished: number
  /** First times at which an account was told to wait, soonest first. */
  readonly quotas: readonly { readonly to: Destination; readonly at: string; readonly until: string }[]
  readonly costUsd: number
  /** Somebody must do something, whatever networks do. */
  readonly isTrouble: boolean
}

/** Later than this, people notice. */
export const LATE_MS = 60_000

export interface ToSum {
  readonly predictions: readonly Prediction[]
  /** The same week in which nothing goes wrong outside. */
  readonly calm: readonly Prediction[]
  readonly warnings: readonly Warning[]
  /** What X billed, thousandths of a US dollar. */
  readonly costMils: number
}

export function summaryOf({ predictions, calm, warnings, costMils }: ToSum): Summary {
  const count = (fate: Prediction['fate']) => predictions.filter((one) => one.fate === fate).length
  const late = predictions.filter(isLate)
  const anyway = calm.filter(({ fate }) => fate === 'needsPerson').length
  return {
    steps: predictions.length,
    published: count('published'),
    late: late.length,
    lateMsMax: Math.max(0, ...late.map(({ lateMs }) => lateMs)),
    needsPerson: count('needsPerson'),
    needsPersonAnyway: anyway,
    skipped: count('skipped'),
    cancelled: count('cancelled'),
    notReached: count('notReached'),
    unfinished: count('unfinished'),
    quotas: quotasOf(predictions),
    costUsd: costMils / 1_000,
    isTrouble: anyway > 0 || warnings.some(({ isFatal }) => isFatal),
  }
}

export function isLate({ fate, lateMs }: Pick<Prediction, 'fate' | 'lateMs'>): boolean {
  return fate === 'published' && lateMs > LATE_MS
}

function quotasOf(predictions: readonly Prediction[]): Summary['quotas'] {
  const first = new Map<string, Summary['quotas'][number]>()
  for (const { to, throttled } of predictions) {
    if (to.kind !== 'account') continue
    for (const { at, until } of throttled) {
      const before = first.get(to.accountId)
      if (before === undefined || at < before.at) first.set(to.accountId, { to, at, until })
    }
  }
  return [...first.values()].sort((one, other) => (one.at < other.at ? -1 : 1))
}
