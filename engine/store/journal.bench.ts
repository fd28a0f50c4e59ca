/** What an event costs in the journal, here: `node engine/store/journal.bench.ts [seconds]`. */
import { randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import type { AnyEvent } from '../actors/ports.ts'
import { makeRoom } from './conversation-events.ts'
import { withDatabase } from './testing.ts'

const seconds = Number(process.argv[2] ?? 5)
const ann = randomUUID()
const database = await withDatabase()
const { journal, em } = await database.open()
await em().getConnection().execute('UPDATE shard SET term = 1')

const [server] = await em()
  .getConnection()
  .execute<{ file: string }[]>("SELECT pg_read_file('postmaster.pid') AS file")
const postmaster = server?.file.split('\n')[0]

/** CPU time that PostgreSQL has taken, all processes of it, in µs; Linux only, else 0. */
function postgresCpu(): number {
  if (process.platform !== 'linux') return 0
  let ticks = 0
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
      if (pid === postmaster || fields[1] === postmaster) ticks += Number(fields[11]) + Number(fields[12])
    } catch {
      // it has just ended
    }
  }
  return ticks * 10_000
}

const text = 'x'.repeat(160)
const rooms = Array.from({ length: 2_000 }, () => makeRoom())
const ofLane = (lane: number) => rooms.filter((room) => room.shard % 2 === lane)
for (const lane of [0, 1])
  await journal.commit(
    lane,
    ofLane(lane).map((room) => room.write([room.created(ann)])),
  )

/** Commits one batch after another in one lane until the time is up. */
async function run(lane: number, roomsABatch: number, eventsARoom: number, until: number) {
  const mine = ofLane(lane)
  const tookMs: number[] = []
  let next = 0
  while (performance.now() < until) {
    const writes = Array.from({ length: roomsABatch }, () => {
      const room = mine[next++ % mine.length] as (typeof mine)[number]
      const events: AnyEvent[] = Array.from({ length: eventsARoom }, () => room.sent(ann, text))
      return room.write(events)
    })
    const began = performance.now()
    const outcomes = await journal.commit(lane, writes)
    tookMs.push(performance.now() - began)
    if (outcomes.some((outcome) => outcome !== 'written')) throw new Error('a write was refused')
  }
  return tookMs
}

for (const [roomsABatch, eventsARoom, lanes] of [
  [1, 1, 1],
  [10, 1, 1],
  [50, 1, 1],
  [50, 5, 1],
  [50, 1, 2],
  [50, 5, 2],
] as const) {
  const began = performance.now()
  const cpu = process.cpuUsage()
  const postgres = postgresCpu()
  const lanesUsed = Array.from({ length: lanes }, (_, lane) =>
    run(lane, roomsABatch, eventsARoom, began + seconds * 1_000),
  )
  const tookMs = (await Promise.all(lanesUsed)).flat().sort((a, b) => a - b)
  const tookSeconds = (performance.now() - began) / 1_000
  const events = tookMs.length * roomsABatch * eventsARoom
  const { user, system } = process.cpuUsage(cpu)
  const at = (share: number) => tookMs[Math.floor(tookMs.length * share)]?.toFixed(1)
  console.log(
    `${roomsABatch} rooms x ${eventsARoom}, ${lanes} lanes: ${Math.round(events / tookSeconds)} events/s,` +
      ` commit p50 ${at(0.5)} p99 ${at(0.99)} ms, node ${((user + system) / events).toFixed(1)} and PostgreSQL ${((postgresCpu() - postgres) / events).toFixed(1)} µs an event`,
  )
}
await database.stop()
process.exit(0)
