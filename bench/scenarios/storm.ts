/** Scenario `storm`: ten thousand clients come back at once. How soon is everybody live, and what do others feel? */

import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { Worker } from 'node:worker_threads'
import type { Bench, ParleyUnderTest, Row, Scenario } from '../scenario.ts'
import { type Offered, offer } from './parts/offer.ts'
import { arrive, type World } from './parts/people.ts'
import { percentile } from './parts/percentile.ts'
import { cpuMicros, familyCpuMicros } from './parts/process-figures.ts'
import { makeReadCounter } from './parts/read-counter.ts'
import { type SeededRoom, seedMessages, seedRooms, settle, spread } from './parts/seed.ts'
import type { Returning, Storm } from './parts/storm-worker.ts'

const MEMBERS = 10
const ROOMS_EACH = 20
const MISSED = 3
const SENDERS = 20
const SENDS_PER_SECOND = 200
/** A thousand sends, so that ten are beyond the 99th percentile. */
const CALM_SECONDS_MIN = 5
/** The database tells of what it has read ten seconds later. */
const COUNT_MS = 11_000
const LIVE_SECONDS_MAX = 10
const READS_MAX = 2
const SENDS_RATIO_MAX = 5

export const storm: Scenario = {
  name: 'storm',
  question:
    'How long until 10,000 clients of 20 rooms each are live again that come back at once from old positions?',
  peers: [],
  async run(bench) {
    const clients = bench.quick ? 1_000 : 10_000
    const server = await bench.parley()
    const world = await arrive(server, clients + SENDERS)
    try {
      const returning = world.peopleIds.slice(0, clients)
      const rooms = spread(returning, MEMBERS, ROOMS_EACH)
      const elsewhere = spread(world.peopleIds.slice(clients), SENDERS, 1)
      await seedRooms(world.database, [...rooms, ...elsewhere])
      await seedMessages(world.database, rooms, MISSED)
      await settle(world.database)
      bench.say(`${rooms.length} rooms of ${MEMBERS} are there; signing ${clients} tokens`)
      return await blow(bench, server, world, await away(world, returning, rooms), elsewhere[0] as SeededRoom)
    } finally {
      await world.close()
      await server.stop()
    }
  },
}

/** Everybody last heard of their rooms when they began: `MISSED` messages are news in each. */
async function away(
  world: World,
  returning: readonly string[],
  rooms: readonly SeededRoom[],
): Promise<Returning[]> {
  const meta = await world.database.query<{ epoch: string }>('SELECT epoch FROM cluster_meta')
  const position = `${meta.rows[0]?.epoch}:1`
  const positions = new Map(returning.map((id) => [id, {} as Record<string, string>]))
  for (const { roomId, memberIds } of rooms) {
    for (const id of memberIds) (positions.get(id) as Record<string, string>)[roomId] = position
  }
  return Promise.all(
    returning.map(async (id) => ({ token: await world.tokenOf(id), positions: positions.get(id) ?? {} })),
  )
}

async function blow(
  bench: Bench,
  server: ParleyUnderTest,
  world: World,
  returning: readonly Returning[],
  room: SeededRoom,
): Promise<Row[]> {
  const senders = await Promise.all(room.memberIds.map((id) => world.caller(id)))
  const send = (index: number) =>
    senders[index % senders.length]!.mutate('messages.send', {
      conversationId: room.roomId,
      commandId: crypto.randomUUID(),
      text: 'elsewhere life goes on',
    })
  const reads = makeReadCounter(world.database, server.url)
  // what the node reads when nobody asks it, and what sends read
  await offer({ perSecond: SENDS_PER_SECOND, seconds: 2 }, send)
  const calm = await offer(
    { perSecond: SENDS_PER_SECOND, seconds: Math.max(CALM_SECONDS_MIN, bench.seconds) },
    send,
  )
  await sleep(COUNT_MS)
  const before = await reads.now()
  const beganMs = performance.now()
  const [nodeBefore, databaseBefore] = [
    await cpuMicros(server.pid),
    await familyCpuMicros(server.databasePid),
  ]

  const worker = new Worker(fileURLToPath(new URL('./parts/storm-worker.ts', import.meta.url)), {
    workerData: { url: world.url, returning, ends: ROOMS_EACH } satisfies Storm,
  })
  const over = new AbortController()
  const ended = new Promise<number[]>((resolve, reject) => {
    worker.once('message', resolve)
    worker.once('error', reject)
  }).finally(() => over.abort())
  const during = await offer({ perSecond: SENDS_PER_SECOND, seconds: 120, signal: over.signal }, send)
  const liveMs = await ended
  const nodeMs = ((await cpuMicros(server.pid)) - nodeBefore) / 1_000
  const databaseMs = ((await familyCpuMicros(server.databasePid)) - databaseBefore) / 1_000
  bench.say(`all ${liveMs.length} live after ${Math.round(Math.max(...liveMs))} ms`)

  await sleep(COUNT_MS)
  const spentSeconds = (performance.now() - beganMs) / 1_000
  const counted = (await reads.now()) - before
  // the node's own beat and checks go on meanwhile
  await sleep(COUNT_MS)
  const idle = ((await reads.now()) - before - counted) / (COUNT_MS / 1_000)
  await worker.terminate()
  for (const sender of senders) sender.close()
  return rowsOf({
    liveMs,
    nodeMs,
    databaseMs,
    reads: (counted - idle * spentSeconds) / liveMs.length,
    calm,
    during,
  })
}

export interface Blown {
  readonly liveMs: readonly number[]
  /** CPU of the server and of its database, sends included. */
  readonly nodeMs: number
  readonly databaseMs: number
  readonly reads: number
  readonly calm: Offered
  readonly during: Offered
}

export function rowsOf({ liveMs, nodeMs, databaseMs, reads, calm, during }: Blown): Row[] {
  const server = 'parley'
  const allSeconds = Math.max(...liveMs) / 1_000
  const calmMs = percentile(calm.latenciesMs, 99)
  const stormMs = percentile(during.latenciesMs, 99)
  const ratio = stormMs / calmMs
  const count = liveMs.length.toLocaleString('en')
  return [
    {
      what: `${count} clients with ${ROOMS_EACH} rooms until the last is live`,
      server,
      value: allSeconds,
      unit: 's',
      target: { says: `<= ${LIVE_SECONDS_MAX}`, isMet: allSeconds <= LIVE_SECONDS_MAX },
      note: `from the first connect; each verifies a token of its own and misses ${MISSED} messages in every room`,
    },
    {
      what: `${count} clients, until half are live`,
      server,
      value: percentile(liveMs, 50) / 1_000,
      unit: 's',
    },
    { what: 'CPU of the server per client', server, value: nodeMs / liveMs.length, unit: 'ms' },
    { what: 'CPU of the database per client', server, value: databaseMs / liveMs.length, unit: 'ms' },
    {
      what: 'statements of the database per client',
      server,
      value: reads,
      unit: 'reads',
      target: { says: `<= ${READS_MAX}`, isMet: reads <= READS_MAX + 0.05 },
      note: 'pg_stat_database.xact_commit less the commits of sends and what the idle node does by itself',
    },
    { what: 'p99 of sends elsewhere, calm', server, value: calmMs, unit: 'ms' },
    { what: 'p99 of sends elsewhere, in the storm', server, value: stormMs, unit: 'ms' },
    {
      what: 'p99 of sends elsewhere, storm to calm',
      server,
      value: ratio,
      unit: 'x',
      target: { says: `<= ${SENDS_RATIO_MAX}`, isMet: ratio <= SENDS_RATIO_MAX && during.failed === 0 },
      note: `${SENDS_PER_SECOND} sends/s; ${during.failed} failed`,
    },
  ]
}
