/** Posts: draft, plan, approve, move and stop them, find them in lists and the calendar, and follow one live. */
import { z } from 'zod'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { CommandId, Id, plainText } from '../inputs.ts'
import { NewPost } from '../new-post.ts'
import { mayOf, postOf } from '../post-access.ts'
import { viewPost } from '../post-view.ts'
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import { bulk, bulkReschedule } from './bulk.ts'
import { calendar } from './calendar.ts'
import { fitOf } from './check.ts'
import * as acts from './do.ts'
import { events } from './events.ts'
import { explain } from './explain.ts'
import { hold, holding } from './hold.ts'
import { importCsv } from './import-csv.ts'
import { list } from './list.ts'
import { metrics } from './metrics.ts'
import { recur } from './recur.ts'
import { endSeries, skipInSeries } from './series.ts'
import { listSeries } from './series-list.ts'
import { EndedSeries, Recurred, SeriesInput, SkippedDate } from './series-shapes.ts'
import { At, CalendarInput, Edited, ListInput, OfPost, OfStep, Rescheduled, Scheduled } from './shapes.ts'

const One = z.object({ postId: Id })
const Several = z.array(Id).min(1).max(LIMITS.bulkPostsMax)
const Note = plainText.max(LIMITS.textCharsMax)
/** Shown as a link. */
const Address = z.url({ protocol: /^https?$/ }).max(2_000)
const As = z.enum(['internal', 'client'])
const Shift = z.object({
  days: z.int().min(-366).max(366).optional(),
  minutes: z.int().min(-100_000).max(100_000).optional(),
})

export const postsRouter = router({
  create: signedIn.input(NewPost).mutation(({ ctx, input }) => acts.create(ctx, input)),
  schedule: signedIn.input(Scheduled).mutation(({ ctx, input }) => acts.schedule(ctx, input)),
  edit: signedIn.input(Edited).mutation(({ ctx, input }) => acts.edit(ctx, input)),
  reschedule: signedIn.input(Rescheduled).mutation(({ ctx, input }) => acts.reschedule(ctx, input)),
  unplan: signedIn
    .input(OfPost)
    .mutation(({ ctx, input }) => acts.act(ctx, input, 'unplan', { type: 'post.unplan' })),
  submit: signedIn.input(OfPost).mutation(({ ctx, input }) => acts.submit(ctx, input)),
  approve: signedIn
    .input(OfPost.extend({ as: As.default('internal') }))
    .mutation(({ ctx, input: { as, ...of } }) =>
      acts.act(ctx, of, as === 'client' ? 'approveForClient' : 'approve', { type: 'post.approve', as }),
    ),
  requestChanges: signedIn
    .input(OfPost.extend({ note: Note }))
    .mutation(({ ctx, input: { note, ...of } }) =>
      acts.act(ctx, of, 'requestChanges', { type: 'post.requestChanges', as: 'internal', note }),
    ),
  comment: signedIn
    .input(OfPost.extend({ text: Note }))
    .mutation(({ ctx, input: { text, ...of } }) =>
      acts.act(ctx, of, 'comment', { type: 'post.comment', text }),
    ),
  cancel: signedIn
    .input(OfPost.extend({ targetId: z.string().max(8).nullable().default(null) }))
    .mutation(({ ctx, input: { targetId, ...of } }) =>
      acts.act(ctx, of, 'cancel', { type: 'post.cancel', targetId }),
    ),
  retry: signedIn
    .input(OfStep)
    .mutation(({ ctx, input: { targetId, step, ...of } }) =>
      acts.act(ctx, of, 'retry', { type: 'post.retry', targetId, step }),
    ),
  resolve: signedIn
    .input(OfStep.extend({ as: z.enum(['there', 'absent']), url: Address.nullable().default(null) }))
    .mutation(({ ctx, input: { targetId, step, as, url, ...of } }) =>
      acts.act(ctx, of, 'resolve', { type: 'post.resolve', targetId, step, as, url }),
    ),
  duplicate: signedIn.input(OfPost).mutation(({ ctx, input }) => acts.duplicate(ctx, input)),
  get: signedIn.input(One).query(async ({ ctx, input }) => {
    const found = await postOf(ctx.node, ctx.session.organisationId, input.postId)
    return { post: await viewPost(ctx.node, found, ctx.session.userId) }
  }),
  list: signedIn
    .input(ListInput.default({ limit: 50, order: 'changed' }))
    .query(({ ctx, input }) => list(ctx, input)),
  calendar: signedIn.input(CalendarInput).query(({ ctx, input }) => calendar(ctx, input)),
  metrics: signedIn.input(One).query(({ ctx, input }) => metrics(ctx, input.postId)),
  explain: signedIn.input(One).query(({ ctx, input }) => explain(ctx, input.postId)),
  events: signedIn
    .input(One.extend({ lastEventId: z.string().max(64).nullish() }))
    .subscription(({ ctx, input }) => events(ctx, input)),
  validate: signedIn
    .input(NewPost.pick({ text: true, media: true, targets: true }))
    .query(async ({ ctx, input }) => ({ targets: await fitOf(ctx, input) })),
  bulk: signedIn
    .input(
      z.object({
        postIds: Several,
        act: z.enum(['submit', 'approve', 'cancel']),
        commandId: CommandId.optional(),
      }),
    )
    .mutation(({ ctx, input }) => bulk(ctx, input)),
  bulkReschedule: signedIn
    .input(
      z.object({
        postIds: Several,
        shift: Shift.optional(),
        at: At.optional(),
        commandId: CommandId.optional(),
      }),
    )
    .mutation(({ ctx, input }) => bulkReschedule(ctx, input)),
  importCsv: signedIn
    .input(
      z.object({
        csv: z.string().max(LIMITS.payloadBytesMax),
        timeZone: z.string().max(64),
        dryRun: z.boolean().default(false),
      }),
    )
    .mutation(({ ctx, input }) => importCsv(ctx, input)),
  recur: signedIn.input(Recurred).mutation(({ ctx, input }) => recur(ctx, input)),
  series: signedIn
    .input(SeriesInput.default({ limit: 50 }))
    .query(({ ctx, input }) => listSeries(ctx, input)),
  endSeries: signedIn.input(EndedSeries).mutation(({ ctx, input }) => endSeries(ctx, input)),
  skipInSeries: signedIn.input(SkippedDate).mutation(({ ctx, input }) => skipInSeries(ctx, input)),
  hold: signedIn
    .input(z.object({ isHeld: z.boolean(), commandId: CommandId.optional() }))
    .mutation(({ ctx, input }) => hold(ctx, input)),
  holding: signedIn.query(({ ctx }) => holding(ctx)),
  /** What the person may do where no one post is meant; of each post, `get` tells. */
  may: signedIn.query(async ({ ctx: { node, session } }) => ({
    may: await mayOf(node, session.organisationId, session.userId, null),
  })),
})
