/** What a simulated process is given of the database: `makePorts`, the real ports over `sim-database.ts`, with the ledger kept. */
import type { Journal, RoomWrite } from '../actors/ports.ts'
import type { Control } from '../cluster/control.ts'
import type { History } from '../fanout/history.ts'
import type { PgDues } from '../store/dues.ts'
import type { Ledger } from './ledger.ts'
import type { MemoryDues } from './memory-dues.ts'
import type { MemoryJournal } from './memory-journal.ts'
import type { SimDatabase } from './sim-database.ts'
import type { Process, World } from './world.ts'

export interface DatabaseParts {
  readonly world: World
  readonly database: SimDatabase
  readonly journal: MemoryJournal
  readonly dues: MemoryDues
  readonly history: History
  readonly control: Control
  readonly ledger: Ledger
  /** The process that was given this term of a shard; undefined when nobody was. */
  readonly grantee: (shard: number, term: number) => string | undefined
}

export interface Ports {
  readonly journal: Journal
  readonly dues: Pick<PgDues, 'soon' | 'claim' | 'nextBefore' | 'isHeld'>
  readonly history: History
  readonly control: Control
  /** The database's time, ms since 1970. */
  readonly time: () => Promise<number>
  /** Due rows as a statement of their own, which nobody needs but a planted bug. */
  readonly setDues: (write: RoomWrite) => Promise<void>
}

export function makePorts(parts: DatabaseParts, process: Process): Ports {
  const { world, database, journal, dues, history, control, ledger, grantee } = parts
  const { story } = world
  const who = process.name

  async function commit(...[lane, writes]: Parameters<Journal['commit']>): ReturnType<Journal['commit']> {
    const outcomes = await journal.commit(lane, writes)
    for (const [index, write] of writes.entries()) {
      const { roomId, shard, term, events } = write
      const outcome = outcomes[index]
      story.tell(
        who,
        () => `writes ${roomId} ${events.map(({ seq }) => seq).join(' ')} under ${term}: ${outcome}`,
      )
      if (outcome === 'conflict') story.count('conflicts')
      if (outcome === 'fenced') story.count('fenced writes')
      if (outcome !== 'written') continue
      ledger.record(write, who, world.now())
      const owner = grantee(shard, term)
      if (owner !== who)
        story.violate('I7', `${who} wrote ${roomId} under term ${term} of ${owner ?? 'nobody'}`)
    }
    return outcomes
  }

  const ask = <Result>(what: string, work: () => Promise<Result>) => database.ask(process, what, work)
  return {
    journal: {
      lanes: journal.lanes,
      load: (roomId) => ask(`load ${roomId}`, () => journal.load(roomId)),
      commit: (lane, writes) => ask('a commit', () => commit(lane, writes)),
      findCommand: (...wanted) => ask('findCommand', () => journal.findCommand(...wanted)),
      findMessage: (...wanted) => ask('findMessage', () => journal.findMessage(...wanted)),
    },
    dues: {
      soon: (...wanted) => ask('dues.soon', () => dues.soon(...wanted)),
      claim: (...wanted) => ask('dues.claim', () => dues.claim(...wanted)),
      nextBefore: (until) => ask('dues.nextBefore', () => dues.nextBefore(until)),
      isHeld: (organisationId) => ask('dues.isHeld', () => dues.isHeld(organisationId)),
    },
    time: () => ask('the time', async () => world.trueClock.now()),
    setDues: (write) => ask('due rows', async () => dues.written(write)),
    history: over(history, 'history', ask),
    control: over(control, 'control', ask),
  }
}

/** Every method of a port as a statement of its own. */
function over<Port extends object>(
  port: Port,
  name: string,
  ask: <Result>(what: string, work: () => Promise<Result>) => Promise<Result>,
): Port {
  const methods = Object.entries(port).map(([method, work]) => {
    return [method, (...given: unknown[]) => ask(`${name}.${method}`, () => work(...given))]
  })
  // Each method keeps its type: the same arguments, the same promise.
  return Object.fromEntries(methods) as Port
}
