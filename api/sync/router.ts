/** Sync: all of a person's rooms on one subscription. */
import { z } from 'zod'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import { resume } from './read.ts'

export const syncRouter = router({
  resume: signedIn
    .input(
      z.object({
        positions: z.record(z.string().max(64), z.string().max(64)).default({}),
        followNew: z.boolean().default(false),
      }),
    )
    .subscription(({ ctx, input }) => resume(ctx, input)),
})
