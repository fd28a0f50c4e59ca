/** Acts on accounts: sends a person to a network, and lets an account go. */
import type { Network } from '../../engine/protocol/post-shapes.ts'
import type { SignedInCtx } from '../procedure.ts'
import { accountIdOf, checkMayDisconnect } from './check.ts'

/**
 * Where to send the person; they come back to `routes.ts`. With `accountId` only that account is taken, whatever else
 * they choose there. Refuses with NETWORK_NOT_CONFIGURED and UNKNOWN_ACCOUNT.
 */
export async function connect(
  { node, session }: SignedInCtx,
  { network, accountId }: { network: Network; accountId?: string | undefined },
): Promise<{ url: string }> {
  const { organisationId, userId } = session
  const again = accountId === undefined ? null : accountIdOf(accountId)
  return { url: await node.outside.accounts.begin({ network, organisationId, userId, accountId: again }) }
}

/** Doing it again is no fault. Refuses with UNKNOWN_ACCOUNT and NO_PERMISSION. */
export async function disconnect(ctx: SignedInCtx, text: string): Promise<Record<string, never>> {
  const accountId = accountIdOf(text)
  await checkMayDisconnect(ctx, accountId)
  await ctx.node.outside.accounts.disconnect(ctx.session.organisationId, accountId)
  return {}
}
