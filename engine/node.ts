/** The composition root: configuration in, one running node out. The whole wiring on one screen. */
import type { Answer, Wish } from './actors/ports.ts'
import { makeRuntime } from './actors/runtime.ts'
import { applicationNameOf } from './cluster/application-name.ts'
import { join } from './cluster/membership.ts'
import { conversationKind } from './conversation/kind.ts'
import { makeFanout } from './fanout/fanout.ts'
import type { Resume } from './fanout/resume.ts'
import type { Interest, Sink } from './fanout/sink.ts'
import type { Config } from './host/config.ts'
import { type Health, makeHealth } from './host/health.ts'
import { type Logger, makeLog } from './host/log.ts'
import { type Metrics, makeMetrics } from './host/metrics.ts'
import { secureRandom } from './host/secure-random.ts'
import { systemClock } from './host/system-clock.ts'
import type { Clock } from './kernel/clock.ts'
import { type IdSource, idSource } from './kernel/ids.ts'
import { openStore, type Store } from './store/store.ts'

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
  /** Which rooms somebody here listens to; other nodes tell of no others. */
  readonly interest: Interest
  /** Finishes what is decided, gives up its shards, closes the store. */
  stop(): Promise<void>
}

/**
 * Starts a node on its database: opens the store, takes its shards, wakes no room.
 * `onFenced` is called when another node has taken over: this process must exit at once.
 */
export async function startNode(config: Config, onFenced: (why: string) => void): Promise<ParleyNode> {
  const log = makeLog(config)
  const metrics = makeMetrics()
  const health = makeHealth()
  const clock = systemClock
  const newId = idSource(clock.now, secureRandom)
  const incarnation = newId()
  const nodeId = config.nodeId ?? 'node'

  const store = await openStore({ ...config, applicationName: applicationNameOf(nodeId, incarnation), log })
  const membership = await join({ store, nodeId, incarnation, clock, log, onFenced }).catch(
    async (refused) => {
      await store.close()
      throw refused
    },
  )
  const fanout = makeFanout({ epoch: store.epoch, history: store.history, clock })
  const runtime = makeRuntime({
    kinds: [conversationKind],
    journal: store.journal,
    ownership: membership,
    listeners: fanout,
    clock,
    newId,
    gauges: metrics.runtime,
    log,
  })
  health.part('database', store.ping)
  health.part('shards', membership.check)

  return {
    config,
    log,
    metrics,
    health,
    clock,
    newId,
    store,
    deliver: runtime.deliver,
    resume: fanout.resume,
    attach: fanout.attach,
    interest: fanout.interest,
    async stop() {
      await runtime.drain()
      await membership.leave()
      await store.close()
    },
  }
}
