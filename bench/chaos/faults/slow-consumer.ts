/** `slowConsumer`: a gateway stands still while 100 MB are on their way to it, and some clients never read theirs. */
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import type { Socket } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { LIMITS } from '../../../engine/protocol/limits.ts'
import type { ServerPart } from '../../run/server-part.ts'
import { openCaller } from '../../scenarios/parts/caller.ts'
import { metricOf } from '../../scenarios/parts/metric-of.ts'
import type { Fault } from '../fault.ts'
import { shardsOf } from '../register.ts'
import { clusterVictim, type Struck, type Told, TTL_MS, turnOf } from './cluster-victim.ts'
import { makeCrowd } from './crowd.ts'
import { openDeaf } from './deaf-socket.ts'
import { watchMemory } from './memory-peak.ts'
import { headsOf, roomIdIn, type Seated, seatPeople } from './seats.ts'

/** Past the time after which a node is dead, and until 100 MB are said; then short of it, so that it goes on as it was. */
const FREEZES = [
  { msMin: TTL_MS, msMax: TTL_MS + 3_000 },
  { msMin: TTL_MS - 1_000, msMax: TTL_MS - 1_000 },
] as const
const ROOMS = 6
const PEOPLE = 12
/** Half of them at the gateway that is frozen. Each hears one room, or reading would cost more than the fault. */
const LISTENERS = 24
const DEAF = 12
/** The largest text that may be said: 3 bytes a character. */
const TEXT = '…'.repeat(LIMITS.textCharsMax)
const TEXT_BYTES = Buffer.byteLength(TEXT)
const IN_FLIGHT = 200
const MEGABYTE = 1_048_576
const FLOOD_BYTES = 100 * MEGABYTE
const LIVE_MS_MAX = 20_000
const WHOLE_MS = 5_000
/** A zombie knows by then that it is one. */
const FENCED_MS = 1_500
/** What may wait: 1 MB for each of 30 sockets, 32 MB towards NATS, and as much of garbage that was not collected yet. */
const NODE_MB_MAX = 256
/** Its own bound for what one client has not read is 64 MB. */
const NATS_MB_MAX = 128

export const slowConsumer: Fault = {
  name: 'F11-slow-consumer',
  what: 'a gateway is frozen for 5 s, then for 4 s, under 100 MB of fan-out, while a dozen clients elsewhere never read',
  load: { seconds: 50, strikes: 2, clients: 6, rooms: 12, rate: 50 },
  prepare: (tools) => clusterVictim(tools, { hurt: flooded }),
}

async function flooded(struck: Struck): Promise<Told> {
  const { cluster, databaseUrl, tools } = struck
  const node = turnOf(struck)
  const freeze = FREEZES[(struck.number - 1) % 2] ?? FREEZES[0]
  const others = cluster.nodes.filter((one) => one !== node)
  const seated = await seatInRoomsOf(struck, others)
  const roomIds = seated.rooms.map(({ roomId }) => roomId)
  const crowd = makeCrowd({ epoch: seated.epoch, seats: seatsAt([node, ...others], seated) })
  let deaf: Socket[] = []
  try {
    await crowd.until(({ live }) => live === LISTENERS, LIVE_MS_MAX)
    deaf = await deafAt(others, seated)
    const droppedBefore = await dropped(others)
    const nodesGrew = watchMemory(others)
    const natsGrew = watchMemory([cluster.nats])
    const struckAt = tools.now()
    const ended = node.ended()
    node.freeze()
    const [sent] = await Promise.all([flood(others, seated, freeze.msMax), sleep(freeze.msMin)])
    const frozenMs = tools.now() - struckAt
    const healedAt = tools.now()
    node.thaw()
    const heads = await headsOf(databaseUrl, roomIds)
    const { report, tookMs } = await crowd.until(({ behind }) => behind === 0, 4 * WHOLE_MS, heads)
    const cutOff = (await dropped(others)) - droppedBefore
    const code = await Promise.race([ended, sleep(FENCED_MS, 'alive' as const)])
    if (code !== 'alive') await node.start()
    const slow = await slowConsumers(join(cluster.dir, 'nats.log'))
    if (report.why !== null) tools.say(`a listener was refused: ${report.why}`)
    tools.say(`${node.name} ${code === 'alive' ? 'goes on' : `ended with ${code}, as the dead do`}`)
    const bytes = sent * TEXT_BYTES
    return {
      struckAt,
      healedAt,
      idle: bytes < FLOOD_BYTES / 4 ? `only ${Math.round(bytes / MEGABYTE)} MB were on their way` : null,
      measures: [
        { name: `${node.name} was frozen for`, value: frozenMs, unit: 'ms', atMost: null },
        { name: 'said meanwhile', value: bytes / MEGABYTE, unit: 'MB', atMost: null },
        { name: 'slow consumers that NATS has cut off so far', value: slow, unit: '', atMost: null },
        { name: 'holes of listeners', value: report.holes, unit: '', atMost: 0 },
        { name: 'heard twice', value: report.doubled, unit: '', atMost: 0 },
        { name: 'listeners behind', value: report.behind, unit: '', atMost: 0 },
        { name: 'listeners told to reload', value: report.resets, unit: '', atMost: null },
        { name: 'all listeners whole after', value: tookMs, unit: 'ms', atMost: WHOLE_MS },
        {
          name: 'clients that never read, not cut off',
          value: Math.max(0, DEAF - cutOff),
          unit: '',
          atMost: 0,
        },
        { name: 'another node grew by', value: await nodesGrew(), unit: 'MB', atMost: NODE_MB_MAX },
        { name: 'nats-server grew by', value: await natsGrew(), unit: 'MB', atMost: NATS_MB_MAX },
      ],
    }
  } finally {
    node.thaw()
    for (const socket of deaf) socket.destroy()
    await crowd.close()
  }
}

/** Rooms whose owners are not frozen, so that all of them go on talking. */
async function seatInRoomsOf(
  { before, databaseUrl }: Struck,
  owners: readonly ServerPart[],
): Promise<Seated> {
  const shards = new Set(owners.flatMap(({ name }) => shardsOf(before, name)))
  return seatPeople(databaseUrl, PEOPLE, (memberIds) =>
    Array.from({ length: ROOMS }, () => ({ roomId: roomIdIn(shards), memberIds })),
  )
}

function seatsAt([frozen, ...others]: readonly ServerPart[], { rooms, tokens }: Seated) {
  const all = [...tokens.values()]
  const elsewhere = others.map(({ url }) => url)
  return Array.from({ length: LISTENERS }, (_, index) => ({
    urls: index % 2 === 0 ? [frozen?.url ?? '', ...elsewhere] : elsewhere,
    token: all[index % all.length] as string,
    heads: { [roomAt(rooms, index >> 1)]: 1 },
  }))
}

function deafAt(nodes: readonly ServerPart[], { rooms, tokens, epoch }: Seated): Promise<Socket[]> {
  const all = [...tokens.values()]
  return Promise.all(
    Array.from({ length: DEAF }, (_, index) =>
      openDeaf(nodes[index % nodes.length]?.url ?? '', all[index % all.length] as string, {
        [roomAt(rooms, index >> 1)]: `${epoch}:1`,
      }),
    ),
  )
}

function roomAt(rooms: Seated['rooms'], index: number): string {
  return rooms[index % ROOMS]?.roomId ?? ''
}

/** Says all of it as fast as it is taken, for so long at most. Returns how many messages were taken. */
async function flood(
  nodes: readonly ServerPart[],
  { rooms, tokens }: Seated,
  msMax: number,
): Promise<number> {
  const [token] = tokens.values()
  const callers = await Promise.all(
    nodes.map(({ url }) => openCaller({ url: `${url}/trpc`, ...(token && { token }) })),
  )
  let due = Math.ceil(FLOOD_BYTES / TEXT_BYTES)
  let taken = 0
  const over = performance.now() + msMax
  const keepSaying = async (index: number) => {
    while (due-- > 0 && performance.now() < over) {
      const conversationId = rooms[due % ROOMS]?.roomId
      const wish = { conversationId, commandId: randomUUID(), text: TEXT }
      await callers[index % callers.length]!.mutate('messages.send', wish).then(
        () => taken++,
        () => sleep(50),
      )
    }
  }
  await Promise.all(Array.from({ length: IN_FLIGHT }, (_, index) => keepSaying(index)))
  for (const caller of callers) caller.close()
  return taken
}

/** Sockets that the nodes have closed because they did not read. */
async function dropped(nodes: readonly ServerPart[]): Promise<number> {
  const counts = await Promise.all(nodes.map(({ url }) => metricOf(url, 'parley_dropped_sockets_total')))
  return counts.reduce((sum, count) => sum + count, 0)
}

/** By the words of nats-server. */
async function slowConsumers(logFile: string): Promise<number> {
  return (await readFile(logFile, 'utf8')).match(/slow consumer/gi)?.length ?? 0
}
