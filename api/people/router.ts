/** People of the organisation: find them by what they are called, and learn what ids are called. */
import { z } from 'zod'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { Id, plainText } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import { byIds, search } from './read.ts'

export const peopleRouter = router({
  search: signedIn
    .input(z.object({ query: plainText.trim().max(254), limit: z.int().min(1).max(50).default(20) }))
    .query(({ ctx, input }) => search(ctx, input)),
  byIds: signedIn
    .input(z.object({ ids: z.array(Id).max(LIMITS.inviteesMax) }))
    .query(({ ctx, input }) => byIds(ctx, input.ids)),
})
