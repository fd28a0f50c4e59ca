/** `NewPost`: what people send to make a post, and the pieces of it that edits and templates take too; with the defaults of what they leave out. */
import { z } from 'zod'
import { LIMITS } from '../engine/protocol/limits.ts'
import { Approval, LatenessShape, NETWORKS, type TargetDraft } from '../engine/protocol/post-shapes.ts'
import { CommandId, Id, plainText } from './inputs.ts'

const YEAR_MS = 366 * 24 * 3_600_000
const Delay = z.int().min(0).max(YEAR_MS)
export const PostText = plainText.max(LIMITS.postTextCharsMax)
export const MediaIds = z.array(Id).max(LIMITS.postMediaMax)
export const Tags = z
  .array(plainText.trim().min(1).max(LIMITS.tagCharsMax))
  .max(LIMITS.tagsMax)
  .transform((tags) => [...new Set(tags)])

const To = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('account'), accountId: Id, network: z.enum(NETWORKS) }),
  z.object({ kind: z.literal('conversation'), conversationId: Id }),
  z.object({ kind: z.literal('audience'), audienceId: Id }),
])

export const Content = z.object({
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
const Target = Content.extend({ to: To }) satisfies z.ZodType<TargetDraft>
export const Targets = z.array(Target).max(LIMITS.targetsMax)

export const Lateness = LatenessShape.extend({ maxMs: Delay })

export const NewPost = z.object({
  commandId: CommandId.optional(),
  text: PostText,
  media: MediaIds.default([]),
  targets: Targets,
  approval: Approval.default('none'),
  tags: Tags.default([]),
  together: z.boolean().default(false),
})
export type NewPost = z.infer<typeof NewPost>
