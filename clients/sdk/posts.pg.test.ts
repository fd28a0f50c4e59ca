/** Posts on a screen: a live copy, a calendar that keeps up, and a change that happens once. */
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { createParley } from './client.ts'
import { until } from './observable.ts'
import type { Posts } from './posts.ts'
import { reasonOf } from './refused.ts'
import { memoryStorage } from './storage/memory.ts'
import { type Cable, layCable } from './testing/cable.ts'
import { type ParleyServer, startParleyServer } from './testing/parley-server.ts'
import type { Parley } from './types.ts'

let server: ParleyServer
let cable: Cable
let people = 0
const opened: Parley[] = []

beforeAll(async () => {
  server = await startParleyServer()
  cable = await layCable(server.url)
})
afterEach(async () => {
  for (const parley of opened.splice(0)) await parley.close()
  cable.mend()
})
afterAll(async () => {
  await cable.close()
  await server.end()
})

const fresh = () => server.node().newId()
const AT = { localDateTime: '2030-06-03T09:00', timeZone: 'Europe/Berlin' }

async function someone(name: string, url = server.url): Promise<{ parley: Parley; posts: Posts }> {
  const parley = createParley({ url, storage: memoryStorage() })
  const { posts } = parley
  opened.push(parley)
  await parley.session.signUp({ email: `${name}.${++people}@example.org`, password: 'a good password', name })
  await until(parley.connection, ({ state }) => state === 'live')
  return { parley, posts }
}

async function planned({ parley, posts }: Awaited<ReturnType<typeof someone>>, text = 'hello') {
  const conversationId = await parley.createGroup({ title: 'News', memberIds: [] })
  const wish = {
    text,
    targets: [{ to: { kind: 'conversation', conversationId } as const }],
    at: AT,
    commandId: fresh(),
  }
  const { post } = await posts.insist(() => posts.calls.schedule.mutate(wish))
  return { post, wish }
}

test('an open post moves on with its events, also through a lost connection', async () => {
  const ann = await someone('Ann')
  const bob = await someone('Bob', cable.url)
  const { post } = await planned(ann)
  const copy = bob.posts.open(post.id)
  await until(copy.view, ({ status }) => status === 'ready')
  expect(copy.view.get()).toMatchObject({ standing: 'scheduled', post: { text: 'hello', head: 2 } })

  await ann.posts.calls.edit.mutate({ postId: post.id, text: 'hello again' })
  await until(copy.view, (now) => now.post?.text === 'hello again')
  cable.cut()
  await until(bob.parley.connection, ({ state }) => state !== 'live')
  await ann.posts.calls.cancel.mutate({ postId: post.id })
  cable.mend()
  await until(copy.view, ({ standing }) => standing === 'cancelled')
  copy.release()
})

test('a post that does not exist is gone, and says why', async () => {
  const ann = await someone('Ann')
  const copy = ann.posts.open(fresh())
  await until(copy.view, ({ status }) => status === 'gone')
  expect(copy.view.get().reason).toBe('UNKNOWN_POST')
})

test('the calendar shows what was changed here, once', async () => {
  const ann = await someone('Ann')
  const month = ann.posts.calendar({ from: '2030-06-01', days: 30, timeZone: 'Europe/Berlin' })
  const stop = month.view.subscribe(() => {})
  const { post, wish } = await planned(ann, 'on the third')
  const third = () => month.view.get().value?.days[2]?.items ?? []
  await until(month.view, () => third().some(({ id }) => id === post.id))
  await ann.posts.insist(() => ann.posts.calls.schedule.mutate(wish))
  const ids = (await ann.posts.calls.list.query({ query: 'on the third' })).items.map(({ id }) => id)
  expect(ids).toEqual([post.id])
  stop()
  month.close()
})

test('a post comes again until its series ends, and whoever looks sees it', async () => {
  const ann = await someone('Ann')
  const { post } = await planned(ann, 'every week')
  const series = ann.posts.series({ postId: post.id })
  const stop = series.view.subscribe(() => {})
  await until(series.view, ({ value }) => value?.items.length === 0)
  const wish = { postId: post.id, rule: 'FREQ=WEEKLY', timeZone: AT.timeZone, commandId: fresh() }
  const begun = await ann.posts.insist(() => ann.posts.calls.recur.mutate(wish))
  await until(series.view, ({ value }) => value?.items[0]?.state === 'running')
  expect(series.view.get().value?.items[0]?.next).toHaveLength(5)
  const end = { seriesId: begun.series.id, cancelFuture: true, commandId: fresh() }
  await ann.posts.insist(() => ann.posts.calls.endSeries.mutate(end))
  await until(series.view, ({ value }) => value?.items[0]?.state === 'ended')
  stop()
  series.close()
})

test('what cannot be repeated is not', async () => {
  const ann = await someone('Ann')
  let tries = 0
  const refused = ann.posts.insist(() => {
    tries++
    return ann.posts.calls.cancel.mutate({ postId: fresh() })
  })
  expect(await refused.catch(reasonOf)).toBe('UNKNOWN_POST')
  expect(tries).toBe(1)
})
