/** Presence over a real nats-server: the order of its words, its requests, its death and its return are as we think. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Bus } from '../cluster/bus.ts'
import { connectNats } from '../cluster/nats.ts'
import { readConfig } from '../host/config.ts'
import { secureRandom } from '../host/secure-random.ts'
import { systemClock as clock } from '../host/system-clock.ts'
import { must } from '../kernel/assert.ts'
import { type NatsServer, startNatsServer } from '../testing/nats-server.ts'
import { makePresence, type Presence } from './presence.ts'

let server: NatsServer
let a: Presence
let b: Presence
let buses: Bus[]
let online: Set<string>
/** Told by node a, in order. */
let changes: string[]

const watcher = {
  changed(person: string, isOnline: boolean) {
    changes.push(`${isOnline ? '+' : '-'}${person}`)
    if (isOnline) online.add(person)
    else online.delete(person)
  },
}
const soon = { timeout: 60_000 }
const log = { info() {}, warn() {}, error() {} }

beforeEach(async () => {
  server = await startNatsServer()
  const settings = must(readConfig({ NATS_URL: `nats://127.0.0.1:${server.port}` }).nats, 'there is a server')
  const join = async (life: string) => {
    const bus = await connectNats({ settings, name: life, clock, random: secureRandom, log })
    buses.push(bus)
    return makePresence({ nodeId: life, life, bus, clock })
  }
  buses = []
  online = new Set()
  changes = []
  a = await join('a')
  b = await join('b')
})
afterEach(async () => {
  for (const presence of [a, b]) presence.stop()
  for (const bus of buses) await bus.close()
  await server.close()
})

test('who is at one node is online at the other, and who types there types here', async () => {
  b.enter('early')
  await expect.poll(() => a.size().nodes, soon).toBe(1)
  a.watch('early', watcher)
  a.watch('late', watcher)
  b.enter('late')
  await expect.poll(() => [...online].sort(), soon).toEqual(['early', 'late'])
  let typers: readonly string[] = []
  a.followTyping('tea', (userIds) => {
    typers = userIds
  })
  b.type('tea', 'ann', true)
  await expect.poll(() => typers, soon).toEqual(['ann'])
  b.type('tea', 'ann', false)
  await expect.poll(() => typers, soon).toEqual([])
})

test('a node hands off: who is elsewhere by then never went, who is not goes', async () => {
  for (const person of ['ann', 'bob']) {
    a.watch(person, watcher)
    b.enter(person)
  }
  await expect.poll(() => online.size, soon).toBe(2)
  b.stop()
  a.enter('bob')
  await expect.poll(() => a.size().nodes, soon).toBe(0)
  expect(changes.toSorted()).toEqual(['+ann', '+bob', '-ann'])
})

test('the nats-server dies and comes back: nobody flickers, and what was missed is learned', async () => {
  for (const person of ['ann', 'bob', 'carl']) a.watch(person, watcher)
  b.enter('ann')
  b.enter('bob')
  await expect.poll(() => online.size, soon).toBe(2)
  await server.kill()
  b.leave('bob')
  b.enter('carl')
  await expect.poll(() => b.size().here, soon).toBe(2)
  await server.start()
  await expect.poll(() => [...online].sort(), soon).toEqual(['ann', 'carl'])
  expect(changes.toSorted()).toEqual(['+ann', '+bob', '+carl', '-bob'])
})
