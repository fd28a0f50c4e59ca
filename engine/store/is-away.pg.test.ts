import { afterAll, beforeAll, expect, it } from 'vitest'
import { User } from './entities/user.ts'
import { isDatabaseAway } from './is-away.ts'
import { SILENT } from './log.ts'
import { makePool } from './pool.ts'
import type { Store } from './store.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

let database: TestDatabase
let store: Store

beforeAll(async () => {
  database = await withDatabase()
  store = await database.open()
})
afterAll(() => database.stop())

const thrownBy = (asking: Promise<unknown>) =>
  asking.then(
    () => 'nothing',
    (error: unknown) => error,
  )

it('knows a server that is not there', async () => {
  const url = 'postgresql://nobody@127.0.0.1:1/nothing'
  const pool = makePool({
    url,
    applicationName: 'parley/test',
    connections: 1,
    statementTimeoutMs: 1_000,
    log: SILENT,
  })
  expect(isDatabaseAway(await thrownBy(pool.query('SELECT 1')))).toBe(true)
  await pool.end()
})

it('knows a session that was ended in the middle of a question', async () => {
  const ended = store.control.query('SELECT pg_terminate_backend(pg_backend_pid())')
  expect(isDatabaseAway(await thrownBy(ended))).toBe(true)
})

it('does not excuse a question that is wrong, whoever wraps its error', async () => {
  expect(isDatabaseAway(await thrownBy(store.control.query('SELECT nonsense')))).toBe(false)
  const wrong = store.em().findOne(User, { id: 'not a uuid' })
  expect(isDatabaseAway(await thrownBy(wrong))).toBe(false)
})
