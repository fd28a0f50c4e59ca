/** Accounts: sign up, sign in, refresh, sign out, and who I am. */
import { z } from 'zod'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { plainText } from '../inputs.ts'
import { signedIn } from '../procedure.ts'
import { publicProcedure, router } from '../trpc.ts'
import { refresh, signIn, signOut, signUp } from './do.ts'
import { me } from './read.ts'

const Email = z.string().trim().toLowerCase().pipe(z.email().max(254))
/** Longer than any password may be, so that PASSWORD_WEAK can say why; short enough not to be a burden. */
const Password = z.string().max(1_000)
const Name = plainText.trim().min(1).max(LIMITS.nameCharsMax)
/** Absent or '' when the token comes as a cookie. */
const RefreshToken = z.object({ refreshToken: z.string().max(200).optional() }).default({})

export const authRouter = router({
  signUp: publicProcedure
    .input(z.object({ email: Email, password: Password, name: Name }))
    .mutation(({ ctx, input }) => signUp(ctx, input)),
  signIn: publicProcedure
    .input(z.object({ email: Email, password: Password }))
    .mutation(({ ctx, input }) => signIn(ctx, input)),
  refresh: publicProcedure.input(RefreshToken).mutation(({ ctx, input }) => refresh(ctx, input)),
  signOut: publicProcedure.input(RefreshToken).mutation(({ ctx, input }) => signOut(ctx, input)),
  me: signedIn.query(({ ctx }) => me(ctx)),
})
