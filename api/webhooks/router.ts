/** Webhooks: addresses outside that are told what happens to posts, what they took, and what nobody took. */
import { z } from 'zod'
import { PostEvent } from '../../engine/protocol/events/post-event.ts'
import { CommandId, Id, PageLimit } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import * as acts from './do.ts'
import * as reads from './read.ts'

const KINDS = PostEvent.options.map(({ shape }) => shape.kind.value)
const Command = z.object({ commandId: CommandId.optional() })
const OfWebhook = z.object({ webhookId: Id })

export const webhooksRouter = router({
  list: signedIn.query(({ ctx }) => reads.list(ctx)),
  add: signedIn
    .input(
      Command.extend({
        url: z.string().max(2_000),
        events: z.array(z.enum(KINDS)).max(KINDS.length).default([]),
      }),
    )
    .mutation(({ ctx, input }) => acts.add(ctx, input)),
  remove: signedIn
    .input(Command.extend(OfWebhook.shape))
    .mutation(({ ctx, input }) => acts.remove(ctx, input)),
  deliveries: signedIn
    .input(
      OfWebhook.extend({
        state: z.enum(['waiting', 'delivered', 'dead']).optional(),
        cursor: z.string().max(1_000).optional(),
        limit: PageLimit.default(50),
      }),
    )
    .query(({ ctx, input }) => reads.deliveries(ctx, input)),
  redeliver: signedIn
    .input(Command.extend({ deliveryId: Id }))
    .mutation(({ ctx, input }) => acts.redeliver(ctx, input)),
  redeliverAll: signedIn
    .input(Command.extend(OfWebhook.shape))
    .mutation(({ ctx, input }) => acts.redeliverAll(ctx, input)),
})
