/** Faults of nodes that own shards: killed, frozen, frozen inside a transaction, restarted one after another. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerPart } from '../../run/server-part.ts'
import type { Line } from '../probe.ts'
import { readRegister, shardsOf, withClient } from '../register.ts'
import { type FaultOnCluster, gap, NODES, onCluster, TTL_MS, turnOf } from './cluster-victim.ts'

/** SIGKILL ends a process at once and its listeners with it: others need not wait for its beats. */
const WITH_HINTS_MS = 1_500
const HAND_OFF_MS = 300
/** Between two questions to one shard; it counts as part of a gap. */
const PAUSE_MS = 25
/** Of each node's: asking all 85 at once makes their new owners load 85 rooms at once, and times that instead. */
const SHARDS_ASKED = 32

export const ownerKilled = onCluster({
  name: 'F1-owner-killed',
  what: 'a node is killed with SIGKILL in the middle of a burst; the others take its shards',
  load: { seconds: 30, strikes: 2, rate: 3_000, membersPerRoom: 2, rooms: 48, voices: 'plain' },
  breaksSockets: true,
  async hurt(struck) {
    const node = turnOf(struck)
    const shards = shardsOf(struck.before, node.name)
    const struckAt = struck.tools.now()
    await node.kill()
    const served = await struck.probe.served(shards)
    await node.start()
    return {
      struckAt,
      healedAt: struckAt,
      idle: shards.length === 0 ? `${node.name} owned no shard` : null,
      measures: [gap('all its shards served after', served, WITH_HINTS_MS)],
    }
  },
})

export function ownerFrozen(frozenMs: number): FaultOnCluster {
  return onCluster({
    name: 'F2-owner-frozen',
    what: 'a node stands still for twice the time after which it is dead, then goes on as if nothing had been',
    load: { seconds: 40, strikes: 1 },
    async hurt(struck) {
      const { probe, before, tools } = struck
      const node = turnOf(struck)
      const shards = shardsOf(before, node.name)
      const struckAt = tools.now()
      node.freeze()
      const served = await probe.served(shards)
      await sleep(Math.max(0, frozenMs - (tools.now() - struckAt)))
      const ended = node.ended()
      const thawedAt = tools.now()
      node.thaw()
      const code = await Promise.race([ended, sleep(10_000, 'alive' as const)])
      const zombieMs = tools.now() - thawedAt
      await node.start()
      return {
        struckAt,
        healedAt: struckAt,
        idle: shards.length === 0 ? `${node.name} owned no shard` : null,
        measures: [
          gap('all its shards served after', served, TTL_MS + 1_000),
          { name: 'the zombie is gone after', value: zombieMs, unit: 'ms', atMost: 1_000 },
          { name: 'its exit code is not 70', value: code === 70 ? 0 : 1, unit: '', atMost: 0 },
        ],
      }
    },
  })
}

export const frozenInTransaction = onCluster({
  name: 'F3-frozen-in-transaction',
  what: 'a node is frozen while a session of it holds shard rows: the takeover must not wait for it',
  load: { seconds: 30, strikes: 1 },
  async hurt(struck) {
    const { cluster, probe, before, tools } = struck
    const node = turnOf(struck)
    const shards = shardsOf(before, node.name)
    const name = await applicationName(cluster.database.url(), node.name)
    const url = new URL(cluster.database.url())
    url.searchParams.set('application_name', name)
    return withClient(url.href, async (session) => {
      await session.query('BEGIN')
      await session.query('SELECT FROM shard WHERE shard_id = ANY($1) FOR SHARE', [shards])
      const struckAt = tools.now()
      node.freeze()
      const served = await probe.served(shards)
      node.thaw()
      await node.ended()
      await node.start()
      return {
        struckAt,
        healedAt: struckAt,
        idle: shards.length === 0 ? `${node.name} owned no shard` : null,
        measures: [gap('all its shards served after', served, TTL_MS + 2_000)],
      }
    })
  },
})

export const rollingRestart = onCluster({
  name: 'F4-rolling-restart',
  what: 'every node is stopped and started again, one after another, as a deploy does',
  load: { seconds: 45, strikes: 3 },
  breaksSockets: true,
  async hurt({ cluster, probe, tools }) {
    const struckAt = tools.now()
    const gaps: number[] = []
    for (const [index, node] of cluster.nodes.entries()) {
      const register = await readRegister(cluster.database.url())
      const shards = shardsOf(register, node.name).slice(0, SHARDS_ASKED)
      // asked at another node: what a client waits until it is connected again is no gap of a shard
      const line = probe.at((cluster.nodes[(index + 1) % NODES] as ServerPart).url)
      await line.served(shards)
      const stopped = node.stop()
      gaps.push(...(await watchGap(line, shards, stopped)))
      await line.close()
      await stopped
      await node.start()
      await sleep(1_000)
    }
    return {
      struckAt,
      healedAt: struckAt,
      idle: gaps.length === 0 ? 'no shard was handed over' : null,
      measures: [
        gap('longest gap of a shard', gaps, HAND_OFF_MS),
        gap('of half of them at most', gaps.sort((a, b) => a - b).slice(0, gaps.length / 2), null),
      ],
    }
  },
})

async function applicationName(databaseUrl: string, nodeId: string): Promise<string> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ application_name: string }>(
      'SELECT application_name FROM pg_stat_activity WHERE application_name LIKE $1 LIMIT 1',
      [`parley/${nodeId}/%`],
    )
    if (rows[0] === undefined) throw new Error(`${nodeId} has no session`)
    return rows[0].application_name
  })
}

/** For each shard the longest time between two answers while it is asked again and again until `over`. */
function watchGap(line: Line, shards: readonly number[], over: Promise<unknown>): Promise<number[]> {
  let isOver = false
  const end = () => {
    isOver = true
  }
  over.then(end, end)
  return Promise.all(
    shards.map(async (shard) => {
      await line.served([shard])
      let longestMs = 0
      for (let answeredAt = performance.now(), isLast = false; !isLast; ) {
        await sleep(PAUSE_MS)
        isLast = isOver
        await line.served([shard])
        longestMs = Math.max(longestMs, performance.now() - answeredAt)
        answeredAt = performance.now()
      }
      return longestMs
    }),
  )
}
