/** `call`: runs a procedure; `errorOf` and `called`: how any transport shapes its error, counts it and logs it. */
import {
  callTRPCProcedure,
  getTRPCErrorFromUnknown,
  getTRPCErrorShape,
  type TRPCProcedureType,
} from '@trpc/server'
import type { CallTimer } from '../../engine/host/metrics.ts'
import type { Reason } from '../../engine/protocol/errors.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { Ctx } from '../context.ts'
import { type ErrorData, explain } from '../trpc.ts'
import type { Door } from './door.ts'

export interface Asked {
  readonly path: string
  readonly type: TRPCProcedureType
  readonly input: unknown
}

/** Runs a procedure. Rejects with whatever it throws; UNKNOWN_PROCEDURE and WRONG_METHOD among it. */
export async function call({ router }: Door, { path, type, input }: Asked, ctx: Ctx): Promise<unknown> {
  // tRPC's map of procedures has no prototype, so `__proto__` finds nothing.
  const known = router._def.procedures[path]
  if (known !== undefined && known._def.type !== type) refuse('WRONG_METHOD')
  return callTRPCProcedure({
    router,
    path,
    type,
    ctx,
    signal: ctx.signal,
    getRawInput: async () => input,
    batchIndex: 0,
  })
}

/** tRPC's error envelope of anything thrown. */
export function errorOf(
  { router }: Door,
  thrown: unknown,
  asked: Partial<Asked> & { readonly ctx?: Ctx },
): { readonly message: string; readonly code: number; readonly data: ErrorData } {
  const { path, type = 'unknown', input, ctx } = asked
  const error = getTRPCErrorFromUnknown(thrown)
  return getTRPCErrorShape({ config: router._def._config, error, path, type, input, ctx })
}

/** Counts an answered call, and logs it: failures of ours as errors, everything else for who looks closely. */
export function called(
  { node, router }: Pick<Door, 'node' | 'router'>,
  ctx: Pick<Ctx, 'requestId' | 'transport' | 'session'>,
  path: string,
  startedMs: number,
  reason: Reason | null,
  /** Of exactly these calls, where it is known. */
  timer?: CallTimer,
): void {
  const ms = performance.now() - startedMs
  // An unknown path is the caller's text: as a label it would grow the metrics without bound.
  const procedure = router._def.procedures[path] === undefined ? 'unknown' : path
  const times = timer ?? node.metrics.timer(procedure, ctx.transport, reason ?? 'ok')
  times.observe(ms / 1_000)
  if (node.log.isLevelEnabled('debug'))
    node.log.debug({ requestId: ctx.requestId, procedure, ms, reason, userId: ctx.session?.userId }, 'call')
}

/** Logs what nobody foresaw; refusals are answers, not faults. */
export function logFault({ node }: Pick<Door, 'node'>, thrown: unknown, where: object): void {
  const error = getTRPCErrorFromUnknown(thrown)
  if (explain(error).reason !== 'INTERNAL') return
  node.log.error({ ...where, err: error.cause ?? error }, 'a call failed on our side')
}

export function isAsyncIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === 'object' && value !== null && Symbol.asyncIterator in value
}
