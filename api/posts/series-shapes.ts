/** What people send about series. */
import { z } from 'zod'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { CommandId, Id, PageLimit } from '../inputs.ts'
import { LocalDate, OfPost } from './shapes.ts'

const OfSeries = z.object({ seriesId: Id, commandId: CommandId.optional() })

export const Recurred = OfPost.extend({
  /** RFC 5545 without DTSTART: `FREQ=WEEKLY;BYDAY=MO`. */
  rule: z.string().max(LIMITS.ruleCharsMax),
  timeZone: z.string().max(64),
  /** Local dates on which it does not come. */
  skip: z
    .array(LocalDate)
    .max(LIMITS.seriesSkipsMax)
    .default([])
    .transform((dates) => [...new Set(dates)].sort()),
  /** Not after this local date. */
  until: LocalDate.optional(),
  /** In all, the post itself not; a date that is skipped counts. */
  count: z.int().min(1).max(LIMITS.seriesCountMax).optional(),
})
export type Recurred = z.infer<typeof Recurred>

export const SeriesInput = z.object({
  /** Those of this post, whether they copy it or made it. */
  postId: Id.optional(),
  cursor: z.string().max(1_000).optional(),
  limit: PageLimit.default(50),
})
export type SeriesInput = z.infer<typeof SeriesInput>

export const EndedSeries = OfSeries.extend({
  /** True: copies that are made and have not begun are cancelled. */
  cancelFuture: z.boolean(),
})
export type EndedSeries = z.infer<typeof EndedSeries>

export const SkippedDate = OfSeries.extend({ date: LocalDate })
export type SkippedDate = z.infer<typeof SkippedDate>
