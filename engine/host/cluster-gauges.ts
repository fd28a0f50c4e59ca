/** `clusterGauges`: how a node stands among others, read when Prometheus asks, so that it costs nothing else. */
import { Counter, Gauge, type Registry } from 'prom-client'

/** What is read; the node's own records have these shapes and more. */
export interface ClusterReading {
  readonly standing: {
    readonly nodeId: string
    readonly members: readonly {
      readonly nodeId: string
      readonly status: string
      readonly shards: number
      readonly termMax: number
    }[]
    readonly owners: readonly ({ readonly nodeId: string } | null)[]
    readonly unowned: number
    readonly knownMs: number
    readonly lagMs: number
    readonly deeds: {
      readonly tookOver: number
      readonly claimed: number
      readonly given: number
      readonly unanswered: number
    }
  }
  readonly fanout: {
    readonly repaired: number
    readonly digests: number
    readonly repair: { readonly rooms: number; readonly chars: number }
    readonly others: {
      readonly gateways: { readonly rooms: number; readonly waiting: number }
      readonly wants: { readonly rooms: number; readonly untold: number }
    } | null
  }
}

type Row = readonly [name: string, help: string, value: (reading: ClusterReading) => number]

const GAUGES: readonly Row[] = [
  ['parley_shards_owned', 'Shards that this node serves', ({ standing }) => ownedBy(standing)],
  [
    'parley_shards_unowned',
    'Shards that nobody serves, as far as this node knows',
    (r) => r.standing.unowned,
  ],
  ['parley_term_max', 'The highest term of all shards', (r) => termMax(r.standing)],
  [
    'parley_register_age_seconds',
    'Since the last answered beat was sent: how old the knowledge of the cluster is',
    (r) => r.standing.knownMs / 1_000,
  ],
  [
    'parley_register_lag_seconds',
    'How long the database took to answer that beat',
    (r) => r.standing.lagMs / 1_000,
  ],
  ['parley_rooms_behind', 'Rooms that wait for a read of the journal', (r) => r.fanout.repair.rooms],
  ['parley_rooms_behind_chars', 'Characters kept behind gaps', (r) => r.fanout.repair.chars],
  ['parley_rooms_wanted', 'Rooms that somebody here listens to', (r) => r.fanout.others?.wants.rooms ?? 0],
  ['parley_rooms_untold', 'Those that no owner tells of now', (r) => r.fanout.others?.wants.untold ?? 0],
  [
    'parley_rooms_told',
    'Rooms of this node that others listen to',
    (r) => r.fanout.others?.gateways.rooms ?? 0,
  ],
  [
    'parley_digest_heads',
    'Heads that wait until a digest has arrived',
    (r) => r.fanout.others?.gateways.waiting ?? 0,
  ],
]

const COUNTERS: readonly Row[] = [
  ['parley_takeovers_total', 'Nodes that this one declared dead', (r) => r.standing.deeds.tookOver],
  [
    'parley_shards_claimed_total',
    'Shards without a living owner, taken by this node',
    (r) => r.standing.deeds.claimed,
  ],
  ['parley_shards_given_total', 'Shards handed over to other nodes', (r) => r.standing.deeds.given],
  [
    'parley_beats_unanswered_total',
    'Beats that the database did not answer',
    (r) => r.standing.deeds.unanswered,
  ],
  [
    'parley_repaired_batches_total',
    'Batches read from the journal because they did not come',
    (r) => r.fanout.repaired,
  ],
  ['parley_digests_total', 'Digests that other nodes were given', (r) => r.fanout.digests],
]
const STATUSES = ['up', 'leaving', 'left', 'dead']

export function clusterGauges(registers: Registry[], read: () => ClusterReading): void {
  for (const [name, help, value] of GAUGES) {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value(read()))
      },
    })
  }
  for (const [name, help, value] of COUNTERS) {
    new Counter({
      name,
      help,
      registers,
      collect() {
        this.reset()
        this.inc(value(read()))
      },
    })
  }
  new Gauge({
    name: 'parley_members',
    help: 'Processes in the register, by status',
    labelNames: ['status'],
    registers,
    collect() {
      const { members } = read().standing
      for (const status of STATUSES)
        this.set({ status }, members.filter((member) => member.status === status).length)
    },
  })
}

function ownedBy({ nodeId, owners }: ClusterReading['standing']): number {
  return owners.filter((owner) => owner?.nodeId === nodeId).length
}

function termMax({ members }: ClusterReading['standing']): number {
  return Math.max(0, ...members.map((member) => member.termMax))
}
