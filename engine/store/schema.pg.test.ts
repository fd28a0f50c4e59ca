import { readdirSync } from 'node:fs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'
import { makeOrm } from './orm.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

describe('the schema', () => {
  let database: TestDatabase
  beforeAll(async () => {
    database = await withDatabase()
    await migrate(database.url)
  })
  afterAll(() => database.stop())

  const connect = () =>
    makeOrm({ url: database.url, applicationName: 'parley/test', connections: 1, statementTimeoutMs: 0 })

  it('lists every migration of the folder, in order', () => {
    const files = readdirSync(new URL('../../migrations', import.meta.url)).filter((file) =>
      file.endsWith('.ts'),
    )
    expect(MIGRATIONS.map(({ name }) => `${name}.ts`)).toEqual(files.sort())
  })

  it('is what the entities say', async () => {
    const orm = await connect()
    try {
      expect(await orm.schema.getUpdateSchemaSQL({ wrap: false })).toBe('')
    } finally {
      await orm.close(true)
    }
  })

  it('leaves room in the pages of rows that are updated in place, which no entity can say', async () => {
    const orm = await connect()
    try {
      const rows = await orm.em
        .getConnection()
        .execute<{ name: string; options: string[] }[]>(
          "SELECT relname AS name, reloptions AS options FROM pg_class WHERE relkind = 'r' AND reloptions IS NOT NULL",
        )
      expect(Object.fromEntries(rows.map(({ name, options }) => [name, options]))).toEqual({
        conversation: ['fillfactor=70'],
        member: ['fillfactor=80'],
        node: ['fillfactor=50'],
        shard: ['fillfactor=50'],
      })
    } finally {
      await orm.close(true)
    }
  })
})
