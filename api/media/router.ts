/** Files that posts show: list, describe, take away. They come and go over HTTP: see routes.ts. */
import { z } from 'zod'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { CommandId, Id, PageLimit, plainText } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import { describe, remove } from './do.ts'
import { list } from './read.ts'

const AltText = plainText.trim().max(LIMITS.altTextCharsMax).nullable()

export const mediaRouter = router({
  list: signedIn
    .input(
      z
        .object({ cursor: z.string().max(500).optional(), limit: PageLimit.default(50) })
        .default({ limit: 50 }),
    )
    .query(({ ctx, input }) => list(ctx, input)),
  describe: signedIn
    .input(z.object({ mediaId: Id, altText: AltText, commandId: CommandId.optional() }))
    .mutation(({ ctx, input }) => describe(ctx, input)),
  remove: signedIn
    .input(z.object({ mediaId: Id, commandId: CommandId.optional() }))
    .mutation(({ ctx, input }) => remove(ctx, input.mediaId)),
})
