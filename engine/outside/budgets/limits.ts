/** `CALL_LIMITS`: how many calls each network takes in a window, as far as anybody knows before it says so itself. */
import type { Network } from '../../protocol/post-shapes.ts'

/** `ms`: begins with its first call. `dayOf`: the day of that time zone, from midnight to midnight. */
export type Window = { readonly ms: number } | { readonly dayOf: string }

export interface CallLimit {
  readonly calls: number
  readonly window: Window
}

/** Null: none is known. What the answers' headers say comes on top, and only ever makes it tighter. */
export interface NetworkLimits {
  /** Of all organisations together: the application is one. */
  readonly app: CallLimit | null
  readonly account: CallLimit | null
}

/** How much of a limit a kind of call may use up, so that reading never costs somebody their post. */
export const SHARES = { publish: 1, reply: 0.8, poll: 0.5 } as const
export type Priority = keyof typeof SHARES

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

export const CALL_LIMITS: Readonly<Record<Network, NetworkLimits>> = {
  /**
   * Those of posting; reading has wider ones. Uncertain: the page about integration says 200 posts in 15 minutes and
   * 300 in 3 hours; the table of limits is newer.
   */
  x: {
    app: { calls: 10_000, window: { ms: DAY_MS } },
    account: { calls: 100, window: { ms: 15 * MINUTE_MS } },
  },
  /**
   * Uncertain: 4,800 times the impressions of the account in a day; one is assumed. How many posts a day are taken,
   * 50 or 100, the adapter asks the network.
   */
  instagram: { app: null, account: { calls: 4_800, window: { ms: DAY_MS } } },
  /** Uncertain: those of "Share on LinkedIn"; the standard tier of Community Management is not published. */
  linkedin: {
    app: { calls: 100_000, window: { dayOf: 'UTC' } },
    account: { calls: 150, window: { dayOf: 'UTC' } },
  },
  /** Uncertain: 4,800 times the engaged users of the page in a day; one is assumed. */
  facebook: { app: null, account: { calls: 4_800, window: { ms: DAY_MS } } },
  /**
   * In units, most calls take one. Uncertain: uploads have had a bucket of their own, 100 a day, since 2026-06-01; when
   * that is empty the network says so.
   */
  youtube: { app: { calls: 10_000, window: { dayOf: 'America/Los_Angeles' } }, account: null },
}
