/** Scenario `history`: does a page of messages cost the same in a conversation ten times as long, and however deep? */
import type { Bench, ParleyUnderTest, Row, Scenario } from '../scenario.ts'
import type { Caller } from './parts/caller.ts'
import { arrive } from './parts/people.ts'
import { percentile } from './parts/percentile.ts'
import { cpuMicros, familyCpuMicros } from './parts/process-figures.ts'
import { type SeededRoom, seedMessages, seedRooms, settle } from './parts/seed.ts'

const PAGE = 50
/**
 * The cells are read in turn, some pages each, so that whatever else the machine does meets all of them alike. A pause of
 * the collector meets about one page of a hundred, so p99 lies among the pauses: 600 pages a cell held six of them, and
 * one more or less moved a ratio by a third.
 */
const TURNS = 120
const PAGES_A_TURN = 25
const RATIO_MAX = 1.3

export const history: Scenario = {
  name: 'history',
  question: 'What does a page of history cost in a conversation of a million messages, and of ten million?',
  peers: [],
  async run(bench) {
    const sizes = bench.quick ? [100_000, 1_000_000] : [1_000_000, 10_000_000]
    const server = await bench.parley()
    const world = await arrive(server, 10)
    try {
      const [small, large] = await Promise.all(
        sizes.map(async () => ({ roomId: crypto.randomUUID(), memberIds: world.peopleIds })),
      )
      const rooms = [small, large] as [SeededRoom, SeededRoom]
      await seedRooms(world.database, rooms)
      for (const [index, room] of rooms.entries()) {
        const size = sizes[index] as number
        await seedMessages(world.database, [room], size, (done) =>
          bench.say(`${room.roomId.slice(0, 8)}: ${done} of ${size} messages`),
        )
      }
      await settle(world.database)
      const reader = await world.caller(world.peopleIds[0] as string)
      const rows = await measure(bench, reader, rooms, sizes, server)
      reader.close()
      return rows
    } finally {
      await world.close()
      await server.stop()
    }
  },
}

interface Cell {
  readonly name: string
  readonly room: SeededRoom
  readonly size: number
  readonly depth: 'newest' | 'deep'
  readonly took: number[]
  micros: number
}

async function measure(
  bench: Bench,
  reader: Caller,
  rooms: readonly SeededRoom[],
  sizes: readonly number[],
  pids: Pick<ParleyUnderTest, 'pid' | 'databasePid'>,
): Promise<Row[]> {
  const cells = rooms.flatMap((room, index) =>
    (['newest', 'deep'] as const).map((depth): Cell => {
      const size = sizes[index] as number
      return {
        name: `${size.toLocaleString('en')} messages, ${depth} pages`,
        room,
        size,
        depth,
        took: [],
        micros: 0,
      }
    }),
  )
  for (const cell of cells) await turnPages(reader, cell, 0, PAGES_A_TURN * 8)
  for (let turn = 1; turn <= TURNS; turn++) {
    for (const cell of cells) {
      const before = await microsOf(pids)
      cell.took.push(...(await turnPages(reader, cell, turn, PAGES_A_TURN)))
      cell.micros += (await microsOf(pids)) - before
    }
    bench.say(
      `turn ${turn} of ${TURNS}: p99 ${cells.map(({ took }) => percentile(took, 99).toFixed(1)).join(', ')} ms`,
    )
  }
  return rowsOf(cells)
}

async function microsOf({ pid, databasePid }: Pick<ParleyUnderTest, 'pid' | 'databasePid'>): Promise<number> {
  return (await cpuMicros(pid)) + (await familyCpuMicros(databasePid))
}

/** The first cell is what the others are held against. */
export function rowsOf(cells: readonly Cell[]): Row[] {
  const [first] = cells as readonly [Cell, ...Cell[]]
  return cells.flatMap((cell): Row[] => {
    const p99 = percentile(cell.took, 99)
    const ratio = p99 / percentile(first.took, 99)
    const server = 'parley'
    const rows: Row[] = [
      { what: `${cell.name}, p50`, server, value: percentile(cell.took, 50), unit: 'ms' },
      { what: `${cell.name}, p99`, server, value: p99, unit: 'ms' },
      {
        what: `${cell.name}, CPU of server and database`,
        server,
        value: cell.micros / cell.took.length,
        unit: 'µs/page',
      },
    ]
    if (cell === first) return rows
    const target = { says: `<= ${RATIO_MAX}`, isMet: ratio <= RATIO_MAX }
    const note = `${cell.took.length} pages of ${PAGE} each, read in turn by one reader in a closed loop`
    return [
      ...rows,
      { what: `${cell.name}, p99 to ${first.name}`, server, value: ratio, unit: 'x', target, note },
    ]
  })
}

/** Reads backwards, page after page, as somebody who scrolls up does; deep pages begin all over the past. */
async function turnPages(
  reader: Caller,
  { room, size, depth }: Cell,
  turn: number,
  pages: number,
): Promise<number[]> {
  const took: number[] = []
  let before = size + 2
  for (let page = 0; page < pages; page++) {
    // a large prime step visits the past evenly
    if (depth === 'deep') before = PAGE + 2 + (((turn * pages + page) * 102_931) % (size - PAGE))
    const startMs = performance.now()
    const { items } = await reader.query<{ items: { seq: number }[] }>('messages.history', {
      conversationId: room.roomId,
      before,
      limit: PAGE,
    })
    took.push(performance.now() - startMs)
    if (items.length !== PAGE) throw new Error(`a page before ${before} has ${items.length} messages`)
    before = items[0]?.seq ?? before
  }
  return took
}
