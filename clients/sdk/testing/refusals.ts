/** Errors as the link gives them, for tests that need one without a server. */
import { TRPCClientError } from '@trpc/client'
import type { TRPCErrorResponse } from '@trpc/server/unstable-core-do-not-import'
import type { Reason } from '../../../engine/protocol/errors.ts'
import { shapeOf } from '../refused.ts'

export function refusal(reason: Reason, retryAfterMs?: number): TRPCClientError<never> {
  const shape = shapeOf(reason, 'messages.send')
  const error = { ...shape, data: { ...shape.data, ...(retryAfterMs !== undefined && { retryAfterMs }) } }
  return TRPCClientError.from({ error } as unknown as TRPCErrorResponse)
}
