/** Captions: who suggests what a post could say, and a suggestion as it is written. */
import { z } from 'zod'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { NETWORKS } from '../../engine/protocol/post-shapes.ts'
import { plainText } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import { suggest } from './do.ts'
import { writer } from './read.ts'

/** A word or a few, of one line: it stands among instructions. */
const Tone = plainText
  .trim()
  .min(1)
  .max(LIMITS.captionToneCharsMax)
  .regex(/^[^\p{Cc}]+$/u)
/** BCP 47: `en`, `de-CH`. */
const Locale = z.string().regex(/^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,3}$/)

export const captionsRouter = router({
  writer: signedIn.query(({ ctx }) => writer(ctx)),
  suggest: signedIn
    .input(
      z.object({
        text: plainText.trim().min(1).max(LIMITS.captionDraftCharsMax),
        /** Null: for a message to a conversation. */
        network: z.enum(NETWORKS).nullable().default(null),
        tone: Tone.default('friendly'),
        locale: Locale.default('en'),
      }),
    )
    .subscription(({ ctx, input }) => suggest(ctx, input)),
})
