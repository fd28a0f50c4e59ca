/** `ruleOf`: a row of the table `series` as `engine/post/series.ts` takes it. */
import type { SeriesProgress, SeriesRule } from '../post/series.ts'
import type { Series } from '../store/entities/series.ts'

type Row = Pick<Series, 'rule' | 'plan' | 'skip' | 'until' | 'count' | 'madeTo' | 'passed'>

export function ruleOf(row: Row): SeriesRule & SeriesProgress {
  const { rule, plan, skip, until = null, count = null, madeTo, passed } = row
  const { localDateTime: start, ...clock } = plan.at
  return { rule, start, clock, skip, until, count, madeTo, passed }
}
