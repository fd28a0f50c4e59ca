/** `sharing`: who of some people is in a conversation with somebody, read for all who ask at once by one query. */
import { makeGather } from '../../engine/kernel/gather.ts'
import { oncePer } from '../../engine/kernel/once-per.ts'
import type { Store } from '../../engine/store/store.ts'

interface Acquaintances {
  readonly userId: string
  readonly organisationId: string
  /** Well-formed ids. */
  readonly people: readonly string[]
}

/** Askers in one query: with 50 people each, 1,000 rows. */
const ASKERS_MAX = 20

const askOf = oncePer((store: Store) =>
  makeGather(ASKERS_MAX, (asked: readonly Acquaintances[]) => read(store, asked)),
)

/** Those of `people` who are members of a conversation of which the asking person is one too. */
export function sharing(store: Store, asked: Acquaintances): Promise<ReadonlySet<string>> {
  if (asked.people.length === 0) return Promise.resolve(new Set())
  return askOf(store)(asked)
}

/**
 * Parameters: which asker, who asks, in which organisation, about whom. It names the organisation itself: filters do
 * not reach here. LIMIT keeps the planner from joining the whole table with itself: two index look-ups a conversation.
 */
const SHARING = `
  SELECT w.n, w.person::text AS person
    FROM unnest(?::int[], ?::uuid[], ?::uuid[], ?::uuid[]) AS w(n, user_id, organisation_id, person)
   CROSS JOIN LATERAL (
     SELECT 1
       FROM member mine JOIN member theirs ON theirs.conversation_id = mine.conversation_id
      WHERE mine.user_id = w.user_id AND mine.organisation_id = w.organisation_id AND theirs.user_id = w.person
      LIMIT 1) AS shared`

interface SharingRow {
  readonly n: number
  readonly person: string
}

async function read(store: Store, asked: readonly Acquaintances[]): Promise<readonly ReadonlySet<string>[]> {
  const rows = asked.flatMap(({ userId, organisationId, people }, n) =>
    people.map((person) => [n, userId, organisationId, person] as const),
  )
  const column = (index: 0 | 1 | 2 | 3) => `{${rows.map((row) => row[index]).join()}}`
  const shared = await store.em().execute<SharingRow[]>(SHARING, [column(0), column(1), column(2), column(3)])
  const found = asked.map(() => new Set<string>())
  for (const { n, person } of shared) found[n]?.add(person)
  return found
}
