/** Presence: who is online among people one shares a conversation with, and who types in one's conversations. */
import { z } from 'zod'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { Id } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import { setTyping } from './do.ts'
import { people } from './people.ts'
import { typing } from './typing.ts'

export const presenceRouter = router({
  setTyping: signedIn
    .input(z.object({ conversationId: Id, isTyping: z.boolean() }))
    .mutation(({ ctx, input }) => setTyping(ctx, input)),
  typing: signedIn
    .input(z.object({ conversationId: Id }))
    .subscription(({ ctx, input }) => typing(ctx, input.conversationId)),
  people: signedIn
    .input(z.object({ userIds: z.array(Id).max(LIMITS.presencePeopleMax) }))
    .subscription(({ ctx, input }) => people(ctx, input.userIds)),
})
