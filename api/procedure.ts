/** `signedIn`: the builder of every procedure that needs to know who asks. One middleware; three cost 16 µs a call. */
import { Refusal, refuse } from '../engine/protocol/errors.ts'
import { isEnded, renew } from './auth/session.ts'
import type { Ctx, Session } from './context.ts'
import { checkCsrf } from './cookies.ts'
import { publicProcedure } from './trpc.ts'

/**
 * Refuses with NOT_SIGNED_IN, TOKEN_EXPIRED, TOKEN_INVALID or UNKNOWN_ORGANISATION when there is no session, and
 * with CSRF_MISSING or ORIGIN_REFUSED when a mutation rides on cookies alone. A session is always of one
 * organisation, so there is no second builder for that.
 */
export const signedIn = publicProcedure.use(async ({ ctx, type, next }) => {
  const session = sessionOrRefusal(ctx)
  if (isEnded(ctx.node, session)) refuse('TOKEN_INVALID')
  if (session.expiresAt <= ctx.node.clock.now()) await renew(ctx.node, session)
  if (session.byCookie && type === 'mutation') checkCsrf(ctx)
  return next({ ctx: { session } })
})

/** What the resolvers behind `signedIn` are given. */
export type SignedInCtx = Omit<Ctx, 'session'> & { readonly session: Session }

function sessionOrRefusal(ctx: Ctx): Session {
  if (ctx.session) return ctx.session
  throw ctx.fault ?? new Refusal('NOT_SIGNED_IN')
}
