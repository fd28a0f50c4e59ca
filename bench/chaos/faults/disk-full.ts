/** `diskFull`: the disk under PostgreSQL is full; first tables cannot grow, then its log cannot, and it falls over. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Fault } from '../fault.ts'
import type { Answer } from '../probe.ts'
import { withClient } from '../register.ts'
import { clusterVictim, gap, type Struck, type Told } from './cluster-victim.ts'
import { mountSmallDisk, type SmallDisk } from './small-disk.ts'

const DISK_MB = 512
const FULL_MS = 8_000
/** What PostgreSQL frees meanwhile is taken again. */
const REFILL_MS = 100
const WHOLE_MS = 3_000
/** Segments that PostgreSQL may have kept for later; each switch uses up one. */
const SEGMENTS_MAX = 64

export const diskFull: Fault = {
  name: 'F10-disk-full',
  what: 'the disk under PostgreSQL has no byte left: its tables, then also its log, cannot grow',
  load: { seconds: 60, strikes: 2 },
  async prepare(tools) {
    const dir = await mkdtemp(join(tmpdir(), 'parley-disk-'))
    const remove = () => rm(dir, { recursive: true, force: true, maxRetries: 5 })
    let disk: SmallDisk | null = null
    const close = () => {
      disk?.unmount()
      return remove()
    }
    try {
      const mounted = mountSmallDisk(join(dir, 'data'), DISK_MB)
      disk = mounted
      const hurt = (struck: Struck) => withFullDisk(struck, mounted)
      return await clusterVictim(tools, { dir, noTakeovers: true, hurt, close })
    } catch (error) {
      await close()
      throw error
    }
  },
}

async function withFullDisk(
  { before, databaseUrl, number, probe, tools }: Struck,
  disk: SmallDisk,
): Promise<Told> {
  const shards = before.shards.map(({ shard }) => shard)
  const struckAt = tools.now()
  const answers: Answer[] = []
  const isLogToo = number % 2 === 0
  let logSaid: string | null = null
  let isFull = true
  try {
    await disk.fill()
    const filling = keepFull(disk, () => isFull)
    if (isLogToo) {
      logSaid = await exhaustLog(databaseUrl)
      tools.say(`PostgreSQL, asked for more log: ${logSaid}`)
    }
    // the first find room in pages that are there; the later ones do not
    while (tools.now() - struckAt < FULL_MS) answers.push(...(await probe.ask(shards)).values())
    isFull = false
    await filling
  } finally {
    isFull = false
    await disk.free()
  }
  const healedAt = tools.now()
  const count = (is: (answer: Answer) => boolean) => answers.filter(is).length
  const unavailable = count((answer) => answer === 'UNAVAILABLE')
  return {
    struckAt,
    healedAt,
    idle: unavailable === 0 || (isLogToo && logSaid === null) ? 'the full disk refused nothing' : null,
    measures: [
      { name: 'messages asked of the full disk', value: answers.length, unit: '', atMost: null },
      { name: 'of them UNAVAILABLE', value: unavailable, unit: '', atMost: null },
      {
        name: 'neither taken nor UNAVAILABLE',
        value: count((answer) => answer !== 'taken' && answer !== 'UNAVAILABLE'),
        unit: '',
        atMost: 0,
      },
      gap('all shards served after there was room', await probe.served(shards), WHOLE_MS),
      { name: 'rooms written in part', value: await partial(databaseUrl), unit: '', atMost: 0 },
    ],
  }
}

async function keepFull(disk: SmallDisk, isFull: () => boolean): Promise<void> {
  while (isFull()) {
    await disk.fill()
    await sleep(REFILL_MS)
  }
}

/** Until a new segment is wanted and cannot be had. Returns what PostgreSQL said then; null when it never was. */
async function exhaustLog(databaseUrl: string): Promise<string | null> {
  const used = withClient(databaseUrl, async (client) => {
    for (let segment = 0; segment < SEGMENTS_MAX; segment++) {
      await client.query("SELECT pg_switch_wal(), pg_logical_emit_message(false, 'chaos', 'filled')")
    }
  })
  return used.then(
    () => null,
    (error: unknown) => String(error),
  )
}

/** Rooms, those of the probe too, whose journal and what is projected from it in the same commit do not agree. */
async function partial(databaseUrl: string): Promise<number> {
  return withClient(databaseUrl, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      `SELECT count(*)::int FROM (SELECT room_id, max(seq) AS head, count(*) AS events FROM event GROUP BY room_id) e
         FULL JOIN conversation c ON c.id = e.room_id
        WHERE c.head IS DISTINCT FROM e.head OR e.events IS DISTINCT FROM e.head`,
    )
    return rows[0]?.count ?? 0
  })
}
