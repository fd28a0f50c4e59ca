/** What operators of the installation see: who owns which shard, and who is in. */
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import { checkOperator, isOperator } from './check.ts'

export const clusterRouter = router({
  /** Whether `status` would answer, so that nobody is shown a door that is shut to them. */
  mayOperate: signedIn.query(async ({ ctx }) => ({ mayOperate: await isOperator(ctx) })),
  /** As this node knows it; the database is not asked, so it answers also while that is away. */
  status: signedIn.query(async ({ ctx }) => {
    await checkOperator(ctx)
    return ctx.node.standing()
  }),
})
