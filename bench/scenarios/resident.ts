/** Scenario `resident`: what does a room in memory weigh, and does deciding cost the same among a hundred times as many? */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import type { Row, Scenario } from '../scenario.ts'
import type { RoomsMeasured, RoomsWanted } from './parts/rooms-in-memory.ts'

const MEMBERS = 10
const MESSAGES = 4
const BYTES_MAX = 1_536
/** Decisions a room differ by cache misses of the processor; this much is still called flat. */
const RATIO_MAX = 1.3

export const resident: Scenario = {
  name: 'resident',
  question:
    'What does an active room of ten members cost in memory, and a decision among 1,000 to 100,000 of them?',
  peers: [],
  async run(bench) {
    const sizes = bench.quick ? [1_000, 10_000, 100_000] : [1_000, 3_000, 10_000, 30_000, 100_000]
    const decisions = bench.quick ? 50_000 : 200_000
    const measured: RoomsMeasured[] = []
    for (const rooms of sizes) {
      measured.push(await measureApart({ rooms, members: MEMBERS, messages: MESSAGES, decisions }))
      const { bytesPerRoom, microsPerDecision } = measured.at(-1) as RoomsMeasured
      bench.say(
        `${rooms} rooms: ${Math.round(bytesPerRoom)} bytes each, ${microsPerDecision.toFixed(1)} µs a decision`,
      )
    }
    return rowsOf(measured)
  },
}

async function measureApart(wanted: RoomsWanted): Promise<RoomsMeasured> {
  const script = join(import.meta.dirname, 'parts/rooms-process.ts')
  // as the server's process has it, `engine/host/young-heap.ts`
  const execArgv = ['--no-allocation-site-pretenuring']
  const child = fork(script, [JSON.stringify(wanted)], { execArgv })
  const [measured] = await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(([code]) => Promise.reject(new Error(`rooms-process.ts ended with ${code}`))),
  ])
  return measured as RoomsMeasured
}

/** Needs at least one measurement, the fewest rooms first. */
export function rowsOf(measured: readonly RoomsMeasured[]): Row[] {
  const first = measured[0] as RoomsMeasured
  const last = measured.at(-1) as RoomsMeasured
  const ratio = last.microsPerDecision / first.microsPerDecision
  return [
    ...measured.flatMap(({ rooms, bytesPerRoom, microsPerDecision }): Row[] => [
      {
        what: `${rooms.toLocaleString('en')} rooms of ${MEMBERS} with ${MESSAGES} messages, memory a room`,
        server: 'parley',
        value: bytesPerRoom,
        unit: 'bytes',
        target: { says: `<= ${BYTES_MAX}`, isMet: bytesPerRoom <= BYTES_MAX },
        note: 'live heap and buffers of a runtime in a process of its own, its fixed parts shared out; the journal keeps nothing',
      },
      {
        what: `${rooms.toLocaleString('en')} rooms, CPU of a decision`,
        server: 'parley',
        value: microsPerDecision,
        unit: 'µs',
        note: 'deliver to answer, journal that answers at once, rooms visited out of order; garbage collection included',
      },
    ]),
    {
      what: `CPU of a decision, ${last.rooms.toLocaleString('en')} rooms to ${first.rooms.toLocaleString('en')}`,
      server: 'parley',
      value: ratio,
      unit: 'x',
      target: { says: `<= ${RATIO_MAX}`, isMet: ratio <= RATIO_MAX },
    },
  ]
}
