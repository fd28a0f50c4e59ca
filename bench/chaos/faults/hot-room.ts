/** `hotRoom`: one room gets all that can be thrown at it, with listeners at every gateway; others must not feel it. */
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import { shardOf } from '../../../engine/kernel/shard.ts'
import { LIMITS } from '../../../engine/protocol/limits.ts'
import { metricOf } from '../../scenarios/parts/metric-of.ts'
import type { Fault } from '../fault.ts'
import type { Register } from '../register.ts'
import { clusterVictim, type Struck, type Told } from './cluster-victim.ts'
import { makeCrowd } from './crowd.ts'
import type { Heat, HeatPlan } from './heat-worker.ts'
import { headsOf, seatPeople } from './seats.ts'
import { felt, makeWitness } from './witness.ts'

const LISTENERS = 300
const PEOPLE = 30
/** Two at each node; together more than a room lets wait. */
const SENDERS = 6
const IN_FLIGHT = 250
const CALM_SECONDS = 5
const HOT_SECONDS = 10
const LIVE_MS_MAX = 20_000
const WHOLE_MS = 5_000
/** What a room lets wait, and what the other rooms of its node may have waiting beside it. */
const DEPTH_MAX = LIMITS.mailboxMax + 200
const SILENCE_MS_MAX = 1_000
const LOOK_MS = 200

export const hotRoom: Fault = {
  name: 'F16-hot-room',
  what: `one room with ${LISTENERS} listeners at three gateways gets more messages than it can take`,
  // little else: the machine is for the hot room
  load: { seconds: 45, strikes: 2, clients: 6, rooms: 12, rate: 50 },
  prepare: (tools) => clusterVictim(tools, { noTakeovers: true, hurt: heated }),
}

async function heated({ before, cluster, databaseUrl, tools }: Struck): Promise<Told> {
  const urls = cluster.nodes.map(({ url }) => url)
  const roomId = randomUUID()
  const seated = await seatPeople(databaseUrl, PEOPLE, (memberIds) => [{ roomId, memberIds }])
  const tokens = [...seated.tokens.values()]
  // who shares its owner feels it otherwise than who only shares the machine
  const owner = before.shards[shardOf(roomId)]?.nodeId ?? ''
  const [near, far] = parted(before, owner)
  const neighbour = await makeWitness(databaseUrl, urls, near)
  const stranger = await makeWitness(databaseUrl, urls, far)
  const senders = tokens
    .slice(0, SENDERS)
    .map((token, index) => ({ url: urls[index % urls.length] ?? '', token }))
  const heater = await makeHeater({ senders, inFlight: IN_FLIGHT, roomId, seconds: HOT_SECONDS })
  const crowd = makeCrowd({
    epoch: seated.epoch,
    seats: Array.from({ length: LISTENERS }, (_, index) => ({
      urls: [urls[index % urls.length] as string],
      token: tokens[index % tokens.length] as string,
      heads: { [roomId]: 1 },
    })),
  })
  try {
    await crowd.until(({ live }) => live === LISTENERS, LIVE_MS_MAX)
    const [calmNear, calmFar] = await Promise.all([neighbour.talk(CALM_SECONDS), stranger.talk(CALM_SECONDS)])
    const struckAt = tools.now()
    const depths = watchDepth(urls, AbortSignal.timeout(HOT_SECONDS * 1_000))
    const [heat, inNear, inFar] = await Promise.all([
      heater.begin(),
      neighbour.talk(HOT_SECONDS),
      stranger.talk(HOT_SECONDS),
    ])
    const healedAt = tools.now()
    const heads = await headsOf(databaseUrl, [roomId])
    const { report, tookMs } = await crowd.until(({ behind }) => behind === 0, 2 * WHOLE_MS, heads)
    const bounds = {
      name: 'commands waiting at a node, most',
      value: await depths,
      unit: '',
      atMost: DEPTH_MAX,
    }
    for (const why of [heat.why, report.why, inNear.why, inFar.why])
      if (why !== null) tools.say(`refused: ${why}`)
    return {
      struckAt,
      healedAt,
      idle: heat.busy === 0 ? 'the room took whatever came' : null,
      measures: [
        { name: 'messages it took', value: heat.taken / HOT_SECONDS, unit: '1/s', atMost: null },
        { name: 'messages it was too BUSY for', value: heat.busy / HOT_SECONDS, unit: '1/s', atMost: null },
        { name: 'messages refused otherwise', value: heat.refused, unit: '', atMost: 0 },
        {
          name: 'longest time without one taken',
          value: heat.gapMs,
          unit: 'ms',
          atMost: SILENCE_MS_MAX,
        },
        bounds,
        { name: 'events its listeners heard', value: report.events, unit: '', atMost: null },
        { name: 'holes of its listeners', value: report.holes, unit: '', atMost: 0 },
        { name: 'heard twice', value: report.doubled, unit: '', atMost: 0 },
        { name: 'listeners cut off', value: report.reconnects, unit: '', atMost: null },
        { name: 'listeners told to reload', value: report.resets, unit: '', atMost: null },
        { name: 'listeners behind at the end', value: report.behind, unit: '', atMost: 0 },
        { name: 'all listeners whole after', value: tookMs, unit: 'ms', atMost: WHOLE_MS },
        ...felt(calmNear, inNear, 'in rooms of its owner'),
        ...felt(calmFar, inFar, 'in rooms of other nodes'),
      ],
    }
  } finally {
    await heater.end()
    neighbour.close()
    stranger.close()
    await crowd.close()
  }
}

/** The shards of a node, and all others. */
function parted({ shards }: Register, nodeId: string): readonly [ReadonlySet<number>, ReadonlySet<number>] {
  const own = shards.filter((shard) => shard.nodeId === nodeId)
  const rest = shards.filter((shard) => shard.nodeId !== nodeId)
  return [new Set(own.map(({ shard }) => shard)), new Set(rest.map(({ shard }) => shard))]
}

/** Connected, and waiting for `begin`. */
interface Heater {
  begin(): Promise<Heat>
  end(): Promise<unknown>
}

async function makeHeater(plan: HeatPlan): Promise<Heater> {
  const worker = new Worker(fileURLToPath(new URL('./heat-worker.ts', import.meta.url)), { workerData: plan })
  await once(worker, 'message')
  return {
    async begin() {
      const over = once(worker, 'message')
      worker.postMessage('begin')
      const [heat] = (await over) as [Heat]
      return heat
    },
    end: () => worker.terminate(),
  }
}

/** The most that any of the nodes had waiting, by its own metrics. */
async function watchDepth(urls: readonly string[], over: AbortSignal): Promise<number> {
  let most = 0
  while (!over.aborted) {
    const depths = await Promise.all(urls.map((url) => metricOf(url, 'parley_mailbox_depth')))
    most = Math.max(most, ...depths)
    await sleep(LOOK_MS)
  }
  return most
}
