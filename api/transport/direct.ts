/** `makeDirects`: procedures that can be run without tRPC's chain of middlewares, which costs more than most of them. */
import { type AnyTRPCRouter, TRPCError, type TRPCProcedureType } from '@trpc/server'
import type { CallTimer, Metrics } from '../../engine/host/metrics.ts'
import type { Ctx } from '../context.ts'
import { type Guard, guardOf } from '../trpc.ts'

/**
 * A procedure made of guards, at most one input and a resolver, which is all that ours are. `run` does
 * what `callTRPCProcedure` does with it, in the same order, without a promise where none is needed.
 */
export interface Direct {
  readonly type: TRPCProcedureType
  /** The answer or a promise of it. Throws, or rejects, as the procedure does. */
  run(ctx: Ctx, path: string, input: unknown): unknown
  /** Times of its good answers. */
  readonly timer: CallTimer
}

/** What tRPC keeps of a procedure; `direct.test.ts` notices when a new version keeps something else. */
interface Chain {
  readonly type: TRPCProcedureType
  readonly middlewares: readonly (object & { readonly _type?: string; readonly name?: string })[]
  readonly inputs: readonly unknown[]
  readonly resolver?: (options: Options) => unknown
}

interface Schema {
  parse(input: unknown): unknown
  parseAsync(input: unknown): Promise<unknown>
}

/** By path. What is not in it is called through tRPC. */
export function makeDirects(router: AnyTRPCRouter, metrics: Metrics): ReadonlyMap<string, Direct> {
  const directs = new Map<string, Direct>()
  const procedures = router._def.procedures as Record<string, { readonly _def: unknown }>
  for (const [path, { _def }] of Object.entries(procedures)) {
    const run = runnerOf(_def as Chain)
    const { type } = _def as Chain
    if (run !== null) directs.set(path, { type, run, timer: metrics.timer(path, 'ws', 'ok') })
  }
  return directs
}

function runnerOf({ type, middlewares, inputs, resolver }: Chain): Direct['run'] | null {
  const guards = middlewares.map(guardOf).filter((guard) => guard !== undefined)
  const [schema, ...moreInputs] = inputs
  const rest = middlewares.slice(guards.length)
  const expected =
    schema === undefined ? ['resolveMiddleware'] : ['inputValidatorMiddleware', 'resolveMiddleware']
  if (resolver === undefined || moreInputs.length > 0) return null
  // guards first, then the input, then the resolver, and nothing between that we do not know
  if (rest.map(({ name }) => name).join() !== expected.join()) return null
  if (schema !== undefined && !isSchema(schema)) return null
  const finish = (ctx: Ctx, path: string, raw: unknown) =>
    schema === undefined
      ? resolver(new Options(ctx, path, undefined))
      : parsed(schema, raw, (input) => resolver(new Options(ctx, path, input)))
  const [guard, ...moreGuards] = guards
  if (moreGuards.length > 0) return null
  return guard === undefined ? finish : guarded(guard, type, finish)
}

function guarded(guard: Guard, type: TRPCProcedureType, finish: Direct['run']): Direct['run'] {
  return (ctx, path, raw) => {
    const waiting = guard(ctx, type)
    return waiting === undefined ? finish(ctx, path, raw) : waiting.then(() => finish(ctx, path, raw))
  }
}

/** tRPC's way with a schema: at once if it can be, and whatever else it throws means that it has to be awaited. */
function parsed(schema: Schema, raw: unknown, then: (input: unknown) => unknown): unknown {
  let input: unknown
  try {
    input = schema.parse(raw)
  } catch (cause) {
    if (Array.isArray((cause as { issues?: unknown } | null)?.issues)) throw invalid(cause)
    return schema.parseAsync(raw).then(then, (later: unknown) => {
      throw invalid(later)
    })
  }
  return then(input)
}

function invalid(cause: unknown): TRPCError {
  return new TRPCError({ code: 'BAD_REQUEST', cause })
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && 'parse' in value && 'parseAsync' in value
}

/** What a resolver is given. */
class Options {
  readonly ctx: Ctx
  readonly path: string
  readonly input: unknown
  readonly batchIndex = 0

  constructor(ctx: Ctx, path: string, input: unknown) {
    this.ctx = ctx
    this.path = path
    this.input = input
  }

  get signal(): AbortSignal {
    return this.ctx.signal
  }
}
