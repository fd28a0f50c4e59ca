/** `busAway`: nats-server is killed for a while; then one node alone is cut from it, while all reach the database. */
import { setTimeout as sleep } from 'node:timers/promises'
import { shardsOf } from '../register.ts'
import { type FaultOnCluster, gap, onCluster, type Struck, type Told, turnOf } from './cluster-victim.ts'

const WHOLE_MS = 3_000
/** Until a node has noticed: the server's end at once, a silent wire in 2.7 s. */
const NOTICED_MS = 500

/** Every other strike cuts one node only. */
export function busAway(awayMs: number): FaultOnCluster {
  return onCluster({
    name: 'F5-bus-away',
    what: 'nats-server is killed for a while; then one node is cut from it and from nothing else',
    load: { seconds: 45, strikes: 2 },
    noTakeovers: true,
    wires: 'nats',
    hurt(struck) {
      const { nats } = struck.cluster
      const wire = struck.wires.get(turnOf(struck).name)
      return struck.number % 2 === 0 && wire !== undefined
        ? without(struck, awayMs, { break: () => wire.cut(), mend: () => wire.mend() })
        : without(struck, awayMs, { break: () => nats.kill(), mend: () => nats.start() })
    },
  })
}

interface Outage {
  break(): void | Promise<void>
  mend(): void | Promise<void>
}

/** What the node whose turn it is answers meanwhile: yes where it owns the room, where to find the owner elsewhere. */
async function without(struck: Struck, awayMs: number, outage: Outage): Promise<Told> {
  const { probe, before, tools } = struck
  const node = turnOf(struck)
  const own = shardsOf(before, node.name)
  const all = before.shards.map(({ shard }) => shard)
  const line = probe.at(node.url)
  try {
    await line.served(all)
    const struckAt = tools.now()
    await outage.break()
    await sleep(NOTICED_MS)
    const answers = await line.ask(all)
    const refused = all.filter((shard) => answers.get(shard) === 'OWNER_UNREACHABLE')
    const silent = own.filter((shard) => answers.get(shard) !== 'taken')
    await sleep(Math.max(0, awayMs - (tools.now() - struckAt)))
    await outage.mend()
    const healedAt = tools.now()
    return {
      struckAt,
      healedAt,
      idle: refused.length === 0 ? 'every room was in reach, so the bus was not missed' : null,
      measures: [
        { name: `shards out of reach of ${node.name}`, value: refused.length, unit: '', atMost: null },
        { name: `shards of ${node.name} that took no write`, value: silent.length, unit: '', atMost: 0 },
        gap('all served from there after', await line.served(all), WHOLE_MS),
      ],
    }
  } finally {
    await line.close()
  }
}
