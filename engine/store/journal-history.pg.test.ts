import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { TIMELINE } from '../kernel/timeline.ts'
import { makeRoom } from './conversation-events.ts'
import type { Store } from './store.ts'
import { type TestDatabase, withDatabase } from './testing.ts'

let database: TestDatabase
let store: Store
beforeAll(async () => {
  database = await withDatabase()
  store = await database.open()
  await store.em().execute('UPDATE shard SET term = 1')
})
afterAll(() => database.stop())

/** So many failovers ago somebody looked last. */
const looked = (failoversAgo: number) =>
  store.em().execute(`UPDATE cluster_meta SET timeline = ${TIMELINE} - ?`, [failoversAgo])

test('nothing is written between a failover and the look that begins the next epoch', async () => {
  const ann = randomUUID()
  const room = makeRoom()
  const lane = room.shard % store.journal.lanes
  const begins = room.write([room.created(ann)])
  await looked(1)
  expect(await store.journal.commit(lane, [begins])).toEqual(['fenced'])
  await looked(0)
  expect(await store.journal.commit(lane, [begins])).toEqual(['written'])
  const says = room.write([room.sent(ann, 'nothing but a message goes another way')])
  await looked(1)
  expect(await store.journal.commit(lane, [says])).toEqual(['fenced'])
  await looked(0)
  expect(await store.journal.commit(lane, [says])).toEqual(['written'])
  expect((await store.journal.load(room.roomId))?.events).toHaveLength(2)
})
