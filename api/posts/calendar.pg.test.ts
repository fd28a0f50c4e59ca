/** The calendar of a month with 100,000 posts: which way the database takes, and what it reads on it. */
import { randomUUID } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { READ_SETTINGS } from '../../engine/store/store.ts'
import { type TestDatabase, withDatabase } from '../../engine/store/testing.ts'
import { CALENDAR } from './calendar.ts'
import { LIST_AT, LIST_CHANGED } from './list.ts'

const POSTS = 100_000
const DAYS = 30
const PER_DAY = 4

/** A hundredth of them are another organisation's, all go to one of ten accounts. Parameters: ours, another one, accounts. */
const FILL = `
WITH fresh AS (
  SELECT gen_random_uuid() AS id, n, timestamptz '2030-06-01T00:00Z' + n * interval '1 minute' * 43200 / ${POSTS} AS at
  FROM generate_series(0, ${POSTS} - 1) AS n
), posts AS (
  INSERT INTO post (id, organisation_id, author_id, head, status, text, media_ids, tags, to_ids, approval, at, local_at, time_zone, created_at, changed_at)
  SELECT id, CASE WHEN n % 100 = 0 THEN $2::uuid ELSE $1::uuid END, $1, 2, CASE WHEN n % 10 = 0 THEN 'draft' ELSE 'scheduled' END,
    'A post of 200 characters. ' || repeat('x', 170), '{}', CASE WHEN n % 50 = 1 THEN '{launch}'::text[] ELSE '{}' END, ARRAY[($3::text[])[1 + n % 10]], 'none', at, '', 'UTC', at, at
  FROM fresh
)
INSERT INTO post_target (post_id, target_id, organisation_id, place, to_kind, to_id, network, life, at)
SELECT id, 't1', $1, 0, 'account', (($3::text[])[1 + n % 10])::uuid, 'x', 'scheduled', at FROM fresh`

interface Plan {
  readonly 'Node Type': string
  readonly 'Index Name'?: string
  readonly 'Relation Name'?: string
  readonly 'Actual Rows': number
  readonly 'Shared Hit Blocks': number
  readonly 'Shared Read Blocks': number
  readonly Plans?: readonly Plan[]
}

describe('a month of 100,000 posts', () => {
  const [ours, other] = [randomUUID(), randomUUID()]
  const accounts = Array.from({ length: 10 }, () => randomUUID())
  const begins = Array.from({ length: DAYS }, (_, day) => new Date(Date.UTC(2030, 5, 1 + day)).toISOString())
  const ends = Array.from({ length: DAYS }, (_, day) => new Date(Date.UTC(2030, 5, 2 + day)).toISOString())
  let database: TestDatabase
  let client: pg.Client

  beforeAll(async () => {
    database = await withDatabase()
    await database.open()
    client = new pg.Client({
      connectionString: database.url,
      options: READ_SETTINGS.map((setting) => `-c ${setting}`).join(' '),
    })
    await client.connect()
    await client.query(FILL, [ours, other, accounts])
  })
  afterAll(async () => {
    await client.end()
    await database.stop()
  })

  type Value = string | number | readonly string[] | null
  let statements = 0
  const literal = (value: Value) => {
    if (value === null) return 'NULL'
    return pg.escapeLiteral(typeof value === 'object' ? `{${value.join()}}` : String(value))
  }
  /** As the pool of reads would run it: planned without knowing the values. */
  async function explained(sql: string, values: readonly Value[]): Promise<{ plan: Plan; ms: number }> {
    const name = `asked_${++statements}`
    await client.query(`PREPARE ${name} AS ${sql}`)
    const execute = `EXECUTE ${name}(${values.map(literal).join(', ')})`
    await client.query(execute)
    const { rows } = await client.query(`EXPLAIN (ANALYZE, BUFFERS, FORMAT JSON) ${execute}`)
    const [{ Plan: plan, 'Execution Time': ms }] = rows[0]['QUERY PLAN']
    return { plan, ms }
  }
  const partsOf = (plan: Plan): Plan[] => [plan, ...(plan.Plans ?? []).flatMap(partsOf)]
  const pagesOf = (plan: Plan) => plan['Shared Hit Blocks'] + plan['Shared Read Blocks']
  const scansOf = (plan: Plan) => partsOf(plan).filter((part) => part['Node Type'] === 'Seq Scan')
  const indexesOf = (plan: Plan) => new Set(partsOf(plan).flatMap((part) => part['Index Name'] ?? []))

  const month = (statuses: Value, accountIds: Value, tags: Value) =>
    explained(CALENDAR, [ours, statuses, accountIds, tags, begins, ends, PER_DAY])

  test.each(['before the planner knows the tables', 'afterwards'])(
    'is counted along its index, %s',
    async (when) => {
      if (when === 'afterwards') await client.query('VACUUM ANALYZE post, post_target')
      for (const filters of [
        [null, null, null],
        [['scheduled'], null, ['launch']],
        [null, accounts.slice(0, 2), null],
      ] as const) {
        const { plan } = await month(filters[0], filters[1], filters[2])
        expect(scansOf(plan)).toEqual([])
        expect(indexesOf(plan)).toContain('post_at')
        // a filter that looked at another table for each post read 400,000 pages
        expect(pagesOf(plan)).toBeLessThan(POSTS / 10)
        expect(plan['Actual Rows']).toBe(DAYS * PER_DAY)
      }
    },
  )

  test('says how many there are, of ours alone', async () => {
    const { rows } = await client.query<{ n: number; count: number; organisation: string }>(CALENDAR, [
      ours,
      null,
      null,
      null,
      begins,
      ends,
      PER_DAY,
    ])
    const counts = new Map(rows.map(({ n, count }) => [n, count]))
    expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe((POSTS / 100) * 99)
  })

  test('a page of a list reads that page', async () => {
    const values = [ours, null, null, null, null]
    const nil = '00000000-0000-0000-0000-000000000000'
    const byChange = await explained(LIST_CHANGED, [...values, 'infinity', nil, 51])
    const byTime = await explained(LIST_AT, [...values, '2030-06-15T00:00Z', nil, 51])
    for (const { plan } of [byChange, byTime]) {
      expect(scansOf(plan)).toEqual([])
      // of each card its row, its targets, and whether it is in a series
      expect(pagesOf(plan)).toBeLessThan(51 * 10)
    }
  })
})
