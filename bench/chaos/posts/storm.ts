/**
 * `stormOfPosts`: thousands of posts to five networks and to conversations, while nodes are killed and frozen and every
 * tenth answer of a network is lost. Then everything comes to rest, and what is public is held against what is said.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { type Destination, NETWORKS } from '../../../engine/protocol/post-shapes.ts'
import { type Cluster, startCluster } from '../../cluster/town.ts'
import { makeRooms, signUp } from '../people.ts'
import { withClient } from '../register.ts'
import { connectAll } from './accounts.ts'
import { postsClient } from './client.ts'
import { intentsOf } from './intents.ts'
import { type Ended, judge, latenessIn, type PostsVerdict, type Spread } from './judge.ts'
import { startNetworks } from './networks.ts'
import { readEnded, timesSaid } from './read-ended.ts'
import { scheduleAll } from './schedule.ts'
import { uploadAll } from './upload.ts'

export interface StormPlan {
  readonly posts: number
  readonly seconds: number
  /** SIGKILLs of a node in turn; every third is a SIGSTOP for longer than a node may be silent instead. */
  readonly strikes: number
  readonly seed: number
  say(line: string): void
}

export interface StormOfPosts {
  readonly verdict: PostsVerdict
  /** Of what was due while a node stood still: nobody can know that before it has been silent for 5 s. */
  readonly latenessInFreeze: Spread | null
  readonly strikes: number
  /** Calls of networks that were struck are drawn by this share. */
  readonly faultPercent: number
}

const NODES = 3
const ROOMS = 8
const FAULT_PERCENT = 12
/** What a network may take for a call here, so that leases end while the run lasts. */
const NETWORK_TIMEOUT_MS = 2_000
const FREEZE_MS = 9_000
const DOWN_MS = 1_500
/** Looks are some seconds apart, and what was refused for now is tried again after a minute. */
const REST_MS_MAX = 10 * 60_000
/** Where a network has no way to tell: a person's own posts of LinkedIn. */
const MUTE = new Set(['linkedin'])

export async function stormOfPosts(plan: StormPlan): Promise<StormOfPosts> {
  const { say } = plan
  const networks = await startNetworks()
  let cluster: Cluster | null = null
  try {
    cluster = await startCluster({
      nodes: NODES,
      dir: null,
      port: 0,
      env: { ...networks.env, NETWORK_TIMEOUT_MS: String(NETWORK_TIMEOUT_MS) },
      say,
    })
    const [author] = await signUp(cluster.url, ['author'])
    if (author === undefined) throw new Error('nobody signed up')
    const client = postsClient(cluster.url, author.accessToken)
    const accounts = await connectAll(client, author.accessToken, networks, NETWORKS)
    const media = await uploadAll(cluster.url, author.accessToken, networks)
    const rooms = await makeRooms(cluster.url, [author], ROOMS)
    const conversations = rooms.map(({ id }): Destination => ({ kind: 'conversation', conversationId: id }))
    say(`${accounts.length} accounts are connected`)
    const intents = intentsOf({
      posts: plan.posts,
      seed: plan.seed,
      overMs: plan.seconds * 1_000,
      destinations: [...accounts, ...conversations],
      targetsMax: 3,
      partsPercent: 10,
    })
    const beginsAt = Math.ceil(Date.now() / 1_000) * 1_000 + plan.posts * 8
    await scheduleAll(client, intents, beginsAt, media)
    say(`${plan.posts} posts are scheduled`)
    await networks.strike(FAULT_PERCENT, plan.seed)
    await sleep(Math.max(0, beginsAt - Date.now()))
    const freezes = await strikeAll(cluster, plan)
    await networks.strike(0, plan.seed)
    await rest(cluster.database.url(), say)
    const ended = await endedOf(cluster.database.url(), await networks.times(), conversations)
    const isFrozen = ({ dueMs }: Ended) =>
      freezes.some(({ from, to }) => dueMs !== null && dueMs >= from && dueMs <= to)
    const lateness = latenessIn(ended.filter((one) => !isFrozen(one)))
    const latenessInFreeze = latenessIn(ended.filter(isFrozen))
    return {
      verdict: { ...judge(ended, MUTE), lateness },
      latenessInFreeze,
      strikes: plan.strikes,
      faultPercent: FAULT_PERCENT,
    }
  } finally {
    await cluster?.stop()
    networks.stop()
  }
}

interface Freeze {
  readonly from: number
  readonly to: number
}

async function strikeAll({ nodes }: Cluster, { seconds, strikes, say }: StormPlan): Promise<Freeze[]> {
  const freezes: Freeze[] = []
  const endsAt = Date.now() + seconds * 1_000
  for (let strike = 0; strike < strikes; strike++) {
    await sleep((seconds * 1_000) / (strikes + 1))
    const node = nodes[strike % nodes.length]
    if (node === undefined) continue
    if (strike % 3 === 2) {
      // what it had claimed a moment before is caught in it too
      const from = Date.now() - 1_000
      node.freeze()
      await sleep(FREEZE_MS)
      node.thaw()
      // it finds itself declared dead, and ends
      await Promise.race([node.ended(), sleep(5_000)])
      freezes.push({ from, to: Date.now() })
      say(`${node.name} stood still for ${FREEZE_MS} ms`)
    } else {
      await node.kill()
      await sleep(DOWN_MS)
      say(`${node.name} was killed`)
    }
    if (node.pid === undefined) await node.start()
  }
  await sleep(Math.max(0, endsAt - Date.now()))
  return freezes
}

/** Until nothing is under way and nothing is due any more. */
async function rest(databaseUrl: string, say: (line: string) => void): Promise<void> {
  const giveUpAt = Date.now() + REST_MS_MAX
  for (let said = -1; ; ) {
    const waiting = await withClient(databaseUrl, async (client) => {
      const { rows } = await client.query<{ count: string }>('SELECT count(*) AS count FROM due')
      return Number(rows[0]?.count ?? 0)
    })
    if (waiting === 0) return
    if (Date.now() > giveUpAt) {
      say(`${waiting} rows are still due`)
      return
    }
    if (waiting !== said) say(`${waiting} rows are still due`)
    said = waiting
    await sleep(3_000)
  }
}

async function endedOf(
  databaseUrl: string,
  times: Readonly<Record<string, Readonly<Record<string, number>>>>,
  conversations: readonly Destination[],
): Promise<Ended[]> {
  const roomIds = conversations.flatMap((to) => (to.kind === 'conversation' ? [to.conversationId] : []))
  const [steps, said] = await Promise.all([readEnded(databaseUrl), timesSaid(databaseUrl, roomIds)])
  return steps.map((step) => ({
    ...step,
    times: (step.where === 'conversation' ? said.get(step.text) : times[step.where]?.[step.text]) ?? 0,
  }))
}
