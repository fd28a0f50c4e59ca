/** Three nodes look after a series at once: each copy is made once, on whichever node its room lives. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../engine/host/config.ts'
import type { ParleyNode } from '../../engine/node.ts'
import { makeSeries } from '../../engine/planning/make-series.ts'
import { type TestDatabase, withDatabase } from '../../engine/store/testing.ts'
import { startWorld, type World } from '../../engine/testing/world.ts'
import { makeDue } from './series.ts'
import { handsOf, houseOf } from './testing.ts'

let database: TestDatabase
let world: World
beforeAll(async () => {
  process.env.PARLEY_WORLD = 'cluster'
  database = await withDatabase()
  world = await startWorld({ ...readConfig({ LOG_LEVEL: 'silent' }), databaseUrl: database.url })
})
afterAll(async () => {
  await world?.stop()
  await database?.stop()
})

test('copies are made once, whoever makes them', async () => {
  expect(world.nodes).toHaveLength(3)
  const node = world.nodes[0] as ParleyNode
  const house = await houseOf(node)
  const start = new Date(node.clock.now() - 86_400_000).toISOString().slice(0, 16)
  const series = await house.series({ rule: 'FREQ=DAILY', start })
  await Promise.all([
    ...world.nodes.map((one) => makeSeries(handsOf(one), series)),
    ...world.nodes.map((one) => makeDue(handsOf(one))),
  ])
  const copies = await house.copies(series.id)
  expect(copies.length).toBeGreaterThanOrEqual(29)
  expect(copies.map(({ post }) => post?.head)).toEqual(copies.map(() => 2))
  expect(await house.posts()).toBe(copies.length + 1)
})
