/** `quotaOf`: what Meta's headers say of its limits: how much of them is used in hundredths, never how many calls are left. */
import { later } from '../answer.ts'
import type { Quota } from '../contract.ts'
import type { Reply } from '../http.ts'
import { recordOf } from './graph-error.ts'

interface Usage {
  readonly scope: Quota['scope']
  /** Hundredths of the limit; from 100 on, calls are refused. */
  readonly percent: number
  /** Milliseconds until calls are taken again; 0 while they are. */
  readonly regainMs: number
}

/** Limits roll over an hour when nothing more is said. */
const WINDOW_MS = 60 * 60_000
const MINUTE_MS = 60_000
const ALL_PERCENT = 100

/** Only that nothing is left: hundredths are no calls, and whoever counted them as such would stop far too early. */
export function quotaOf(reply: Reply, nowMs: number): Quota | null {
  const usage = usageOf(reply)
  if (usage === null || usage.percent < ALL_PERCENT) return null
  return { scope: usage.scope, remaining: 0, resetAt: later(nowMs, usage.regainMs || WINDOW_MS) }
}

/** How long calls are refused, when the headers tell. */
export function regainMsOf(reply: Reply): number | null {
  return usageOf(reply)?.regainMs || null
}

function usageOf(reply: Reply): Usage | null {
  if (reply.is !== 'answered') return null
  const ofApp = usageIn(recordOf(parsed(reply.headers.get('x-app-usage'))), 'app')
  // by the id of whatever is limited; one call may touch several
  const byId = Object.values(recordOf(parsed(reply.headers.get('x-business-use-case-usage'))))
  const ofAccounts = byId.flat().flatMap((entry) => usageIn(recordOf(entry), 'account'))
  return [...ofApp, ...ofAccounts].reduce<Usage | null>(
    (tightest, usage) => (tightest !== null && tightest.percent >= usage.percent ? tightest : usage),
    null,
  )
}

function usageIn(entry: Readonly<Record<string, unknown>>, scope: Quota['scope']): Usage[] {
  const { call_count, total_cputime, total_time, estimated_time_to_regain_access } = entry
  const percents = [call_count, total_cputime, total_time].filter((value) => typeof value === 'number')
  if (percents.length === 0) return []
  const minutes = typeof estimated_time_to_regain_access === 'number' ? estimated_time_to_regain_access : 0
  return [{ scope, percent: Math.max(...percents), regainMs: minutes * MINUTE_MS }]
}

function parsed(header: string | null): unknown {
  try {
    return JSON.parse(header ?? 'null')
  } catch {
    return null
  }
}
