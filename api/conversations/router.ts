/** Conversations: begin, find, enter and leave them, and follow one live. */
import { z } from 'zod'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { CommandId, Id, PageLimit, plainText } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import * as acts from './do.ts'
import { events } from './events.ts'
import * as reads from './read.ts'

const One = z.object({ conversationId: Id })
const Command = One.extend({ commandId: CommandId.optional() })
const People = z.array(Id).max(LIMITS.inviteesMax)
const Cursor = z.string().max(1_000).optional()
const Limit = PageLimit.default(50)

export const conversationsRouter = router({
  create: signedIn
    .input(
      z.object({
        kind: z.enum(['direct', 'group', 'channel']),
        title: plainText.nullish(),
        memberIds: People,
        commandId: CommandId.optional(),
      }),
    )
    .mutation(({ ctx, input }) => acts.create(ctx, input)),
  list: signedIn
    .input(z.object({ cursor: Cursor, limit: Limit }).default({ limit: 50 }))
    .query(({ ctx, input }) => reads.list(ctx, input)),
  browse: signedIn
    .input(
      z.object({ query: plainText.max(120).optional(), cursor: Cursor, limit: Limit }).default({ limit: 50 }),
    )
    .query(({ ctx, input }) => reads.browse(ctx, input)),
  get: signedIn.input(One).query(({ ctx, input }) => reads.get(ctx, input.conversationId)),
  join: signedIn.input(Command).mutation(({ ctx, input }) => acts.join(ctx, input)),
  leave: signedIn.input(Command).mutation(({ ctx, input }) => acts.leave(ctx, input)),
  invite: signedIn
    .input(Command.extend({ userIds: People.min(1) }))
    .mutation(({ ctx, input }) => acts.invite(ctx, input)),
  remove: signedIn
    .input(Command.extend({ userId: Id }))
    .mutation(({ ctx, input }) => acts.remove(ctx, input)),
  changeRole: signedIn
    .input(Command.extend({ userId: Id, role: z.enum(['owner', 'admin', 'member']) }))
    .mutation(({ ctx, input }) => acts.changeRole(ctx, input)),
  rename: signedIn
    .input(Command.extend({ title: plainText }))
    .mutation(({ ctx, input }) => acts.rename(ctx, input)),
  archive: signedIn.input(Command).mutation(({ ctx, input }) => acts.archive(ctx, input)),
  restore: signedIn.input(Command).mutation(({ ctx, input }) => acts.restore(ctx, input)),
  markRead: signedIn
    .input(One.extend({ seq: z.int().min(0) }))
    .mutation(({ ctx, input }) => acts.markRead(ctx, input)),
  events: signedIn
    .input(One.extend({ lastEventId: z.string().max(64).nullish() }))
    .subscription(({ ctx, input }) => events(ctx, input)),
})
