/** What people send about posts: the shapes that several procedures take, with the defaults of what they leave out. */
import { z } from 'zod'
import { LATENESS } from '../../engine/post/lateness.ts'
import { STATUSES } from '../../engine/post/status.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { WallClockShape } from '../../engine/protocol/post-shapes.ts'
import { CommandId, Id, PageLimit, plainText } from '../inputs.ts'
import { Content, Lateness, MediaIds, NewPost, PostText, Tags, Targets } from '../new-post.ts'

const Command = z.object({ commandId: CommandId.optional() })

/** A local time somewhere. Whether there is such a time, and such a zone, is asked later. */
export const At = WallClockShape.extend({
  localDateTime: z.string().max(32),
  timeZone: z.string().max(64),
  gap: WallClockShape.shape.gap.default('after'),
  overlap: WallClockShape.shape.overlap.default('first'),
})

export const Scheduled = NewPost.extend({ at: At, lateness: Lateness.default(LATENESS) })
export type Scheduled = z.infer<typeof Scheduled>

export const OfPost = Command.extend({ postId: Id })
export const OfStep = OfPost.extend({ targetId: z.string().max(8), step: z.int().min(0).default(0) })

export const Edited = OfPost.extend({
  text: PostText.nullable().default(null),
  media: MediaIds.nullable().default(null),
  tags: Tags.nullable().default(null),
  add: Targets.default([]),
  remove: z.array(z.string().max(8)).max(LIMITS.targetsMax).default([]),
  change: z
    .array(Content.extend({ targetId: z.string().max(8) }))
    .max(LIMITS.targetsMax)
    .default([]),
})
export type Edited = z.infer<typeof Edited>

export const Rescheduled = OfPost.extend({ at: At, lateness: Lateness.optional() })
export type Rescheduled = z.infer<typeof Rescheduled>

/** What of the organisation's posts is wanted. */
export const Filters = z.object({
  statuses: z.array(z.enum(STATUSES)).max(STATUSES.length).optional(),
  accountIds: z.array(Id).max(100).optional(),
  tags: z.array(plainText.max(LIMITS.tagCharsMax)).max(LIMITS.tagsMax).optional(),
})
export type Filters = z.infer<typeof Filters>

export const ListInput = Filters.extend({
  cursor: z.string().max(1_000).optional(),
  limit: PageLimit.default(50),
  /** Part of the text. */
  query: plainText.max(120).optional(),
  order: z.enum(['changed', 'at']).default('changed'),
})
export type ListInput = z.infer<typeof ListInput>

export const LocalDate = z.string().regex(/^\d{4}-\d\d-\d\d$/)

export const CalendarInput = Filters.extend({
  from: LocalDate,
  days: z.int().min(1).max(LIMITS.calendarDaysMax),
  timeZone: z.string().max(64),
  perDay: z.int().min(0).max(50).default(4),
})
export type CalendarInput = z.infer<typeof CalendarInput>
