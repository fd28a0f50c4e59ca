/** `MetaSettings`: what both networks of Meta need to be told, and `META_PAUSES`: how long to wait for what. */
export interface MetaSettings {
  readonly appId: string
  readonly appSecret: string
  /** Without the version and a slash at the end. */
  readonly graphUrl: string
  /** `v26.0`. */
  readonly version: string
  readonly authorizeUrl: string
  readonly scopes: readonly string[]
  /** Uncertain: whether a host takes `appsecret_proof`; applications may be set to need it. */
  readonly sendsProof: boolean
  readonly timeoutMs: number
  readonly pauses: Pauses
}

/** Milliseconds. */
export interface Pauses {
  /** After a failure whose end nobody told. */
  readonly failedMs: number
  /** Before looking whether something is there: what was made is in the lists within seconds. */
  readonly lookMs: number
  /** After a refusal for too many calls that does not say how long it lasts. */
  readonly throttledMs: number
}

/** What adapters are made of. */
export interface MetaParts<Settings extends MetaSettings = MetaSettings> {
  readonly settings: Settings
  /** ms since 1970. */
  readonly now: () => number
}

/** Released 2026-07-29; v25.0 lives until 2028-07-29. */
export const GRAPH_VERSION = 'v26.0'

export const META_PAUSES: Pauses = { failedMs: 60_000, lookMs: 10_000, throttledMs: 60 * 60_000 }
