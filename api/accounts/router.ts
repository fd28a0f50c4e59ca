/** Accounts at networks: which there are, connect one, connect it again, let it go. */
import { z } from 'zod'
import { NETWORKS } from '../../engine/protocol/post-shapes.ts'
import { CommandId, Id } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import { connect, disconnect } from './do.ts'
import { list, networks } from './read.ts'

export const accountsRouter = router({
  list: signedIn.query(({ ctx }) => list(ctx)),
  networks: signedIn.query(({ ctx }) => networks(ctx)),
  connect: signedIn
    .input(
      z.object({
        network: z.enum(NETWORKS),
        accountId: Id.optional(),
        commandId: CommandId.optional(),
      }),
    )
    .mutation(({ ctx, input }) => connect(ctx, input)),
  disconnect: signedIn
    .input(z.object({ accountId: Id, commandId: CommandId.optional() }))
    .mutation(({ ctx, input }) => disconnect(ctx, input.accountId)),
})
