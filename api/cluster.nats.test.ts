/** A town of real processes: they share the shards, and whichever one is killed, frozen or stopped, people talk on. */
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createTRPCClient, createWSClient, httpLink, wsLink } from '@trpc/client'
import pg from 'pg'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { must } from '../engine/kernel/assert.ts'
import { SHARD_COUNT } from '../engine/kernel/shard.ts'
import { withDatabase } from '../engine/store/testing.ts'
import { startNatsServer } from '../engine/testing/nats-server.ts'
import type { AppRouter } from './router.ts'

const LONG_MS = 170_000
const LOOK_MS = 5
const SOON = { timeout: 60_000 }
/** Of its share, each node has at least that; less would say that rendezvous does not decide. */
const FAIR = 0.5

interface TownNode {
  readonly name: string
  readonly url: string
  readonly process: ChildProcess
  /** Resolves with the exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>
}

interface Town {
  /** Starts a node and waits until it says where it is. */
  node(name: string): Promise<TownNode>
  /** Resolves once these nodes have all shards and each a fair share. */
  shared(...nodes: TownNode[]): Promise<void>
  query(sql: string): Promise<readonly unknown[]>
  stop(): Promise<void>
}

let town: Town
const closing: (() => unknown)[] = []

beforeEach(async () => {
  town = await startTown()
}, LONG_MS)
afterEach(async () => {
  for (const close of closing.splice(0)) close()
  await town.stop()
}, LONG_MS)

const plain = (node: TownNode, token?: string) =>
  createTRPCClient<AppRouter>({
    links: [
      httpLink({ url: `${node.url}/trpc`, headers: token ? { authorization: `Bearer ${token}` } : {} }),
    ],
  })

async function person(node: TownNode) {
  const email = `ann.${crypto.randomUUID()}@example.org`
  return plain(node).auth.signUp.mutate({ email, password: 'a good password', name: 'Ann' })
}

/** A fresh room of one member; answers with its id. */
async function room(node: TownNode, token: string): Promise<string> {
  const { conversation } = await plain(node, token).conversations.create.mutate({
    kind: 'group',
    title: 'A room',
    memberIds: [],
  })
  return conversation.id
}

/** A socket at a node. */
function socketAt(node: TownNode, token: string, onClose = () => {}) {
  const socket = createWSClient({
    url: `${node.url.replace('http', 'ws')}/trpc`,
    connectionParams: () => ({ token }),
    onClose,
  })
  closing.push(() => socket.close())
  return createTRPCClient<AppRouter>({ links: [wsLink({ client: socket })] })
}

/** What a node tells Prometheus, by name and labels. */
async function metrics(node: TownNode): Promise<Readonly<Record<string, number>>> {
  const page = await (await fetch(`${node.url}/metrics`)).text()
  const lines = page.split('\n').filter((line) => line.startsWith('parley_'))
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.lastIndexOf(' ')
      return [line.slice(0, at), Number(line.slice(at))]
    }),
  )
}

/** Says it until it is said, as every client does: the same commandId again. */
async function say(node: TownNode, token: string, conversationId: string, text: string) {
  const commandId = crypto.randomUUID()
  for (;;) {
    const said = plain(node, token).messages.send.mutate({ conversationId, commandId, text })
    const answer = await said.catch(() => null)
    if (answer !== null) return answer
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

it(
  'shares the shards; a wish finds its room from every node, and is heard at every node, and so is a sign-out',
  async () => {
    const a = await town.node('a')
    const [b, c] = await Promise.all([town.node('b'), town.node('c')])
    await town.shared(a, b, c)
    const { accessToken: token, refreshToken } = await person(b)
    const roomIds = await Promise.all(Array.from({ length: 12 }, () => room(a, token)))
    const heard: string[] = []
    let isClosed = false
    const ears = socketAt(c, token, () => {
      isClosed = true
    })
    await Promise.all(
      roomIds.map((conversationId) => {
        return new Promise<void>((resolve, reject) => {
          const feed = ears.conversations.events.subscribe(
            { conversationId },
            {
              onStarted: () => resolve(),
              onError: reject,
              onData: ({ data }) => {
                for (const event of data) if (event.kind === 'message.sent') heard.push(event.payload.text)
              },
            },
          )
          closing.push(() => feed.unsubscribe())
        })
      }),
    )
    const said = roomIds.flatMap((conversationId, index) =>
      [a, b, c].map(async (node) => {
        const text = `${index} at ${node.name}`
        await say(node, token, conversationId, text)
        return text
      }),
    )
    const texts = await Promise.all(said)
    await expect.poll(() => heard.toSorted(), { timeout: LONG_MS }).toEqual(texts.toSorted())
    for (const node of [a, b, c])
      expect((await metrics(node))['parley_forwarded_seconds_count{outcome="ok"}']).toBeGreaterThan(0)
    expect((await metrics(c)).parley_rooms_wanted).toBe(roomIds.length)

    await plain(b).auth.signOut.mutate({ refreshToken })
    const me = plain(a, token).auth.me.query()
    await expect(me).rejects.toMatchObject({ data: { reason: 'TOKEN_INVALID' } })
    await expect.poll(() => isClosed, { timeout: LONG_MS }).toBe(true)
  },
  LONG_MS,
)

it(
  'takes a killed node over in moments, a frozen one after its silence, and a stopped one has given all away',
  async () => {
    const a = await town.node('a')
    const { accessToken: token } = await person(a)
    const conversationId = await room(a, token)
    const [b, c] = await Promise.all([town.node('b'), town.node('c')])
    await town.shared(a, b, c)
    const sent = [await say(b, token, conversationId, 'before')]

    c.process.kill('SIGKILL')
    await c.ended
    // 1.0 s here: a second of silence. The 5 s never come, so they are not what is waited for
    const isTaken = town.shared(a, b)
    let hasTaken = false
    void isTaken.then(() => {
      hasTaken = true
    })
    while (!hasTaken) {
      await town.query("UPDATE node SET hb = clock_timestamp() - interval '2 s' WHERE node_id = 'c'")
      await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    }
    await isTaken
    sent.push(await say(b, token, conversationId, 'after the kill'))
    await expect
      .poll(() => metrics(a), SOON)
      .toMatchObject({
        parley_bus_connected: 1,
        parley_shards_unowned: 0,
        'parley_members{status="up"}': 2,
        'parley_members{status="dead"}': 1,
      })
    const [atA, atB] = [await metrics(a), await metrics(b)]
    const sum = (name: string) => Number(atA[name]) + Number(atB[name])
    expect(sum('parley_shards_owned')).toBe(SHARD_COUNT)
    expect(sum('parley_takeovers_total')).toBe(1)

    const again = await town.node('c')
    await town.shared(a, b, again)
    again.process.kill('SIGSTOP')
    // 5.2 s here
    await town.shared(a, b)
    sent.push(await say(b, token, conversationId, 'after the frost'))
    again.process.kill('SIGCONT')
    expect(await again.ended).toBe(70)

    a.process.kill('SIGTERM')
    // 0.04 s here: nobody has to be found dead
    await town.shared(b)
    sent.push(await say(b, token, conversationId, 'after the stop'))
    expect(await a.ended).toBe(0)
    expect(await town.query("SELECT status FROM node WHERE node_id = 'a'")).toEqual([{ status: 'left' }])

    expect(sent.map(({ seq }) => seq)).toEqual(sent.map((_, index) => must(sent[0], 'said').seq + index))
  },
  LONG_MS,
)

/** Real processes of Parley on one PostgreSQL and one nats-server, to be killed and frozen. */
async function startTown(): Promise<Town> {
  const [database, nats] = await Promise.all([withDatabase(), startNatsServer()])
  const admin = new pg.Client({ connectionString: database.url })
  await admin.connect()
  const nodes: TownNode[] = []
  // a test process that fails to end well must not leave nodes behind
  process.once('exit', () => {
    for (const node of nodes) node.process.kill('SIGKILL')
  })

  async function node(name: string): Promise<TownNode> {
    const child = spawn(process.execPath, [join(import.meta.dirname, 'main.ts')], {
      // no .env of a developer is found from here
      cwd: join(import.meta.dirname, 'auth'),
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        PORT: '0',
        NODE_ID: name,
        ADDRESS: `http://${name}.example.org`,
        DATABASE_URL: database.url,
        NATS_URL: `nats://127.0.0.1:${nats.port}`,
        LOG_LEVEL: 'warn',
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const ended = once(child, 'exit').then(([code, signal]) => (code ?? signal) as number | string)
    let said = ''
    const url = await new Promise<string>((resolve, reject) => {
      const hear = (chunk: Buffer) => {
        said = (said + chunk.toString()).slice(-20_000)
        const address = /Parley is at (http:\S+)/.exec(said)?.[1]
        if (address !== undefined) resolve(address)
      }
      child.stdout.on('data', hear)
      child.stderr.on('data', hear)
      void ended.then(() => reject(new Error(`${name} ended before it was ready: ${said}`)))
    })
    const started: TownNode = { name, url, process: child, ended }
    nodes.push(started)
    return started
  }

  async function shards(): Promise<ReadonlyMap<string, number>> {
    const { rows } = await admin.query<{ name: string; shards: number }>(
      `SELECT coalesce(n.node_id, '') AS name, count(*)::int AS shards
       FROM shard s LEFT JOIN node n
         ON n.node_id = s.node_id AND n.incarnation = s.incarnation AND n.status IN ('up', 'leaving')
       GROUP BY 1`,
    )
    return new Map(rows.map((row) => [row.name, row.shards]))
  }

  return {
    node,
    async shared(...among) {
      for (;;) {
        const found = await shards()
        const least = Math.min(...among.map(({ name }) => found.get(name) ?? 0))
        const sum = among.reduce((all, { name }) => all + (found.get(name) ?? 0), 0)
        if (sum === SHARD_COUNT && least >= (SHARD_COUNT / among.length) * FAIR) return
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
      }
    },
    query: async (sql) => (await admin.query(sql)).rows,
    async stop() {
      for (const { process: child, ended } of nodes) {
        child.kill('SIGKILL')
        await ended
      }
      await admin.end()
      await nats.close()
      await database.stop()
    },
  }
}
