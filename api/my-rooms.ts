/** `myRooms`: the rooms of a person, read for all who ask at once by one query. */
import type { Store } from '../engine/store/store.ts'
import type { SignedInCtx } from './procedure.ts'

export interface Person {
  readonly userId: string
  readonly organisationId: string
}

/**
 * When a node comes back, thousands ask in the same second. A query each kept ten sessions of the database busy, and
 * whoever wrote a message meanwhile waited behind them. Now one query is under way and carries all that came while
 * the one before it was; nobody joins a query that has begun, so an answer is never older than its question.
 */
export function myRooms(store: Store, person: Person): Promise<readonly string[]> {
  let reader = PER_STORE.get(store)
  if (reader === undefined) {
    reader = makeReader((people) => read(store, people))
    PER_STORE.set(store, reader)
  }
  return reader(person)
}

/** Asks for the rooms of whoever calls, again and again; holds on to no more of the call than it needs. */
export function roomsOf({ node, session }: SignedInCtx): () => Promise<readonly string[]> {
  const { store } = node
  const { userId, organisationId } = session
  return () => myRooms(store, { userId, organisationId })
}

const PER_STORE = new WeakMap<Store, (person: Person) => Promise<readonly string[]>>()
/** People in one query: at 20 rooms each it answers 4,000 rows. */
const PEOPLE_MAX = 200

interface Asking {
  readonly person: Person
  readonly resolve: (rooms: readonly string[]) => void
  readonly reject: (error: unknown) => void
}

/** Answers in the order of the people. */
type Read = (people: readonly Person[]) => Promise<readonly (readonly string[])[]>

export function makeReader(read: Read): (person: Person) => Promise<readonly string[]> {
  let waiting: Asking[] = []
  let isReading = false

  async function readOn(): Promise<void> {
    isReading = true
    while (waiting.length > 0) {
      const asking = waiting.slice(0, PEOPLE_MAX)
      waiting = waiting.slice(PEOPLE_MAX)
      try {
        const found = await read(asking.map(({ person }) => person))
        asking.forEach(({ resolve }, index) => void resolve(found[index] ?? []))
      } catch (error) {
        for (const { reject } of asking) reject(error)
      }
    }
    isReading = false
  }

  return (person) =>
    new Promise((resolve, reject) => {
      waiting.push({ person, resolve, reject })
      if (!isReading) void readOn()
    })
}

/** Parameters: people, and the organisation of each. It names the organisation itself: filters do not reach here. */
const ROOMS = `
  SELECT w.n::int AS n, array_agg(m.conversation_id::text) AS rooms
    FROM unnest(?::uuid[], ?::uuid[]) WITH ORDINALITY AS w(user_id, organisation_id, n)
    JOIN member m ON m.user_id = w.user_id AND m.organisation_id = w.organisation_id
   GROUP BY w.n`

interface RoomsRow {
  readonly n: number
  readonly rooms: string[]
}

async function read(store: Store, people: readonly Person[]): Promise<readonly (readonly string[])[]> {
  const users = `{${people.map(({ userId }) => userId).join()}}`
  const organisations = `{${people.map(({ organisationId }) => organisationId).join()}}`
  const rows = await store.em().execute<RoomsRow[]>(ROOMS, [users, organisations])
  const found: (readonly string[])[] = people.map(() => [])
  for (const { n, rooms } of rows) found[n - 1] = rooms
  return found
}
