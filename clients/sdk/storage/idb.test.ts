import 'fake-indexeddb/auto'
import { expect, test } from 'vitest'
import { idbStorage } from './idb.ts'
import { storageSuite } from './suite.ts'

let databases = 0
storageSuite('idbStorage', () => idbStorage(`test-${++databases}`))

test('a database that was closed opens again with what it held', async () => {
  const storage = idbStorage('kept')
  await storage.put({ a: 1 })
  await storage.close()
  expect(await storage.get('a')).toBe(1)
  expect(await idbStorage('kept').get('a')).toBe(1)
})
