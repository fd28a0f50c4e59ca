/** `clusterMetrics`: what a node counts of its talk with other nodes; how it stands is in `cluster-gauges.ts`. */
import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

export interface ClusterMetrics {
  /** A wish asked of another node: 'ok', a reason, or how the bus failed. */
  forwarded(outcome: string, seconds: number): void
  /** Another node knew better where a shard is. */
  redirected(): void
  /** Wishes that wait until their shard has moved. */
  waiting(wishes: number): void
  /** The bus is there, or away. */
  bus(isConnected: boolean): void
}

const SECONDS = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1]

export function clusterMetrics(registers: Registry[]): ClusterMetrics {
  const forwarded = new Histogram({
    name: 'parley_forwarded_seconds',
    help: 'Wishes asked of other nodes, by outcome',
    labelNames: ['outcome'],
    buckets: SECONDS,
    registers,
  })
  const redirects = new Counter({
    name: 'parley_redirects_total',
    help: 'Wishes that were sent on, because their shard had moved',
    registers,
  })
  const waiting = new Gauge({
    name: 'parley_forward_waiting',
    help: 'Wishes that wait until their shard has moved',
    registers,
  })
  const connected = new Gauge({
    name: 'parley_bus_connected',
    help: '1 while the bus between nodes is there; always 0 without NATS_URL',
    registers,
  })
  const losses = new Counter({
    name: 'parley_bus_losses_total',
    help: 'How often the bus went away, and what was under way may be lost',
    registers,
  })
  return {
    forwarded: (outcome, seconds) => forwarded.observe({ outcome }, seconds),
    redirected: () => redirects.inc(),
    waiting: (wishes) => waiting.set(wishes),
    bus(isConnected) {
      connected.set(isConnected ? 1 : 0)
      if (!isConnected) losses.inc()
    },
  }
}
