/** `databaseAway`: PostgreSQL under a cluster is restarted without a last word; then all of it stands still for a while. */
import { setTimeout as sleep } from 'node:timers/promises'
import { restartDatabase, signalDatabase } from '../database.ts'
import { type FaultOnCluster, gap, onCluster, type Struck, type Told } from './cluster-victim.ts'

const WHOLE_MS = 3_000
/** What was on its way when it froze has been answered by then. */
const FROZEN_MS = 200

/** Every other strike freezes it, for `frozenMs`. */
export function databaseAway(frozenMs: number): FaultOnCluster {
  return onCluster({
    name: 'F7-database-away',
    what: 'PostgreSQL under three nodes is restarted at once; then it is frozen for longer than a node may be silent',
    load: { seconds: 60, strikes: 2 },
    noTakeovers: true,
    hurt: (struck) => (struck.number % 2 === 1 ? restarted(struck) : frozen(struck, frozenMs)),
  })
}

async function restarted({ cluster, probe, before, tools }: Struck): Promise<Told> {
  const struckAt = tools.now()
  await restartDatabase(cluster.database.dataDir)
  const healedAt = tools.now()
  const served = await probe.served(before.shards.map(({ shard }) => shard))
  return {
    struckAt,
    healedAt,
    idle: null,
    measures: [
      { name: 'PostgreSQL is back after', value: healedAt - struckAt, unit: 'ms', atMost: null },
      gap('all shards served after its return', served, WHOLE_MS),
    ],
  }
}

async function frozen({ cluster, probe, before, tools }: Struck, frozenMs: number): Promise<Told> {
  const { dataDir } = cluster.database
  const all = before.shards.map(({ shard }) => shard)
  const struckAt = tools.now()
  await signalDatabase(dataDir, 'SIGSTOP')
  try {
    await sleep(FROZEN_MS)
    const answers = [...(await probe.ask(all)).values()]
    const taken = answers.filter((answer) => answer === 'taken').length
    await sleep(Math.max(0, frozenMs - (tools.now() - struckAt)))
    await signalDatabase(dataDir, 'SIGCONT')
    const healedAt = tools.now()
    const served = await probe.served(all)
    return {
      struckAt,
      healedAt,
      idle: taken > 0 ? `${taken} messages were taken by a database that stood still` : null,
      measures: [gap('all shards served after its return', served, WHOLE_MS)],
    }
  } finally {
    await signalDatabase(dataDir, 'SIGCONT')
  }
}
