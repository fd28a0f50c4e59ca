/** `calendar`: how many posts each day has, and the first of them. One statement, whatever the days hold. */
import { datesFrom, instantOf } from '../../engine/post/wall-clock.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { SignedInCtx } from '../procedure.ts'
import { CARD, type CardRow, cardOf, type PostCard, wanted, wantedValues } from './cards.ts'
import { checkTimeZone } from './check.ts'
import type { CalendarInput } from './shapes.ts'

export interface CalendarDay {
  /** `2026-11-21` */
  readonly date: string
  /** Of all posts of the day, also those that are not among `items`. */
  readonly count: number
  readonly items: readonly PostCard[]
}

/**
 * Parameters: organisation, filters (3), where each day begins and ends, cards a day. Per day one stretch of the index
 * `post_at` is counted and its beginning read; a day without posts has one row with nulls.
 */
export const CALENDAR = `
SELECT d.n::int, c.count::int, i.*
FROM unnest($5::timestamptz[], $6::timestamptz[]) WITH ORDINALITY AS d(begins, ends, n)
CROSS JOIN LATERAL (
  SELECT count(*) AS count FROM post p
  WHERE p.organisation_id = $1 AND p.at >= d.begins AND p.at < d.ends AND ${wanted(2)}
) AS c
LEFT JOIN LATERAL (
  SELECT ${CARD} FROM post p
  WHERE p.organisation_id = $1 AND p.at >= d.begins AND p.at < d.ends AND ${wanted(2)}
  ORDER BY p.at, p.id LIMIT $7
) AS i ON true
ORDER BY d.n, i.at, i.id`

type DayRow = { readonly n: number; readonly count: number } & (CardRow | { readonly id: null })

/** Days by what clocks in `timeZone` show. Refuses with TIME_INVALID. */
export async function calendar(
  { node, session }: SignedInCtx,
  input: CalendarInput,
): Promise<{ days: CalendarDay[] }> {
  checkTimeZone(input.timeZone)
  const dates = datesOf(input)
  const bounds = dates.map((date) => beginningOf(date, input.timeZone))
  const { rows } = await node.store.reads.query<DayRow>({
    name: 'post-calendar',
    text: CALENDAR,
    values: [
      session.organisationId,
      ...wantedValues(input),
      bounds.slice(0, -1),
      bounds.slice(1),
      input.perDay,
    ],
  })
  const days = dates.slice(0, -1).map((date) => ({ date, count: 0, items: [] as PostCard[] }))
  for (const row of rows) {
    const day = days[row.n - 1]
    if (day === undefined) continue
    day.count = row.count
    if (row.id !== null) day.items.push(cardOf(row))
  }
  return { days }
}

/** One more than asked for: where the last day ends. */
function datesOf({ from, days }: CalendarInput): string[] {
  try {
    return datesFrom(from, days + 1)
  } catch {
    return refuse('TIME_INVALID')
  }
}

/** Where midnight is jumped over, the day begins with the jump. */
function beginningOf(date: string, timeZone: string): string | null {
  return instantOf({ localDateTime: `${date}T00:00`, timeZone, gap: 'after', overlap: 'first' })
}
