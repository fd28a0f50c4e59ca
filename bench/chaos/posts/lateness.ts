/**
 * `latenessOf`: how long after its instant a post is begun, with a million others asleep beside it, and what those cost.
 * Half go to conversations, which the owner of the post wakes for, half to a network, which publishers claim.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { must } from '../../../engine/kernel/assert.ts'
import type { Destination } from '../../../engine/protocol/post-shapes.ts'
import { embeddedDatabase } from '../../run/embedded-database.ts'
import { loneServer } from '../../run/lone-server.ts'
import { residentBytes } from '../../scenarios/parts/process-figures.ts'
import { makeRooms, signUp } from '../people.ts'
import { withClient } from '../register.ts'
import { connectAll } from './accounts.ts'
import { arm } from './armed.ts'
import { postsClient } from './client.ts'
import { intentsOf } from './intents.ts'
import { latenessIn, type Spread } from './judge.ts'
import { startNetworks } from './networks.ts'
import { readEnded } from './read-ended.ts'
import { scheduleAll } from './schedule.ts'
import { uploadAll } from './upload.ts'

export interface LatenessPlan {
  readonly perSecond: number
  readonly seconds: number
  readonly armed: number
  say(line: string): void
}

export interface Lateness {
  readonly posts: number
  readonly armed: number
  /** Of the first attempt to publish, by who wakes. */
  readonly owner: Spread
  readonly publisher: Spread
  /** What the server's memory grew by when they were armed. */
  readonly grewBytes: number
}

const ROOMS = 20
const LOOKS_MS = 25_000
/** What each takes to be scheduled, generously: one that is due before that would be late by it. */
const SCHEDULING_MS = 20
/** A network that asks nothing of a file and limits nobody here. */
const NETWORK = 'facebook'

export async function latenessOf({ perSecond, seconds, armed, say }: LatenessPlan): Promise<Lateness> {
  const networks = await startNetworks()
  const server = await loneServer(networks.env)
  try {
    await server.start()
    const [author] = await signUp(server.url, ['author'])
    if (author === undefined) throw new Error('nobody signed up')
    const client = postsClient(server.url, author.accessToken)
    const accounts = await connectAll(client, author.accessToken, networks, [NETWORK])
    const media = await uploadAll(server.url, author.accessToken, networks)
    const rooms = await makeRooms(server.url, [author], ROOMS)
    const { url: databaseUrl } = await embeddedDatabase(server.dataDir)
    const before = await residentBytes(server.pid ?? 0)
    await arm(databaseUrl, armed)
    // long enough for owners and publishers to have looked
    await sleep(LOOKS_MS)
    const grewBytes = (await residentBytes(server.pid ?? 0)) - before
    say(`${armed} posts sleep until next year`)
    const conversations = rooms.map(({ id }): Destination => ({ kind: 'conversation', conversationId: id }))
    const posts = perSecond * seconds
    const destinations = [
      ...conversations,
      ...Array.from({ length: ROOMS }, () => accounts[0] as Destination),
    ]
    const plan = { seed: 1, destinations, targetsMax: 1, partsPercent: 0, overMs: seconds * 1_000 }
    const intents = intentsOf({ ...plan, posts })
    const beginsAt = Math.ceil(Date.now() / 1_000) * 1_000 + posts * SCHEDULING_MS
    await scheduleAll(client, intents, beginsAt, media)
    if (Date.now() > beginsAt) throw new Error('posts were due before all of them were scheduled')
    say(`${posts} posts are scheduled, ${perSecond} a second`)
    await sleep(Math.max(0, beginsAt + seconds * 1_000 - Date.now()))
    await allBegun(databaseUrl)
    const ended = await readEnded(databaseUrl)
    const spreadOf = (isOwners: boolean) =>
      must(
        latenessIn(ended.filter(({ where }) => (where === 'conversation') === isOwners)),
        'something was published',
      )
    return { posts, armed, owner: spreadOf(true), publisher: spreadOf(false), grewBytes }
  } finally {
    await server.remove()
    networks.stop()
  }
}

/** Until nothing of now is due any more. */
async function allBegun(databaseUrl: string): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const waiting = await withClient(databaseUrl, async (client) => {
      const { rows } = await client.query<{ count: string }>(
        "SELECT count(*) AS count FROM due WHERE due_at < now() + interval '1 hour'",
      )
      return Number(rows[0]?.count ?? 0)
    })
    if (waiting === 0) return
    await sleep(1_000)
  }
}
