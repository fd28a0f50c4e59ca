/** The numbers of a published step in words: what is counted, what is left out, and what there is to say instead. */
import type { StepMetrics, StepView } from '../../../app/posts-api.ts'
import { fromNow } from '../time-words.ts'

const DAY_MS = 86_400_000

/** In the order in which they are shown. */
export const COUNTS = [
  { count: 'views', label: 'Views' },
  { count: 'likes', label: 'Likes' },
  { count: 'comments', label: 'Comments' },
  { count: 'shares', label: 'Shares' },
] as const
export type Count = (typeof COUNTS)[number]['count']

/** Made once each: making one costs as much as a hundred uses. */
const exact = new Intl.NumberFormat()
const compact = new Intl.NumberFormat(undefined, { notation: 'compact', maximumFractionDigits: 1 })

/** "12.3K". */
export const shortNumber = (value: number) => compact.format(value)
/** "12,345". */
export const wholeNumber = (value: number) => exact.format(value)

/** The count whose course is drawn: the first that was told twice; null when none was. */
export function drawnCount({ history }: Pick<StepMetrics, 'history'>): Count | null {
  const told = ({ count }: { count: Count }) => history.filter((numbers) => numbers[count] !== null).length
  return COUNTS.find((one) => told(one) > 1)?.count ?? null
}

type Asked = Pick<StepMetrics, 'askedAt' | 'nextAt'>

/** How old numbers of `toldAt` are, and when there will be others: "As of 3 hours ago, asked again in 2 days". */
export function ageWords(toldAt: string, { askedAt, nextAt }: Asked, nowMs: number): string {
  const age = `As of ${agoWords(toldAt, nowMs)}`
  if (askedAt !== null && askedAt > toldAt) return `${age}, nothing told since`
  return nextAt === null ? `${age}, not asked again` : `${age}, asked again ${soonWords(nextAt, nowMs)}`
}

/** What to say of a step that has no numbers. `network` is its title; `result` of what is out. */
export function noNumbersWords(
  step: Asked | null,
  result: Pick<NonNullable<StepView['result']>, 'id' | 'at'> | null,
  network: string,
  nowMs: number,
): string {
  if (!result?.id) return 'Nobody knows its id there, so nobody can ask how it does.'
  if (step === null && nowMs - Date.parse(result.at) > DAY_MS) return `${network} was not asked.`
  if (step === null) return `Not yet. ${network} is asked an hour after it is out.`
  if (step.askedAt !== null) return `${network} tells no numbers of this.`
  return step.nextAt === null
    ? `${network} could not be asked.`
    : `Not yet. ${network} is asked ${soonWords(step.nextAt, nowMs)}.`
}

function agoWords(instant: string, nowMs: number): string {
  return Date.parse(instant) >= nowMs ? 'now' : fromNow(instant, nowMs)
}

function soonWords(instant: string, nowMs: number): string {
  const words = fromNow(instant, nowMs)
  return Date.parse(instant) <= nowMs || words === 'now' ? 'any moment' : words
}
