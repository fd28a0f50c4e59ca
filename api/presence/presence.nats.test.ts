/** Two nodes on one database and one nats-server: people see each other from both. */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readConfig } from '../../engine/host/config.ts'
import { personOf } from '../../engine/presence/wire.ts'
import { type TestDatabase, withDatabase } from '../../engine/store/testing.ts'
import { type NatsServer, startNatsServer } from '../../engine/testing/nats-server.ts'
import { type Caller, type Parley, type Someone, withParley } from '../testing.ts'

let database: TestDatabase
let nats: NatsServer
let a: Parley
let b: Parley
let ann: Someone
let bob: Someone
/** Bob as node b serves him. */
let bobAtB: Caller
let conversationId: string
let home: string

beforeAll(async () => {
  ;[database, nats] = await Promise.all([withDatabase(), startNatsServer()])
  const NATS_URL = `nats://127.0.0.1:${nats.port}`
  const settings = readConfig({ NATS_URL, DATABASE_URL: database.url }).nats
  const start = (nodeId: string) => withParley({ nats: settings, nodeId, passwordThreads: 1 }, database)
  a = await start('a')
  b = await start('b')
  ann = await a.someone('Ann')
  bob = await a.someone('Bob')
  bobAtB = await b.as({ token: bob.accessToken })
  home = (await ann.call.auth.me()).organisation.id
  const made = await ann.call.conversations.create({ kind: 'group', title: 'Tea', memberIds: [bob.id] })
  conversationId = made.conversation.id
})
afterAll(async () => {
  await a.stop()
  await b.stop()
  await nats.close()
  await database.stop()
})

test('who is connected to one node is online at the other', async () => {
  a.node.presence.enter(personOf(home, ann.id))
  const online = new Set<string>()
  for await (const comings of await bobAtB.presence.people({ userIds: [ann.id] })) {
    for (const id of comings.online) online.add(id)
    if (online.has(ann.id)) break
  }
  expect([...online]).toEqual([ann.id])
})

test('who types at one node is seen to type at the other, and to stop', async () => {
  const seen: (readonly string[])[] = []
  for await (const { userIds } of await bobAtB.presence.typing({ conversationId })) {
    seen.push(userIds)
    if (seen.length < 3) await ann.call.presence.setTyping({ conversationId, isTyping: seen.length === 1 })
    else break
  }
  expect(seen).toEqual([[], [ann.id], []])
})

test('a node that hands off takes nobody offline with it; who is connected elsewhere by then never went', async () => {
  const changes: string[] = []
  const watcher = { changed: (_person: string, isOnline: boolean) => void changes.push(String(isOnline)) }
  const person = personOf(home, bob.id)
  a.node.presence.enter(person)
  b.node.presence.watch(person, watcher)
  await expect.poll(() => changes, { timeout: 10_000 }).toEqual(['true'])
  await a.node.handOff()
  a.node.presence.leave(person)
  b.node.presence.enter(person)
  // the last word of a, and then its 12 seconds
  await expect.poll(() => b.node.presence.size().nodes, { timeout: 20_000 }).toBe(0)
  expect(changes).toEqual(['true'])
})
