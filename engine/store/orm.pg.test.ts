import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Store } from './store.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

let database: TestDatabase
let store: Store
beforeAll(async () => {
  database = await withDatabase()
  store = await database.open()
})
// would wait for ever for a connection that nobody gives back
afterAll(() => database.stop())

it('has all its connections again after transactions died with theirs', async () => {
  const dying = Array.from({ length: 10 }, () =>
    store.em().transactional(async (em) => {
      const [row] = await em.execute<{ pid: number }[]>('SELECT pg_backend_pid() AS pid')
      await store.control.query('SELECT pg_terminate_backend($1)', [row?.pid])
      await em.execute('SELECT 1')
    }),
  )
  const ends = await Promise.allSettled(dying)
  expect(ends.map(({ status }) => status)).toEqual(Array(10).fill('rejected'))
  const living = Array.from({ length: 10 }, () =>
    store.em().transactional(async (em) => em.execute<unknown[]>('SELECT 1')),
  )
  expect(await Promise.all(living)).toHaveLength(10)
})
