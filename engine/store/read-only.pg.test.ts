/** Who opens a database to read it can do nothing else. */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openReadOnly, type ReadOnly } from './read-only.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

let database: TestDatabase
const opened: ReadOnly[] = []

beforeAll(async () => {
  database = await withDatabase()
})
afterAll(async () => {
  await Promise.all(opened.map((one) => one.close()))
  await database.stop()
})

async function open(): Promise<ReadOnly> {
  const reader = await openReadOnly({
    databaseUrl: database.url,
    dataDir: '',
    applicationName: 'parley/test',
  })
  opened.push(reader)
  return reader
}

test('an empty database is not made into one of ours, and who reads it is told what to do', async () => {
  const reader = await open()
  await expect(reader.read('SELECT 1 FROM post')).rejects.toThrow(/another version .* start this one once/)
})

test('it reads, and PostgreSQL refuses every write', async () => {
  await database.open()
  const reader = await open()
  expect(await reader.read('SELECT count(*)::int AS count FROM post')).toEqual([{ count: 0 }])
  await expect(reader.read("UPDATE organisation SET name = 'x'")).rejects.toThrow(/read-only transaction/)
  await expect(reader.read('CREATE TABLE more (id int)')).rejects.toThrow(/read-only transaction/)
})

test('where there is no database, none is made', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'parley-none-'))
  const opening = openReadOnly({ databaseUrl: null, dataDir, applicationName: 'parley/test' })
  await expect(opening).rejects.toThrow(/no database under .* DATABASE_URL or DATA_DIR/)
  await rm(dataDir, { recursive: true })
})
