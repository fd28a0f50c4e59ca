/** What people send about posts: the shapes that several procedures take, with the defaults of what they leave out. */
import { z } from 'zod'
import { LATENESS } from '../../engine/post/lateness.ts'
import { STATUSES } from '../../engine/post/status.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import {
  Approval,
  LatenessShape,
  NETWORKS,
  type TargetDraft,
  WallClockShape,
} from '../../engine/protocol/post-shapes.ts'
import { CommandId, Id, PageLimit, plainText } from '../inputs.ts'

const YEAR_MS = 366 * 24 * 3_600_000
const Delay = z.int().min(0).max(YEAR_MS)
const PostText = plainText.max(LIMITS.postTextCharsMax)
const MediaIds = z.array(Id).max(LIMITS.postMediaMax)
const Tags = z
  .array(plainText.trim().min(1).max(LIMITS.tagCharsMax))
  .max(LIMITS.tagsMax)
  .transform((tags) => [...new Set(tags)])

const To = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), accountId: Id, network: z.enum(NETWORKS) }),
  z.object({ kind: z.literal('conversation'), conversationId: Id }),
  z.object({ kind: z.literal('audience'), audienceId: Id }),
])

const Content = z.object({
  text: PostText.nullable().default(null),
  media: MediaIds.nullable().default(null),
  options: z.record(z.string().max(64), z.json()).default({}),
  parts: z
    .array(
      z.object({
        text: PostText.default(''),
        media: MediaIds.default([]),
        delayMs: Delay.default(0),
      }),
    )
    .max(LIMITS.partsMax)
    .default([]),
  staggerMs: Delay.default(0),
  after: z
    .object({ targetId: z.string().max(8), delayMs: Delay.default(0) })
    .nullable()
    .default(null),
})

/** Where it goes; filled up, it is a `TargetDraft`. */
export const Target = Content.extend({ to: To }) satisfies z.ZodType<TargetDraft>
export const Targets = z.array(Target).max(LIMITS.targetsMax)

/** A local time somewhere. Whether there is such a time, and such a zone, is asked later. */
export const At = WallClockShape.extend({
  localDateTime: z.string().max(32),
  timeZone: z.string().max(64),
  gap: WallClockShape.shape.gap.default('after'),
  overlap: WallClockShape.shape.overlap.default('first'),
})
export const Lateness = LatenessShape.extend({ maxMs: Delay })

const Command = z.object({ commandId: CommandId.optional() })

export const NewPost = Command.extend({
  text: PostText,
  media: MediaIds.default([]),
  targets: Targets,
  approval: Approval.default('none'),
  tags: Tags.default([]),
  together: z.boolean().default(false),
})
export type NewPost = z.infer<typeof NewPost>

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
