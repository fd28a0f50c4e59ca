/** Slots: the times of the week at which an account publishes what is queued for it. */
import { z } from 'zod'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { CommandId, Id } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import * as acts from './do.ts'
import * as reads from './read.ts'

const OfAccount = z.object({ accountId: Id })
const OfSlot = z.object({ slotId: Id, commandId: CommandId.optional() })

export const slotsRouter = router({
  list: signedIn.input(OfAccount.partial().default({})).query(({ ctx, input }) => reads.list(ctx, input)),
  coming: signedIn
    .input(OfAccount.extend({ days: z.int().min(1).max(LIMITS.slotDaysMax).default(14) }))
    .query(({ ctx, input }) => reads.coming(ctx, input)),
  next: signedIn.input(OfAccount).query(({ ctx, input }) => reads.next(ctx, input)),
  add: signedIn
    .input(
      OfAccount.extend({
        weekday: z.int().min(1).max(7),
        localTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
        timeZone: z.string().max(64),
      }),
    )
    .mutation(({ ctx, input }) => acts.add(ctx, input)),
  remove: signedIn.input(OfSlot).mutation(({ ctx, input }) => acts.remove(ctx, input)),
  pause: signedIn
    .input(OfSlot.extend({ isPaused: z.boolean().default(true) }))
    .mutation(({ ctx, input }) => acts.pause(ctx, input)),
  shuffle: signedIn
    .input(OfAccount.extend({ commandId: CommandId.optional() }))
    .mutation(({ ctx, input }) => acts.shuffle(ctx, input)),
})
