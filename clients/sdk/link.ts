/** Our tRPC link: every call over the one socket, except those that must set cookies, which go over HTTP. */
import { TRPCClientError, type TRPCLink } from '@trpc/client'
import type { AnyRouter } from '@trpc/server'
import { observable } from '@trpc/server/observable'
import type { TRPCErrorResponse } from '@trpc/server/unstable-core-do-not-import'
import type { ErrorShape } from './frames.ts'
import type { Requests } from './requests.ts'

/** Set as `context` of a subscription that must not be resumed by the link when its socket is lost. */
export const ENDS_WITH_SOCKET = { endsWithSocket: true } as const

/** A terminating link that sends calls through `requests`. */
export function socketLink<Router extends AnyRouter>(requests: Requests): TRPCLink<Router> {
  return () =>
    ({ op }) =>
      observable((observer) => {
        const fail = (error: ErrorShape) => {
          // The wire's numbers and codes are wider than tRPC's unions of them; `data.reason` is what we read.
          const response = { error } as unknown as TRPCErrorResponse
          observer.error(TRPCClientError.from(response))
        }
        const giveUp = requests.start({
          method: op.type,
          path: op.path,
          input: op.input,
          endsWithSocket: op.context.endsWithSocket === true,
          started: () => observer.next({ result: { type: 'started' } }),
          data: (data, id) =>
            observer.next({ result: { type: 'data', data, ...(id === undefined ? {} : { id }) } }),
          failed: fail,
          done: () => observer.complete(),
        })
        const aborted = () => {
          giveUp()
          observer.error(TRPCClientError.from(abortOf(op.signal)))
        }
        if (op.signal?.aborted) aborted()
        else op.signal?.addEventListener('abort', aborted, { once: true })
        return () => {
          op.signal?.removeEventListener('abort', aborted)
          giveUp()
        }
      })
}

function abortOf(signal: AbortSignal | null | undefined): Error {
  return signal?.reason instanceof Error ? signal.reason : new DOMException('aborted', 'AbortError')
}
