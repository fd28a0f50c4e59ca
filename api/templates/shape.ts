/** `TemplateContent`: what a template keeps of a post: everything but its time, in the shape in which posts are made. */
import { z } from 'zod'
import { LATENESS } from '../../engine/post/lateness.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { Id, plainText } from '../inputs.ts'
import { Lateness, NewPost } from '../new-post.ts'

export const TemplateContent = NewPost.omit({ commandId: true }).extend({
  lateness: Lateness.default(LATENESS),
})
export type TemplateContent = z.infer<typeof TemplateContent>

const Name = plainText.trim().min(1).max(LIMITS.nameCharsMax)
const Command = NewPost.pick({ commandId: true })

/** `templateId`: the one that is written over; without it a new one is begun. */
export const Saved = TemplateContent.extend({ name: Name, templateId: Id.optional(), ...Command.shape })
export type Saved = z.infer<typeof Saved>

export const OfTemplate = z.object({ templateId: Id })
export const Renamed = OfTemplate.extend({ name: Name, ...Command.shape })
export const Removed = OfTemplate.extend(Command.shape)
