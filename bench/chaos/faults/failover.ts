/** `failover`, `failoverSynchronous`: the primary is killed, its standby 1.5 s behind is promoted, all nodes find it at the old address. */
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startTcpProxy, type TcpProxy } from '../../../engine/testing/tcp-proxy.ts'
import { signalDatabase } from '../database.ts'
import type { Fault, Tools } from '../fault.ts'
import { readRegister } from '../register.ts'
import { type Standby, startStandby } from '../standby.ts'
import { clusterVictim, gap } from './cluster-victim.ts'

const LAG_MS = 1_500
const NEW_EPOCH_MS_MAX = 10_000

export const failover: Fault = {
  name: 'F8-failover',
  what: 'the database fails over to a standby that had not got the last 1.5 s: what is lost is counted and declared',
  load: { seconds: 30, strikes: 1 },
  mayLose: true,
  breaksSockets: true,
  prepare: (tools) => failingOver(tools, false),
}

export const failoverSynchronous: Fault = {
  name: 'F8-failover-synchronous',
  what: 'the same with a synchronous standby: nothing is acknowledged that it has not, so nothing is lost',
  load: { seconds: 30, strikes: 1 },
  breaksSockets: true,
  prepare: (tools) => failingOver(tools, true),
}

function failingOver(tools: Tools, isSynchronous: boolean) {
  let wire: TcpProxy | null = null
  let standby: Standby | null = null
  let isPromoted = false
  let port = 0
  return clusterVictim(tools, {
    databaseUrl: () => (isPromoted && standby !== null ? standby.url() : null),
    async through(_nodeId, { database, nats }) {
      const url = new URL(database)
      port = Number(url.port)
      wire ??= await startTcpProxy(() => port)
      url.port = String(wire.port)
      return { database: url.href, nats }
    },
    async hurt({ cluster, probe, before }) {
      standby = await startStandby(cluster.database, join(cluster.dir, 'standby'), isSynchronous)
      const all = before.shards.map(({ shard }) => shard)
      await probe.served(all)
      const struckAt = tools.now()
      standby.wire.swallow('from')
      await sleep(LAG_MS)
      wire?.cut()
      // first who would bring it back
      await cluster.database.kill()
      await signalDatabase(cluster.database.dataDir, 'SIGKILL')
      standby.wire.cut()
      await standby.promote()
      isPromoted = true
      port = Number(new URL(standby.url()).port)
      wire?.mend()
      const healedAt = tools.now()
      const served = await probe.served(all)
      const isNew = await newEpoch(standby.url(), before.epoch)
      const newEpochMs = tools.now() - healedAt
      return {
        struckAt,
        healedAt,
        idle: isNew ? null : 'the epoch has not changed',
        measures: [
          gap('all shards served after the promotion', served, null),
          { name: 'the epoch is another after', value: newEpochMs, unit: 'ms', atMost: null },
        ],
      }
    },
    async close() {
      await wire?.close()
      await standby?.wire.close()
      await standby?.stop()
    },
  })
}

/** Whoever beats next sees the timeline, so it may come after the first messages. */
async function newEpoch(databaseUrl: string, former: string): Promise<boolean> {
  for (const giveUpAt = performance.now() + NEW_EPOCH_MS_MAX; performance.now() < giveUpAt; await sleep(20)) {
    if ((await readRegister(databaseUrl)).epoch !== former) return true
  }
  return false
}
