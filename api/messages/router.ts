/** Messages: send, edit, delete, read back. */
import { z } from 'zod'
import { CommandId, Id, PageLimit, plainText } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import { checkPage } from './check.ts'
import { deleteMessage, edit, send } from './do.ts'
import { edits, history } from './read.ts'

const One = z.object({ conversationId: Id, messageId: Id })
const Seq = z.int().min(0)

export const messagesRouter = router({
  send: signedIn
    .input(
      z.object({
        conversationId: Id,
        commandId: CommandId,
        text: plainText,
        replyTo: Id.optional(),
        attachments: z.array(z.string()).max(0).optional(),
      }),
    )
    .mutation(({ ctx, input }) => send(ctx, input)),
  edit: signedIn
    .input(One.extend({ commandId: CommandId, text: plainText }))
    .mutation(({ ctx, input }) => edit(ctx, input)),
  delete: signedIn
    .input(One.extend({ commandId: CommandId }))
    .mutation(({ ctx, input }) => deleteMessage(ctx, input)),
  history: signedIn
    .input(
      z.object({
        conversationId: Id,
        before: Seq.optional(),
        after: Seq.optional(),
        limit: PageLimit.default(50),
      }),
    )
    .query(({ ctx, input }) => history(ctx, checkPage(input))),
  edits: signedIn.input(One).query(({ ctx, input }) => edits(ctx, input)),
})
