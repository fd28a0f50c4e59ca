/** `myRoomsIn`: the rooms of a person, read for all who ask at once by one query. */
import { makeGather } from '../engine/kernel/gather.ts'
import { oncePer } from '../engine/kernel/once-per.ts'
import type { Store } from '../engine/store/store.ts'

interface Person {
  readonly userId: string
  readonly organisationId: string
}

/** People in one query: at 20 rooms each it answers 4,000 rows. */
const PEOPLE_MAX = 200

/** What tells the rooms of whomever it is given: one function for all feeds, which keep it as long as they live. */
export const myRoomsIn = oncePer((store: Store) =>
  makeGather(PEOPLE_MAX, (people: readonly Person[]) => read(store, people)),
)

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
