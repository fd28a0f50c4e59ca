/** Wishes forwarded between real runtimes over a real nats-server, while it is killed, frozen, and wires are cut. */
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Answer, Wish } from '../actors/ports.ts'
import { makeRuntime } from '../actors/runtime.ts'
import { conversationKind } from '../conversation/kind.ts'
import { systemClock } from '../host/system-clock.ts'
import { idSource } from '../kernel/ids.ts'
import { shardOf } from '../kernel/shard.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { type Reason, Refusal } from '../protocol/errors.ts'
import { type MemoryJournal, makeMemoryJournal } from '../sim/memory-journal.ts'
import { type NatsServer, startNatsServer } from '../testing/nats-server.ts'
import { startTcpProxy, type TcpProxy } from '../testing/tcp-proxy.ts'
import type { Bus } from './bus.ts'
import { type Forward, makeForward } from './forward.ts'
import { connectNats } from './nats.ts'
import { plainNats } from './testing.ts'
import { makeToldDirectory, type ToldDirectory } from './told-directory.ts'

const ROOM = 'room'
const SHARD = shardOf(ROOM)
/** What outages may cause, and nothing else. */
const EXPECTED: readonly Reason[] = ['UNAVAILABLE', 'NOT_OWNER', 'OWNER_UNREACHABLE']
const SOON = { timeout: 60_000 }
const quiet = { info() {}, warn() {}, error() {} }
const newId = idSource(systemClock.now, Math.random)

interface Node {
  readonly proxy: TcpProxy
  readonly bus: Bus
  readonly directory: ToldDirectory
  readonly forward: Forward
}

let server: NatsServer
let journal: MemoryJournal
let nodes: Node[]

beforeEach(async () => {
  server = await startNatsServer()
  journal = makeMemoryJournal({})
  nodes = []
})
afterEach(async () => {
  for (const { forward, bus, proxy } of nodes) {
    forward.close()
    await bus.close()
    await proxy.close()
  }
  await server.close()
})

async function join(nodeId: string): Promise<Node> {
  const proxy = await startTcpProxy(server.port)
  const bus = await connectNats({
    settings: plainNats(proxy.port),
    name: nodeId,
    clock: systemClock,
    random: Math.random,
    log: quiet,
  })
  const directory = makeToldDirectory(nodeId)
  const runtime = makeRuntime({
    kinds: [conversationKind],
    journal,
    ownership: directory,
    listeners: { tell() {} },
    clock: systemClock,
    newId,
    gauges: { committed() {}, refused() {}, resident() {}, waiting() {} },
    log: quiet,
  })
  const forward = makeForward({
    bus,
    directory,
    deliver: runtime.deliver,
    clock: systemClock,
    gauges: { forwarded() {}, redirected() {}, waiting() {} },
    log: quiet,
    addressOf: (id) => `https://${id}.example.org`,
  })
  // the server has read that we listen
  const stop = bus.answer(`ready.${nodeId}`, async () => 'yes')
  await bus.request(`ready.${nodeId}`, '', 5_000)
  stop()
  const node = { proxy, bus, directory, forward }
  nodes.push(node)
  return node
}

/** From now on the journal takes writes of this owner only; `who` has heard of it. */
function own(nodeId: string, term: number, who: readonly Node[] = nodes): void {
  journal.setTerm(SHARD, term)
  for (const { directory } of who) directory.tell(SHARD, { nodeId, term })
}

function ask({ forward }: Node, command: ConversationCommand, commandId: string): Promise<Answer> {
  const wish: Wish = {
    kind: 'conversation',
    roomId: ROOM,
    organisationId: 'o',
    authorId: 'ann',
    commandId,
    command,
  }
  return forward.deliver(wish)
}

function create(node: Node): Promise<Answer> {
  return ask(
    node,
    { type: 'conversation.create', conversationKind: 'group', title: 'Room', memberIds: [] },
    'create',
  )
}

/** Says it until it is answered, as a client does; every refusal on the way is one that may be tried again. */
async function say(node: Node, text: string): Promise<{ answer: Answer; reasons: string[] }> {
  const reasons: string[] = []
  for (;;) {
    try {
      return { answer: await ask(node, { type: 'message.send', text, replyTo: null }, idOf(text)), reasons }
    } catch (error) {
      if (!(error instanceof Refusal) || !EXPECTED.includes(error.reason)) throw error
      reasons.push(error.reason)
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}

const idOf = (text: string) => text.replaceAll(' ', '-')

/** What the journal holds of what was said, in order. */
function said(): string[] {
  return journal
    .eventsOf(ROOM)
    .flatMap(({ kind, commandId }) => (kind === 'message.sent' ? [commandId.replaceAll('-', ' ')] : []))
}

test('a killed server: rooms of ours go on, others are refused at once and go on when it is back', async () => {
  const [ann, bob] = [await join('ann'), await join('bob')]
  own('bob', 1)
  await create(ann)
  await server.kill()
  await expect.poll(() => ann.bus.isConnected, SOON).toBe(false)
  const data = { address: 'https://bob.example.org' }
  await expect(ask(ann, { type: 'message.send', text: 'x', replyTo: null }, 'x')).rejects.toMatchObject({
    reason: 'OWNER_UNREACHABLE',
    data,
  })
  expect((await say(bob, 'at home')).reasons).toEqual([])
  const away = say(ann, 'from afar')
  await server.start()
  expect(new Set((await away).reasons)).toEqual(new Set(['OWNER_UNREACHABLE']))
  expect(said()).toEqual(['at home', 'from afar'])
})

test('a frozen server: the outcome is unknown, and the same commandId again is one message', async () => {
  const ann = await join('ann')
  await join('bob')
  own('bob', 1)
  await create(ann)
  server.freeze()
  const first = say(ann, 'into the ice')
  await expect.poll(() => ann.bus.isConnected, SOON).toBe(false)
  server.thaw()
  const { reasons } = await first
  expect(reasons[0]).toBe('UNAVAILABLE')
  await say(ann, 'after it')
  expect(said()).toEqual(['into the ice', 'after it'])
})

test.each(['to', 'from'] as const)(
  'an owner deaf one way (%s the server) does nothing twice',
  async (way) => {
    const [ann, bob] = [await join('ann'), await join('bob')]
    own('bob', 1)
    await create(ann)
    bob.proxy.swallow(way)
    const first = say(ann, 'half heard')
    await expect.poll(() => bob.bus.isConnected, SOON).toBe(false)
    bob.proxy.mend()
    expect((await first).reasons[0]).toBe('UNAVAILABLE')
    expect(said()).toEqual(['half heard'])
  },
)

test('an owner that is gone is suspected, and its successor takes what waited', async () => {
  const [ann, bob, eve] = [await join('ann'), await join('bob'), await join('eve')]
  own('bob', 1)
  await create(ann)
  await bob.bus.close()
  const waiting = say(ann, 'who is there')
  await expect.poll(() => ann.directory.suspected, SOON).toContain('bob')
  own('eve', 2, [ann, eve])
  expect((await waiting).answer.seq).toBe(2)
  expect(said()).toEqual(['who is there'])
})

test('while a room goes from node to node, nothing said is lost, doubled or refused for good', async () => {
  const [ann, bob, eve] = [await join('ann'), await join('bob'), await join('eve')]
  own('bob', 1)
  await create(ann)
  let isOver = false
  const talk = async (node: Node, name: string) => {
    const seqs: number[] = []
    while (!isOver) seqs.push((await say(node, `${name}-${seqs.length}`)).answer.seq)
    return seqs
  }
  const talks = [talk(ann, 'a'), talk(ann, 'b'), talk(bob, 'c'), talk(eve, 'd')]
  for (let term = 2; term <= 12; term++) {
    const before = said().length
    own(term % 2 === 0 ? 'eve' : 'bob', term, [bob, eve])
    // ann finds out by being sent on
    await expect.poll(() => said().length, SOON).toBeGreaterThan(before + 20)
  }
  isOver = true
  const seqs = (await Promise.all(talks)).flat()
  expect(new Set(seqs).size).toBe(seqs.length)
  expect(new Set(said()).size).toBe(said().length)
  expect(said().length).toBe(seqs.length)
})
