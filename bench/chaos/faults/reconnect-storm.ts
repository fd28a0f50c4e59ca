/** `reconnectStorm`: a gateway is killed, and all the clients it had come back at the others at once. */
import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ServerPart } from '../../run/server-part.ts'
import { type Caller, openCaller } from '../../scenarios/parts/caller.ts'
import { COMMITS, metricOf } from '../../scenarios/parts/metric-of.ts'
import { percentile } from '../../scenarios/parts/percentile.ts'
import { type SeededRoom, settle, spread } from '../../scenarios/parts/seed.ts'
import type { Fault } from '../fault.ts'
import { shardsOf, withClient } from '../register.ts'
import { clusterVictim, type Struck, type Told, turnOf } from './cluster-victim.ts'
import { makeCrowd } from './crowd.ts'
import { headsOf, type Seated, seatPeople } from './seats.ts'
import { felt, makeWitness } from './witness.ts'

const CLIENTS = 10_000
const CLIENTS_QUICK = 1_000
const ROOMS_EACH = 20
const MEMBERS = 10
/** Rooms in which somebody speaks while their members are away. */
const NEWS = 200
const CALM_SECONDS = 5
const ARRIVED_MS_MAX = 60_000
const LIVE_MS_MAX = 10_000
const READS_MAX = 2
/** PostgreSQL's sessions tell what they have read up to ten seconds later. */
const COUNT_MS = 11_000
const PATIENCE_MS = 60_000

export const reconnectStorm: Fault = {
  name: 'F12-reconnect-storm',
  what: `a gateway is killed that has ${CLIENTS} clients of ${ROOMS_EACH} rooms each; all come back at once`,
  load: { seconds: 60, strikes: 1, clients: 6, rooms: 12, rate: 50 },
  breaksSockets: true,
  prepare: (tools) =>
    clusterVictim(tools, { hurt: (struck) => blow(struck, tools.isQuick ? CLIENTS_QUICK : CLIENTS) }),
}

async function blow(struck: Struck, clients: number): Promise<Told> {
  const { before, cluster, databaseUrl, tools } = struck
  const node = turnOf(struck)
  const others = cluster.nodes.filter((one) => one !== node)
  const seated = await seatPeople(databaseUrl, clients, (ids) => spread(ids, MEMBERS, ROOMS_EACH))
  await withClient(databaseUrl, settle)
  const urls = others.map(({ url }) => url)
  const witness = await makeWitness(
    databaseUrl,
    urls,
    new Set(others.flatMap(({ name }) => shardsOf(before, name))),
  )
  const crowd = makeCrowd({ epoch: seated.epoch, seats: seatsOf(seated, node, others) })
  try {
    const { report: arrived, tookMs } = await crowd.until(({ live }) => live === clients, ARRIVED_MS_MAX)
    tools.say(`${arrived.live} clients are at ${node.name} after ${Math.round(tookMs)} ms`)
    const calm = await witness.talk(CALM_SECONDS)
    await sleep(COUNT_MS)
    const first = await readsSoFar(databaseUrl, others)
    await sleep(COUNT_MS)
    const second = await readsSoFar(databaseUrl, others)

    const struckAt = tools.now()
    await node.kill()
    const over = new AbortController()
    const feeling = witness.talk(PATIENCE_MS / 1_000, over.signal)
    const told = tellNews(seated, others)
    const back = await crowd.until(({ live }) => live === clients, PATIENCE_MS)
    over.abort()
    const during = await feeling
    const heads = await headsOf(databaseUrl, await told)
    const whole = await crowd.until(({ behind }) => behind === 0, PATIENCE_MS, heads)
    await sleep(COUNT_MS)
    const third = await readsSoFar(databaseUrl, others)
    await node.start()

    const idle = (second.reads - first.reads) / (second.at - first.at)
    const reads = third.reads - second.reads - idle * (third.at - second.at)
    tools.say(
      `${Math.round(third.reads - second.reads)} statements, of which ${Math.round(idle)} a second without any storm`,
    )
    const { liveAgainMs, holes, doubled, behind, resets, why } = whole.report
    if (why !== null) tools.say(`a client was refused: ${why}`)
    return {
      struckAt,
      healedAt: struckAt,
      idle: liveAgainMs.length < clients ? `${liveAgainMs.length} of ${clients} clients came back` : null,
      measures: [
        { name: `clients of ${ROOMS_EACH} rooms`, value: clients, unit: '', atMost: null },
        { name: 'half of them live after', value: percentile(liveAgainMs, 50), unit: 'ms', atMost: null },
        {
          name: '99 % of them live after',
          value: percentile(liveAgainMs, 99),
          unit: 'ms',
          atMost: LIVE_MS_MAX,
        },
        { name: 'all live after', value: back.tookMs, unit: 'ms', atMost: null },
        { name: 'clients that came back', value: liveAgainMs.length, unit: '', atMost: null },
        { name: 'rooms with news meanwhile', value: heads.size, unit: '', atMost: null },
        { name: 'holes of clients', value: holes, unit: '', atMost: 0 },
        { name: 'heard twice', value: doubled, unit: '', atMost: 0 },
        { name: 'clients behind', value: behind, unit: '', atMost: 0 },
        { name: 'clients told to reload', value: resets, unit: '', atMost: null },
        {
          name: 'statements for 100 clients',
          value: (100 * reads) / clients,
          unit: 'reads',
          atMost: 100 * READS_MAX,
        },
        ...felt(calm, during).map((measure) => ({ ...measure, atMost: null })),
      ],
    }
  } finally {
    witness.close()
    await crowd.close()
  }
}

function seatsOf({ rooms, tokens }: Seated, node: ServerPart, others: readonly ServerPart[]) {
  const heads = new Map([...tokens.keys()].map((id) => [id, {} as Record<string, number>]))
  for (const { roomId, memberIds } of rooms) for (const id of memberIds) (heads.get(id) ?? {})[roomId] = 1
  const urls = others.map(({ url }) => url)
  return [...tokens].map(([id, token], index) => ({
    // half of them try one of the others first
    urls: [node.url, ...(index % 2 === 0 ? urls : urls.toReversed())],
    token,
    heads: heads.get(id) ?? {},
  }))
}

/** Somebody says something in some of the rooms, again and again until it is taken. Returns those rooms. */
async function tellNews({ rooms, tokens }: Seated, nodes: readonly ServerPart[]): Promise<string[]> {
  const some = rooms.slice(0, NEWS)
  await Promise.all(some.map((room, index) => tell(room, tokens, nodes[index % nodes.length] as ServerPart)))
  return some.map(({ roomId }) => roomId)
}

async function tell(
  { roomId, memberIds }: SeededRoom,
  tokens: Seated['tokens'],
  { url }: ServerPart,
): Promise<void> {
  const wish = { conversationId: roomId, commandId: randomUUID(), text: 'you were away' }
  const giveUpAt = performance.now() + PATIENCE_MS
  const token = tokens.get(memberIds[0] ?? '') ?? ''
  for (;;) {
    let caller: Caller | null = null
    try {
      caller = await openCaller({ url: `${url}/trpc`, token })
      await caller.mutate('messages.send', wish)
      return
    } catch (error) {
      if (performance.now() > giveUpAt) throw error
      await sleep(250)
    } finally {
      caller?.close()
    }
  }
}

/** Statements that were no commit of messages, and when that was, s. */
async function readsSoFar(databaseUrl: string, nodes: readonly ServerPart[]) {
  const counts = await Promise.all(nodes.map(({ url }) => metricOf(url, COMMITS)))
  const commits = counts.reduce((sum, count) => sum + count, 0)
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ done: string }>(
      'SELECT xact_commit AS done FROM pg_stat_database WHERE datname = current_database()',
    )
    return { reads: Number(rows[0]?.done) - commits, at: performance.now() / 1_000 }
  })
}
