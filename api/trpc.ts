/** tRPC set up for this API: `router`, `publicProcedure`, and the one shape every error has. */
import { initTRPC, type TRPCError, type TRPCProcedureType } from '@trpc/server'
import { TRPC_ERROR_CODES_BY_KEY } from '@trpc/server/rpc'
import { ERRORS, type Reason, Refusal } from '../engine/protocol/errors.ts'
import { isDatabaseAway } from '../engine/store/is-away.ts'
import type { Ctx } from './context.ts'

/** One thing wrong with an input. */
export interface InputIssue {
  readonly path: readonly (string | number)[]
  readonly message: string
}

/** What a client finds in `error.data`. */
export interface ErrorData {
  readonly code: (typeof ERRORS)[Reason]['code']
  readonly httpStatus: number
  readonly reason: Reason
  /** When to try again, milliseconds from now. */
  readonly retryAfterMs?: number
  readonly path?: string
  /** Only with INVALID_INPUT and POST_UNFIT; at most 20. */
  readonly issues?: readonly InputIssue[]
}

const ISSUES_MAX = 20
/** A database that is restarted answers again after one to three seconds. */
const AWAY_RETRY_MS = 500

const t = initTRPC.context<Ctx>().create({
  // Never: with it tRPC sends stack traces to clients.
  isDev: false,
  errorFormatter: ({ error, path }) => errorShape(error, path),
  sse: {
    // Proxies cut a quiet stream after 30 to 60 seconds; three missed pings make the client come back.
    ping: { enabled: true, intervalMs: 10_000 },
    client: { reconnectAfterInactivityMs: 30_000 },
  },
})

export const router = t.router
/** A procedure that anybody may call. */
export const publicProcedure = t.procedure
export const middleware = t.middleware

/** Lets a call in, or throws. At once where it can: a promise costs more than most checks. */
export type Guard = (ctx: Ctx, type: TRPCProcedureType) => void | Promise<void>

const guards = new WeakMap<object, Guard>()

/** Says that the last middleware of `builder` does nothing but run `guard` and go on, so that it may be run alone. */
export function isGuard(
  builder: { readonly _def: { readonly middlewares: readonly object[] } },
  guard: Guard,
): void {
  const last = builder._def.middlewares.at(-1)
  if (last !== undefined) guards.set(last, guard)
}

/** The guard that a middleware is; undefined when it may be more. */
export function guardOf(middleware: object): Guard | undefined {
  return guards.get(middleware)
}

function errorShape(error: TRPCError, path: string | undefined) {
  const { reason, message, retryAfterMs, issues } = explain(error)
  const { code, status } = ERRORS[reason]
  const data: ErrorData = {
    code,
    httpStatus: status,
    reason,
    ...(retryAfterMs !== undefined && { retryAfterMs }),
    ...(path !== undefined && { path }),
    ...(issues !== undefined && { issues }),
  }
  return { message, code: TRPC_ERROR_CODES_BY_KEY[code], data }
}

export interface Explained {
  readonly reason: Reason
  readonly message: string
  readonly retryAfterMs?: number
  readonly issues?: readonly InputIssue[]
}

/** Finds the row of the error table for whatever was thrown. What nobody foresaw is INTERNAL and says nothing. */
export function explain(error: TRPCError): Explained {
  const { cause } = error
  if (cause instanceof Refusal) {
    const { reason, message, retryAfterMs } = cause
    const found = (cause.data as { issues?: unknown } | undefined)?.issues
    return { reason, message, retryAfterMs, ...(found !== undefined && { issues: issuesOf(found) }) }
  }
  if (error.code === 'BAD_REQUEST' && cause !== undefined && 'issues' in cause) {
    return { reason: 'INVALID_INPUT', message: ERRORS.INVALID_INPUT.meaning, issues: issuesOf(cause.issues) }
  }
  if (isDatabaseAway(cause)) {
    return { reason: 'UNAVAILABLE', message: ERRORS.UNAVAILABLE.meaning, retryAfterMs: AWAY_RETRY_MS }
  }
  const reason = REASON_OF_TRPC[error.code] ?? 'INTERNAL'
  return { reason, message: reason === 'INTERNAL' ? ERRORS.INTERNAL.meaning : error.message }
}

/** Errors that tRPC itself raises before a procedure runs. */
const REASON_OF_TRPC: Partial<Record<TRPCError['code'], Reason>> = {
  PARSE_ERROR: 'MALFORMED_MESSAGE',
  BAD_REQUEST: 'MALFORMED_MESSAGE',
  UNSUPPORTED_MEDIA_TYPE: 'MALFORMED_MESSAGE',
  UNPROCESSABLE_CONTENT: 'MALFORMED_MESSAGE',
  NOT_FOUND: 'UNKNOWN_PROCEDURE',
  METHOD_NOT_SUPPORTED: 'WRONG_METHOD',
  PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
}

function issuesOf(found: unknown): InputIssue[] {
  if (!Array.isArray(found)) return []
  return found.slice(0, ISSUES_MAX).map(({ path, message }) => ({
    path: Array.isArray(path) ? path.map((key) => (typeof key === 'number' ? key : String(key))) : [],
    message: String(message).slice(0, 200),
  }))
}
