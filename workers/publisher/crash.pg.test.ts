/**
 * Two hundred posts to five networks, by publishers that die at every step, over connections that lose every fifth
 * answer: each is public once, and nobody is asked but where a network cannot tell.
 */
import { afterAll, beforeAll, expect, test } from 'vitest'
import { accountsOf } from '../../api/auth/accounts.ts'
import { makeAuthenticate } from '../../api/auth/session.ts'
import { appRouter } from '../../api/router.ts'
import { type Server, startServer } from '../../api/server.ts'
import type { Wish } from '../../engine/actors/ports.ts'
import { readConfig } from '../../engine/host/config.ts'
import { seededRandom } from '../../engine/kernel/random.ts'
import type { ParleyNode } from '../../engine/node.ts'
import { filmOf, jpegOf } from '../../engine/outside/media/samples.ts'
import type { Platform } from '../../engine/outside/platforms/contract.ts'
import type { Fault } from '../../engine/outside/platforms/fake-server.ts'
import { type Fakes, startFakes } from '../../engine/outside/platforms/fakes.ts'
import { NETWORKS, type Network, type TargetDraft } from '../../engine/protocol/post-shapes.ts'
import { type TestDatabase, withDatabase } from '../../engine/store/testing.ts'
import { freePort } from '../../engine/testing/free-port.ts'
import { startWorld, type World } from '../../engine/testing/world.ts'
import { type PublisherParts, patienceOf } from './parts.ts'
import { type Publisher, startPublisher } from './publisher.ts'

const POSTS = 200
const FAULTS: readonly Fault[] = ['dropBefore', 'dropAfter', 'errorAfter', 'silentAfter']
/** Calls of which one is answered badly, and steps of which one is the last of its publisher. */
const FAULT_EVERY = 5
const DEATH_EVERY = 40
const TIMEOUT_MS = 1_500

const random = seededRandom(1)
const oneIn = (count: number) => random() * count < 1

let database: TestDatabase
let world: World
let node: ParleyNode
let server: Server
let fakes: Fakes
let deaths = 0

beforeAll(async () => {
  database = await withDatabase()
  fakes = await startFakes(Date.now)
  const port = await freePort()
  const env = {
    LOG_LEVEL: 'silent',
    NETWORK_TIMEOUT_MS: String(TIMEOUT_MS),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
    ...fakes.env,
  }
  world = await startWorld({ ...readConfig(env), databaseUrl: database.url, port })
  node = world.nodes[0] as ParleyNode
  const authenticate = makeAuthenticate(node)
  server = await startServer({ node, router: appRouter, authenticate, webRoot: null })
})
afterAll(async () => {
  server?.close()
  if (node) await accountsOf(node).passwords.close()
  await world?.stop()
  await fakes?.stop()
  await database?.stop()
})

test('each is public once, whoever dies and whatever is lost', { timeout: 240_000 }, async () => {
  const accounts = await connected()
  const image = await media('image.jpg', jpegOf(1_080, 1_080))
  const film = await media('film.mp4', filmOf({ width: 1_080, height: 1_920, durationMs: 20_000 }))
  for (const network of NETWORKS) {
    fakes.networks[network].strike(() =>
      oneIn(FAULT_EVERY) ? (FAULTS[Math.floor(random() * FAULTS.length)] as Fault) : null,
    )
  }
  const ids = await Promise.all(
    Array.from({ length: POSTS }, (_, index) => {
      const network = NETWORKS[index % NETWORKS.length] as Network
      const file = network === 'youtube' ? film : network === 'instagram' ? image : null
      return post(`post ${index} in the storm`, accounts.get(network) as string, network, file)
    }),
  )
  const ends = Array.from({ length: 3 }, keepPublishing)
  await expect.poll(() => unfinished(ids), { timeout: 200_000, interval: 500 }).toEqual([])
  await Promise.all(ends.map((end) => end()))

  expect(deaths).toBeGreaterThan(10)
  const lives = new Map<string, number>()
  for (const [index, id] of ids.entries()) {
    const state = await node.readPost(id)
    const step = state?.targets.get('t1')?.steps[0]
    const network = NETWORKS[index % NETWORKS.length] as Network
    const times = fakes.networks[network].times().get(`post ${index} in the storm`) ?? 0
    const told = { index, network, life: step?.life, times, trouble: step?.trouble }
    expect(times, JSON.stringify(told)).toBeLessThanOrEqual(1)
    if (step?.life === 'published') expect(times, JSON.stringify(told)).toBe(1)
    else expect(told).toMatchObject({ life: 'needsHuman', network: 'linkedin' })
    const key = `${network} ${step?.life}`
    lives.set(key, (lives.get(key) ?? 0) + 1)
  }
  for (const network of NETWORKS) expect(lives.get(`${network} published`)).toBeGreaterThan(30)
})

/** A publisher, and another whenever one dies, until it is told to end. */
function keepPublishing(): () => Promise<void> {
  let isOver = false
  let current: Publisher
  const begin = () => {
    const life = { isDead: false }
    current = startPublisher(
      mortal(life, () => {
        deaths++
        setTimeout(() => !isOver && begin(), 20)
      }),
    )
  }
  begin()
  return async () => {
    isOver = true
    void current.stop()
  }
}

/** Parts that at any step may be the last thing of a publisher: what it waits for never comes, and what it says is not heard. */
function mortal(life: { isDead: boolean }, onDeath: () => void): PublisherParts {
  const never = new Promise<never>(() => {})
  const step = <Args extends unknown[], Result>(act: (...args: Args) => Promise<Result>) => {
    return async (...args: Args): Promise<Result> => {
      if (life.isDead) return never
      const diesBefore = oneIn(DEATH_EVERY)
      const diesAfter = oneIn(DEATH_EVERY)
      if (diesBefore) die()
      if (life.isDead) return never
      const result = await act(...args)
      if (diesAfter) die()
      return life.isDead ? never : result
    }
  }
  const die = () => {
    if (life.isDead) return
    life.isDead = true
    onDeath()
  }
  const { outside, clock, store, newId, log, readPost } = node
  const platforms = new Map(
    [...outside.platforms].map(([name, platform]): [Network, Platform] => [
      name,
      {
        ...platform,
        prepare: step(platform.prepare),
        publish: step(platform.publish),
        reconcile: step(platform.reconcile),
      },
    ]),
  )
  return {
    store,
    outside: { ...outside, platforms },
    deliver: step((wish: Wish) => node.deliver(wish)),
    read: readPost,
    newId,
    clock,
    log,
    dues: { claim: step(store.dues.claim), nextBefore: store.dues.nextBefore },
    patience: patienceOf(TIMEOUT_MS),
  }
}

async function connected(): Promise<Map<Network, string>> {
  const userId = node.newId()
  const organisationId = node.store.homeOrganisationId
  await node.store
    .em()
    .execute('INSERT INTO membership (organisation_id, user_id) VALUES (?, ?)', [organisationId, userId])
  const accounts = new Map<Network, string>()
  for (const network of NETWORKS) {
    const url = await node.outside.accounts.begin({ network, organisationId, userId, accountId: null })
    const page = await fetch(url, { redirect: 'manual' })
    const back = new URL(page.headers.get('location') ?? '')
    const [state, code] = [back.searchParams.get('state'), back.searchParams.get('code')]
    const finished = await node.outside.accounts.finish({ network, state, code, error: null, userId })
    expect(finished).toMatchObject({ is: 'connected' })
    if (finished.is === 'connected') accounts.set(network, finished.accountIds[0] as string)
  }
  return accounts
}

async function media(name: string, bytes: Buffer): Promise<string> {
  const organisationId = node.store.homeOrganisationId
  const body = (async function* () {
    yield bytes
  })()
  const view = await node.outside.media.add({
    organisationId,
    userId: node.newId(),
    name,
    body,
  })
  return view.id
}

async function post(text: string, accountId: string, network: Network, file: string | null): Promise<string> {
  const postId = node.newId()
  const target: TargetDraft = {
    to: { kind: 'account', accountId, network },
    text: null,
    media: null,
    options: network === 'youtube' ? { title: text } : {},
    parts: [],
    staggerMs: 0,
    after: null,
  }
  const around = {
    kind: 'post' as const,
    roomId: postId,
    organisationId: node.store.homeOrganisationId,
    authorId: node.newId(),
  }
  const create = {
    type: 'post.create' as const,
    text,
    media: file === null ? [] : [file],
    tags: [],
    approval: 'none' as const,
    together: false,
    targets: [target],
  }
  await node.deliver({ ...around, commandId: 'create', command: create })
  const localDateTime = new Date(node.clock.now()).toISOString().slice(0, 19)
  const at = { localDateTime, timeZone: 'UTC', gap: 'after' as const, overlap: 'first' as const }
  const plan = {
    type: 'post.plan' as const,
    plan: { at, lateness: { maxMs: 3_600_000, onLate: 'ask' as const } },
  }
  await node.deliver({ ...around, commandId: 'plan', command: plan })
  return postId
}

/** Those that are not over and ask nobody. */
async function unfinished(ids: readonly string[]): Promise<string[]> {
  const rows = await node.store
    .em()
    .execute<{ post_id: string; network: string; life: string; trouble: string | null }[]>(
      `SELECT post_id, network, life, trouble FROM post_target WHERE life NOT IN ('published', 'needsHuman')`,
    )
  return rows
    .filter(({ post_id }) => ids.includes(post_id))
    .map(({ network, life, trouble }) => `${network} ${life}: ${trouble}`)
}
