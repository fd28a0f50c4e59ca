/** Templates: an organisation's named starting points for posts. */
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import * as acts from './do.ts'
import * as reads from './read.ts'
import { OfTemplate, Removed, Renamed, Saved } from './shape.ts'

export const templatesRouter = router({
  list: signedIn.query(({ ctx }) => reads.list(ctx)),
  get: signedIn.input(OfTemplate).query(({ ctx, input }) => reads.get(ctx, input)),
  save: signedIn.input(Saved).mutation(({ ctx, input }) => acts.save(ctx, input)),
  rename: signedIn.input(Renamed).mutation(({ ctx, input }) => acts.rename(ctx, input)),
  remove: signedIn.input(Removed).mutation(({ ctx, input }) => acts.remove(ctx, input)),
})
