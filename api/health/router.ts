/** Whether the node behind this connection lives, and is ready. */
import { PROTOCOL_VERSION } from '../../engine/protocol/version.ts'
import { publicProcedure, router } from '../trpc.ts'

export const healthRouter = router({
  live: publicProcedure.query(({ ctx }) => ({ ...ctx.node.health.live(), protocol: PROTOCOL_VERSION })),
  ready: publicProcedure.query(({ ctx }) => ctx.node.health.ready()),
})
