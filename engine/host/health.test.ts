import { expect, test } from 'vitest'
import { makeHealth } from './health.ts'

test('a node is ready when every part is', async () => {
  const health = makeHealth()
  health.part('database', async () => {})
  expect(await health.ready()).toEqual({ ready: true, parts: { database: 'ok' } })
})

test('one broken part says why, and the others still answer', async () => {
  const health = makeHealth()
  health.part('database', async () => {
    throw new Error('connection refused')
  })
  health.part('shards', async () => {})
  expect(await health.ready()).toEqual({
    ready: false,
    parts: { database: 'connection refused', shards: 'ok' },
  })
})

test('a part that never answers is not waited for', async () => {
  const health = makeHealth()
  health.part('stuck', () => new Promise(() => {}))
  const { ready, parts } = await health.ready()
  expect(ready).toBe(false)
  expect(parts.stuck).toMatch(/no answer/)
})

test('a node that stops lives, but is not ready', async () => {
  const health = makeHealth()
  health.stopping()
  expect(health.live()).toEqual({ live: true })
  expect((await health.ready()).ready).toBe(false)
})
