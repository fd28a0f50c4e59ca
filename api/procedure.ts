/** `signedIn`: the builder of every procedure that needs to know who asks. One middleware; three cost 16 µs a call. */
import type { TRPCProcedureType } from '@trpc/server'
import { Refusal, refuse } from '../engine/protocol/errors.ts'
import { isEnded, renew } from './auth/session.ts'
import type { Ctx, Session } from './context.ts'
import { checkCsrf } from './cookies.ts'
import { isGuard, publicProcedure } from './trpc.ts'

/**
 * Refuses with NOT_SIGNED_IN, TOKEN_EXPIRED, TOKEN_INVALID or UNKNOWN_ORGANISATION when there is no session, and
 * with CSRF_MISSING or ORIGIN_REFUSED when a mutation rides on cookies alone. A session is always of one
 * organisation, so there is no second builder for that.
 */
export const signedIn = publicProcedure.use(async ({ ctx, type, next }) => {
  await letIn(ctx, type)
  return next({ ctx: { session: sessionOrRefusal(ctx) } })
})
isGuard(signedIn, letIn)

/** Answers without a promise but for the one call in a quarter of an hour that has to ask the database. */
function letIn(ctx: Ctx, type: TRPCProcedureType): void | Promise<void> {
  const session = sessionOrRefusal(ctx)
  if (isEnded(ctx.node, session)) refuse('TOKEN_INVALID')
  const checked = () => {
    if (session.byCookie && type === 'mutation') checkCsrf(ctx)
  }
  if (session.expiresAt <= ctx.node.clock.now()) return renew(ctx.node, session).then(checked)
  checked()
}

/** The same for what is no procedure: see http-route.ts. */
export async function enter(ctx: Ctx, type: TRPCProcedureType): Promise<SignedInCtx> {
  await letIn(ctx, type)
  return { ...ctx, session: sessionOrRefusal(ctx) }
}

/** What the resolvers behind `signedIn` are given. */
export type SignedInCtx = Omit<Ctx, 'session'> & { readonly session: Session }

function sessionOrRefusal(ctx: Ctx): Session {
  if (ctx.session) return ctx.session
  throw ctx.fault ?? new Refusal('NOT_SIGNED_IN')
}
