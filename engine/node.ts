/** The composition root: configuration in, one running node out. The whole wiring on one screen. */
import type { Answer, Wish } from './actors/ports.ts'
import type { Resume } from './fanout/resume.ts'
import type { Sink } from './fanout/sink.ts'
import type { Config } from './host/config.ts'
import type { Health } from './host/health.ts'
import type { Logger } from './host/log.ts'
import type { Metrics } from './host/metrics.ts'
import type { Clock } from './kernel/clock.ts'
import type { IdSource } from './kernel/ids.ts'
import type { Store } from './store/store.ts'

/** One running node. */
export interface ParleyNode {
  readonly config: Config
  readonly log: Logger
  readonly metrics: Metrics
  readonly health: Health
  readonly clock: Clock
  readonly newId: IdSource
  readonly store: Store
  /** Brings a wish to its room and answers once its event is durable. Rejects with a Refusal. */
  readonly deliver: (wish: Wish) => Promise<Answer>
  /** What subscribers have missed. */
  readonly resume: Resume
  /** Hands every batch of every room to `sink` from now on. Returns a function that detaches it. */
  readonly attach: (sink: Sink) => () => void
  stop(): Promise<void>
}
