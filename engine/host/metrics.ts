/** `makeMetrics`: everything a node counts, as Prometheus reads it. */
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Gauges } from '../actors/ports.ts'
import { type CallTimer, CallTimes, type CallTransport } from './call-times.ts'
import { type ClusterReading, clusterGauges } from './cluster-gauges.ts'
import { type ClusterMetrics, clusterMetrics } from './cluster-metrics.ts'

export type { CallTimer }

export interface Metrics {
  /** What the runtime reports: commits, refusals, resident rooms, waiting commands. */
  readonly runtime: Gauges
  /** What goes between nodes: forwarded wishes, redirects, the state of the bus. */
  readonly cluster: ClusterMetrics
  /** From now on the page says how the node stands in the cluster. To be called once. */
  watchCluster(read: () => ClusterReading): void
  /** Open WebSockets and SSE streams, by `transport`. */
  readonly sockets: Gauge<'transport'>
  /** Events handed to sockets: one event to 500 sockets is 500. */
  readonly deliveries: Counter
  /** Sockets closed because they could not keep up. */
  readonly dropped: Counter
  /** Calls of one kind, for who answers many: it looks nothing up. */
  timer(procedure: string, transport: CallTransport, outcome: string): CallTimer
  /** One answered call. `procedure` is a name of the router or 'unknown'; `outcome` is 'ok' or a reason. */
  called(procedure: string, transport: CallTransport, outcome: string, seconds: number): void
  /** The page for Prometheus. */
  text(): Promise<string>
  readonly contentType: string
}

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5]
const SIZES = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000]

/** A registry of its own, so that several nodes in one process do not mix. */
export function makeMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  // event loop delay (nodejs_eventloop_lag_*), memory, CPU, garbage collection
  collectDefaultMetrics({ register: registry })

  const sockets = new Gauge({
    name: 'parley_sockets',
    help: 'Open WebSockets and event streams',
    labelNames: ['transport'],
    registers,
  })
  const deliveries = new Counter({
    name: 'parley_deliveries_total',
    help: 'Events handed to sockets',
    registers,
  })
  const dropped = new Counter({
    name: 'parley_dropped_sockets_total',
    help: 'Sockets closed because they could not keep up',
    registers,
  })
  const calls = new CallTimes('parley_call_seconds', 'Answered calls by procedure and outcome', SECONDS)
  return {
    runtime: runtimeGauges(registers),
    cluster: clusterMetrics(registers),
    watchCluster: (read) => clusterGauges(registers, read),
    sockets,
    deliveries,
    dropped,
    timer: (procedure, transport, outcome) => calls.timer(procedure, transport, outcome),
    called: (procedure, transport, outcome, seconds) =>
      calls.timer(procedure, transport, outcome).observe(seconds),
    text: async () => `${await registry.metrics()}${calls.text()}`,
    contentType: registry.contentType,
  }
}

function runtimeGauges(registers: Registry[]): Gauges {
  const commitSeconds = new Histogram({
    name: 'parley_commit_seconds',
    help: 'Time of one commit',
    buckets: SECONDS,
    registers,
  })
  const commitEvents = new Histogram({
    name: 'parley_commit_events',
    help: 'Events in one commit',
    buckets: SIZES,
    registers,
  })
  const commitRooms = new Histogram({
    name: 'parley_commit_rooms',
    help: 'Rooms in one commit',
    buckets: SIZES,
    registers,
  })
  const refusals = new Counter({
    name: 'parley_refusals_total',
    help: 'Commands refused, by reason',
    labelNames: ['reason'],
    registers,
  })
  const resident = new Gauge({ name: 'parley_resident_rooms', help: 'Rooms in memory', registers })
  const waiting = new Gauge({
    name: 'parley_mailbox_depth',
    help: 'Commands that wait in all mailboxes',
    registers,
  })
  return {
    committed(events, rooms, seconds) {
      commitSeconds.observe(seconds)
      commitEvents.observe(events)
      commitRooms.observe(rooms)
    },
    refused: (reason) => refusals.inc({ reason }),
    resident: (rooms) => resident.set(rooms),
    waiting: (commands) => waiting.set(commands),
  }
}
