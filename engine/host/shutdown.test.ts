import { expect, test } from 'vitest'
import { makeLog } from './log.ts'
import { makeShutdown } from './shutdown.ts'

const log = makeLog({ logLevel: 'silent' })

test('steps run in order, once, however often it is asked', async () => {
  const shutdown = makeShutdown(log)
  const told: string[] = []
  shutdown.step('sockets', 1_000, async () => void told.push('sockets'))
  shutdown.step('database', 1_000, () => void told.push('database'))
  expect(await Promise.all([shutdown.run('test'), shutdown.run('again')])).toEqual([true, true])
  expect(told).toEqual(['sockets', 'database'])
})

test('a step that fails or hangs does not keep the next from running', async () => {
  const shutdown = makeShutdown(log)
  let closed = false
  shutdown.step('broken', 1_000, () => Promise.reject(new Error('no')))
  shutdown.step('stuck', 5, () => new Promise(() => {}))
  shutdown.step('database', 1_000, () => {
    closed = true
  })
  expect(await shutdown.run('test')).toBe(false)
  expect(closed).toBe(true)
})
