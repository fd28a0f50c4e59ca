/** Refusals as the client sees them: the reason in an error, and errors we make when no server answers. */
import { TRPCClientError } from '@trpc/client'
import { ERRORS, isRetryable, type Reason } from '../../engine/protocol/errors.ts'
import type { ErrorShape } from './frames.ts'

/** JSON-RPC's "internal error": what tRPC gives to whatever it has no number for. */
const RPC_INTERNAL = -32_603

/** Why `error`, which a call has rejected with, was refused; null when no reason of ours is in it. */
export function reasonOf(error: unknown): Reason | null {
  if (!(error instanceof TRPCClientError)) return null
  const reason: unknown = (error.data as Partial<ErrorShape['data']> | null | undefined)?.reason
  return typeof reason === 'string' && reason in ERRORS ? (reason as Reason) : null
}

/** When the server wants to see the call again, ms from now; null when it did not say. */
export function retryAfterOf(error: unknown): number | null {
  if (!(error instanceof TRPCClientError)) return null
  return (error.data as Partial<ErrorShape['data']> | null | undefined)?.retryAfterMs ?? null
}

/**
 * Whether the same command may succeed later under the same commandId. An error without a reason is a failure of
 * the network or of a proxy: the outcome is unknown, so yes. A lost sign-in is no fault of the command either.
 */
export function mayRetry(error: unknown): boolean {
  const reason = reasonOf(error)
  return reason === null || isRetryable(reason) || needsToken(reason)
}

/** Refused for who asked, or for how that was shown, not for what was asked. */
export function needsToken(reason: Reason | undefined): boolean {
  return reason === 'NOT_SIGNED_IN' || reason === 'TOKEN_EXPIRED' || reason === 'TOKEN_INVALID'
}

/** An error of the table in the shape in which the server would have sent it. */
export function shapeOf(reason: Reason, path: string): ErrorShape {
  const { code, status, meaning } = ERRORS[reason]
  return { code: RPC_INTERNAL, message: meaning, data: { code, httpStatus: status, reason, path } }
}
