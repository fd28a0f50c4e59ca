/** Review: a client sees a post by a signed link, and says yes, not yet, or something about it. No account is needed. */
import { z } from 'zod'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { CommandId, Id, plainText } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { publicProcedure, router } from '../trpc.ts'
import * as acts from './do.ts'
import { review, shared } from './read.ts'

const Link = z.object({ token: z.string().max(1_000) })
const Guest = Link.extend({
  name: plainText.trim().min(1).max(LIMITS.nameCharsMax),
  commandId: CommandId.optional(),
})
const Words = plainText.max(LIMITS.textCharsMax)

export const reviewRouter = router({
  link: signedIn
    .input(z.object({ postId: Id, commandId: CommandId.optional() }))
    .mutation(({ ctx, input }) => acts.link(ctx, input)),
  shared: signedIn.input(z.object({ postId: Id })).query(({ ctx, input }) => shared(ctx, input)),
  withdraw: signedIn
    .input(z.object({ postId: Id, commandId: CommandId.optional() }))
    .mutation(({ ctx, input }) => acts.withdraw(ctx, input)),
  get: publicProcedure.input(Link).query(({ ctx, input }) => review(ctx.node, input.token)),
  approve: publicProcedure.input(Guest).mutation(({ ctx, input }) => acts.approve(ctx, input)),
  requestChanges: publicProcedure
    .input(Guest.extend({ note: Words }))
    .mutation(({ ctx, input }) => acts.requestChanges(ctx, input)),
  comment: publicProcedure
    .input(Guest.extend({ text: Words }))
    .mutation(({ ctx, input }) => acts.comment(ctx, input)),
})
