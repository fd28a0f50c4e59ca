/** Organisations a person belongs to. */
import { signedIn } from '../procedure.ts'
import { router } from '../trpc.ts'
import { mine } from './read.ts'

export const orgsRouter = router({
  mine: signedIn.query(({ ctx }) => mine(ctx)),
})
