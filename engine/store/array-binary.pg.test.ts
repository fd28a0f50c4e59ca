import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeArrays } from './array-binary.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

let database: TestDatabase
let client: pg.Client

beforeAll(async () => {
  database = await withDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
})
afterAll(async () => {
  await client.end()
  await database.stop()
})

const int8 = fc.integer({ min: -(2 ** 53 - 1), max: 2 ** 53 - 1 })
const int4 = fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })
const text = fc.string({ unit: 'grapheme', maxLength: 40 }).filter((one) => !one.includes('\0'))

it('what is written is what PostgreSQL reads, also while arrays of before are still to be sent', async () => {
  const arrays = makeArrays()
  const rows = fc.array(
    fc.record({ int4, int8, ms: fc.integer({ min: -1e12, max: 4e12 }), id: fc.uuid(), text }),
  )
  await fc.assert(
    fc.asyncProperty(rows, rows, async (one, other) => {
      const questions = [one, other].map((given) => [
        arrays.int4(given.map((row) => row.int4)),
        arrays.int8(given.map((row) => row.int8)),
        arrays.timestamptz(given.map((row) => row.ms)),
        arrays.uuid(given.map((row) => row.id)),
        arrays.text(given.map((row) => row.text)),
        arrays.json(given.map((row) => JSON.stringify(row))),
      ])
      for (const [index, given] of [one, other].entries()) {
        const { rows: found } = await client.query(
          `SELECT * FROM unnest($1::int[], $2::bigint[], $3::timestamptz[], $4::uuid[], $5::text[], $6::json[])
            AS t("int4", "int8", at, id, text, json)`,
          questions[index],
        )
        expect(found).toEqual(
          given.map((row) => {
            const { ms, ...rest } = row
            return { ...rest, int8: String(row.int8), at: new Date(ms), json: row }
          }),
        )
      }
      arrays.reuse()
    }),
    { numRuns: 50 },
  )
})

it('what is no UUID is refused here, as PostgreSQL would', () => {
  const id = randomUUID()
  const arrays = makeArrays()
  for (const bad of [
    '',
    id.slice(1),
    `${id}0`,
    id.replace('-', '0'),
    id.toUpperCase(),
    `${id.slice(0, 35)}g`,
    `${id.slice(0, 35)}é`,
  ]) {
    expect(() => arrays.uuid([id, bad])).toThrow(expect.objectContaining({ code: '22P02' }))
  }
})
