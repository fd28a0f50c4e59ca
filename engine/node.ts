/** The composition root: configuration in, one running node out. The whole wiring on one screen. */
import { type Alarm, makeAlarm } from './actors/alarm.ts'
import type { Answer, DueChange, Wish } from './actors/ports.ts'
import { makeRuntime, type Runtime } from './actors/runtime.ts'
import { applicationNameOf } from './cluster/application-name.ts'
import type { Bus } from './cluster/bus.ts'
import type { Directory } from './cluster/directory.ts'
import { type Forward, makeForward } from './cluster/forward.ts'
import { makeLocalBus } from './cluster/local-bus.ts'
import { join } from './cluster/membership.ts'
import { connectNats } from './cluster/nats.ts'
import { makePgControl } from './cluster/pg-control.ts'
import type { Standing } from './cluster/standing.ts'
import { conversationKind } from './conversation/kind.ts'
import { makeFanout } from './fanout/fanout.ts'
import type { Resume } from './fanout/resume.ts'
import type { Interest, Sink } from './fanout/sink.ts'
import { anchoredClock } from './host/anchored-clock.ts'
import type { Config } from './host/config.ts'
import { type Health, makeHealth } from './host/health.ts'
import { type Logger, makeLog } from './host/log.ts'
import { type Metrics, makeMetrics } from './host/metrics.ts'
import { secureRandom } from './host/secure-random.ts'
import { systemClock } from './host/system-clock.ts'
import type { Clock } from './kernel/clock.ts'
import { type IdSource, idSource } from './kernel/ids.ts'
import { type Outside, openOutside } from './outside/outside.ts'
import { postKind } from './post/kind.ts'
import { makeRing } from './post/ring.ts'
import type { PostState } from './post/state.ts'
import { makePresence, type Presence } from './presence/presence.ts'
import { openStore, type Store } from './store/store.ts'

export type HearDue = (roomId: string, changes: readonly DueChange[]) => void

/** One running node. */
export interface ParleyNode {
  readonly config: Config
  readonly log: Logger
  readonly metrics: Metrics
  readonly health: Health
  readonly clock: Clock
  readonly newId: IdSource
  readonly store: Store
  /** Who owns which shard, as far as this node knows. */
  readonly directory: Directory
  /** How the cluster stands, as far as this node knows. */
  readonly standing: () => Standing
  /** Words to and from other nodes; closed by `stop`. */
  readonly bus: Bus
  /** Brings a wish to its room, wherever that lives, and answers once its event is durable. Rejects with a Refusal. */
  readonly deliver: (wish: Wish) => Promise<Answer>
  /** A post as the journal has it; null when there is none. */
  readonly readPost: (postId: string) => Promise<PostState | null>
  /** Hears, after each commit here, what its room wants to be woken for. Returns a function that ends it. */
  readonly onDue: (hear: HearDue) => () => void
  /** What subscribers have missed. */
  readonly resume: Resume
  /** Hands every batch of every room to `sink` from now on. Returns a function that detaches it. */
  readonly attach: (sink: Sink) => () => void
  /** Which rooms somebody here listens to; other nodes tell of no others. */
  readonly interest: Interest
  /** Who is online and who types, here and at other nodes. */
  readonly presence: Presence
  /** Accounts at networks, their adapters and budgets, and files: other people's computers. */
  readonly outside: Outside
  /** Gives all shards to other nodes, if there are any, and our people too; wishes still find their rooms. Never rejects. */
  handOff(): Promise<void>
  /** Finishes what is decided, gives up what shards are left, closes bus and store. */
  stop(): Promise<void>
}

/**
 * Starts a node on its database: opens the store, enters the cluster, wakes no room. A node that is alone owns every
 * shard when this resolves; with others around, its share comes to it over the next seconds.
 *
 * `onFenced` is called when others have taken over: this process must exit at once. `onEpoch`, when the database may
 * have lost what this node knows: it must be stopped, and another started. Each at most once, possibly before the node
 * has been handed out.
 */
export async function startNode(
  config: Config,
  onFenced: (why: string) => void,
  onEpoch = (epoch: string) => onFenced(`the database has begun epoch ${epoch}`),
): Promise<ParleyNode> {
  const log = makeLog(config)
  const metrics = makeMetrics()
  const health = makeHealth()
  const clock = anchoredClock()
  const newId = idSource(clock.now, secureRandom)
  const incarnation = newId()
  const nodeId = nodeIdOf(config, incarnation)
  const applicationName = applicationNameOf(nodeId, incarnation)

  const store = await openStore({ ...config, applicationName, log })
  const bus = await openBus(config, applicationName, log, metrics).catch(closing(store))
  const undo = closing(bus, store)
  // rooms are woken by this clock, and the first beat comes after the first shards
  clock.anchor(await store.time().catch(undo), 0)
  const outside = await openOutside({ config, store, clock, newId, log }).catch(undo)
  // others hand rooms over as soon as we are in, and whoever talks there would wait for our connections
  if (config.nats !== null) await store.warmUp().catch(undo)
  // all exist soon after; before, no room is awake and nothing waits
  let runtime: Runtime | null = null
  let forward: Forward | null = null
  let alarm: Alarm | null = null
  const membership = await join({
    control: makePgControl({ beats: store.control, moves: store.moves }),
    bus: config.nats === null ? null : bus,
    clock,
    nodeId,
    incarnation,
    address: config.address,
    epoch: store.epoch,
    isAlone: config.databaseUrl === null || config.nats === null,
    release: async (shards) => runtime?.release(shards),
    log,
    onTime: clock.anchor,
    onFenced,
    onEpoch(epoch) {
      // nothing moves to us any more, so nobody waits for it
      forward?.close()
      onEpoch(epoch)
    },
  }).catch(undo)
  const fanout = makeFanout({
    epoch: store.epoch,
    history: store.history,
    clock,
    log,
    cluster:
      config.nats === null
        ? null
        : { bus, directory: membership, life: incarnation, otherEpoch: membership.look },
  })
  const dueHearers = new Set<HearDue>()
  const rooms = makeRuntime({
    kinds: [conversationKind, postKind],
    journal: store.journal,
    ownership: membership,
    listeners: fanout,
    alarm: {
      note(roomId, changes) {
        alarm?.note(roomId, changes)
        for (const hear of dueHearers) hear(roomId, changes)
      },
    },
    clock,
    newId,
    gauges: metrics.runtime,
    log,
  })
  runtime = rooms
  const ways = makeForward({
    bus,
    directory: membership,
    deliver: rooms.deliver,
    clock,
    gauges: metrics.cluster,
    log,
    addressOf: membership.addressOf,
  })
  forward = ways
  const clockwork = makeAlarm({
    dues: store.dues,
    ownership: membership,
    clock,
    ring: makeRing({
      deliver: ways.deliver,
      read: store.readPost,
      newId,
      clock,
      linksOf: outside.media.linksOf,
      isHeld: store.dues.isHeld,
    }),
    log,
  })
  alarm = clockwork
  membership.onMoved(clockwork.look)
  metrics.watchCluster(() => ({ standing: membership.standing(), fanout: fanout.size() }))
  const presence = makePresence({ nodeId, life: incarnation, bus, clock })
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
    directory: membership,
    standing: membership.standing,
    bus,
    deliver: ways.deliver,
    readPost: store.readPost,
    onDue(hear) {
      dueHearers.add(hear)
      return () => dueHearers.delete(hear)
    },
    resume: fanout.resume,
    attach: fanout.attach,
    interest: fanout.interest,
    presence,
    outside,
    async handOff() {
      await membership.handOff()
      presence.handOff()
    },
    async stop() {
      await clockwork.stop()
      await rooms.drain()
      await membership.leave()
      ways.close()
      fanout.stop()
      presence.stop()
      await bus.close()
      await store.close()
    },
  }
}

/** For a start that fails: closes what is open, in this order, and fails all the same. */
function closing(...open: readonly { close(): Promise<void> }[]): (refused: unknown) => Promise<never> {
  return async (refused) => {
    for (const part of open) await part.close()
    throw refused
  }
}

/** Alone, one name for ever: whoever starts next takes over from it. Among others, a fresh one unless it was given. */
function nodeIdOf({ nodeId, nats }: Config, incarnation: string): string {
  return nodeId ?? (nats === null ? 'node' : `node-${incarnation.slice(-12)}`)
}

async function openBus({ nats }: Config, name: string, log: Logger, metrics: Metrics): Promise<Bus> {
  if (nats === null) return makeLocalBus({ clock: systemClock, log })
  const bus = await connectNats({ settings: nats, name, clock: systemClock, random: secureRandom, log })
  metrics.cluster.bus(bus.isConnected)
  bus.onChange(metrics.cluster.bus)
  return bus
}
