import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type ManualClock, makeManualClock } from '../sim/manual-clock.ts'
import { weighted } from '../testing/weighted.ts'
import { makeBatch } from './batch.ts'
import { EPOCH, openCluster, type TestCluster, type TestNode } from './testing.ts'
import { packEnvelope, parcelOf } from './wire.ts'

const ROOM = 'room-1'
const SENT: [string, unknown?] = ['message.sent', { text: 'hello' }]

interface World extends TestCluster {
  readonly clock: ManualClock
  /** Everything that follows without time passing. */
  turn(): Promise<void>
  /** Lets time pass, with everything that follows. */
  pass(ms: number): Promise<void>
  /** The next read of the journal is answered when the function that this returns is called. */
  holdsNextAnswer(): () => void
}

function world(): World {
  const clock = makeManualClock()
  const cluster = openCluster(clock)
  const turn = async () => {
    for (let n = 0; n < 5; n++) await new Promise<void>((resolve) => setImmediate(resolve))
  }
  async function pass(ms: number): Promise<void> {
    for (let passed = 0; passed < ms; passed += 10) {
      clock.advance(Math.min(10, ms - passed))
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
    await turn()
  }
  function holdsNextAnswer(): () => void {
    let answer = () => {}
    cluster.afterRead = () => {
      cluster.afterRead = () => undefined
      return new Promise((resolve) => {
        answer = resolve
      })
    }
    return () => answer()
  }
  return Object.assign(cluster, { clock, turn, pass, holdsNextAnswer })
}

/** Two nodes; the room lives on the first, and somebody listens on the second. */
async function ownerAndGateway() {
  const here = world()
  const owner = here.open('owner')
  const gateway = here.open('gateway')
  here.give(ROOM, 'owner')
  here.commits(ROOM, ['conversation.created', { members: [] }])
  const listener = gateway.listen(ROOM)
  await here.turn()
  return { here, owner, gateway, listener }
}

const upTo = (last: number, first = 2) =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, n) => first + n)
const envelopes = (node: TestNode, to: string) =>
  node.sent.filter(({ subject }) => subject === `gw.${to}`).length

describe('fan-out between nodes', () => {
  it('brings what one node commits to who listens on another, without a read of the journal', async () => {
    const { here, listener } = await ownerAndGateway()
    const before = here.reads
    here.commits(ROOM, SENT, ['member.joined', { role: 'member' }])
    await here.turn()
    here.commits(ROOM, SENT)
    await here.turn()
    expect(listener.seqs).toEqual([2, 3, 4])
    expect(here.reads).toBe(before)
  })

  it('finds a lost last message by the digest', async () => {
    const { here, gateway, listener } = await ownerAndGateway()
    here.fate = () => 'lost'
    here.commits(ROOM, SENT)
    await here.turn()
    here.fate = () => 'passes'
    expect(listener.seqs).toEqual([])
    await here.pass(5_200)
    expect(listener.seqs).toEqual([2])
    expect(gateway.fanout.size().repaired).toBe(1)
  })

  it('notices a lost message at the next one, and reads it once for all who listen', async () => {
    const { here, gateway, listener } = await ownerAndGateway()
    const others = Array.from({ length: 10 }, () => gateway.listen(ROOM))
    await here.turn()
    here.fate = () => 'lost'
    here.commits(ROOM, SENT)
    await here.turn()
    here.fate = () => 'passes'
    const before = here.reads
    here.commits(ROOM, SENT)
    await here.turn()
    for (const { seqs } of [listener, ...others]) expect(seqs).toEqual([2, 3])
    expect(here.reads - before).toBe(1)
  })

  it('notices a lost envelope of one room by the next one of another', async () => {
    const { here, gateway, listener } = await ownerAndGateway()
    here.give('room-2', 'owner')
    gateway.listen('room-2')
    await here.turn()
    here.commits('room-2', SENT)
    await here.turn()
    here.fate = () => 'lost'
    here.commits(ROOM, SENT)
    await here.turn()
    here.fate = () => 'passes'
    here.commits('room-2', SENT)
    await here.pass(100)
    expect(listener.seqs).toEqual([2])
  })

  it('misses nothing when a commit and a registration race', async () => {
    const here = world()
    here.open('owner')
    const gateway = here.open('gateway')
    here.give(ROOM, 'owner')
    here.commits(ROOM, SENT)
    await here.turn()
    // The reader reads its head, somebody commits, the owner hears who listens, and only then the read is answered.
    gateway.wire.cut()
    const answerRead = here.holdsNextAnswer()
    const listener = gateway.listen(ROOM)
    await here.turn()
    here.commits(ROOM, SENT)
    await here.turn()
    gateway.wire.mend()
    await here.pass(200)
    answerRead()
    await here.turn()
    expect(listener.seqs).toEqual([2])
  })

  it('forgets what it remembers when a message was lost while its only reader caught up', async () => {
    const here = world()
    here.open('owner')
    const gateway = here.open('gateway')
    here.give(ROOM, 'owner')
    here.commits(ROOM, SENT)
    await here.turn()
    const answerRead = here.holdsNextAnswer()
    const listener = gateway.listen(ROOM)
    await here.turn()
    here.commits(ROOM, SENT)
    await here.turn()
    here.fate = () => 'lost'
    here.commits(ROOM, SENT)
    await here.turn()
    here.fate = () => 'passes'
    await here.pass(5_200)
    answerRead()
    await here.turn()
    expect(listener.seqs).toEqual([2, 3])
  })

  it('follows a room to its new owner, with the last words of the former one lost', async () => {
    const { here, gateway, listener } = await ownerAndGateway()
    here.open('heir')
    here.fate = () => 'lost'
    here.commits(ROOM, SENT)
    await here.turn()
    here.fate = () => 'passes'
    here.give(ROOM, 'heir')
    await here.pass(100)
    expect(listener.seqs).toEqual([2])
    here.commits(ROOM, SENT)
    await here.turn()
    expect(listener.seqs).toEqual([2, 3])
    expect(gateway.fanout.size().others?.wants.untold).toBe(0)
  })

  it('is sent on by a former owner whose successor it has not heard of', async () => {
    const { here, owner, gateway } = await ownerAndGateway()
    here.open('heir')
    here.give('room-2', 'owner')
    here.commits('room-2', SENT)
    await here.turn()
    here.giveUnheard('room-2', 'heir')
    here.give(ROOM, 'owner')
    owner.fanout.interest.want('room-2')
    here.give('room-2', 'heir')
    const listener = gateway.listen('room-2')
    await here.turn()
    here.commits('room-2', SENT)
    await here.turn()
    expect(listener.seqs).toEqual([2])
  })

  it('does not believe what it remembers of a room that was elsewhere meanwhile', async () => {
    const { here, owner } = await ownerAndGateway()
    here.open('heir')
    here.commits(ROOM, SENT)
    await here.turn()
    here.give(ROOM, 'heir')
    here.commits(ROOM, SENT)
    await here.turn()
    here.give(ROOM, 'owner')
    const [caught] = await owner.fanout.resume([{ roomId: ROOM, from: { epoch: 'e1', seq: 2 } }])
    expect(caught).toMatchObject({ head: 3 })
  })

  it('hears the end of the former owner when the room comes to its own node', async () => {
    const { here, listener } = await ownerAndGateway()
    here.fate = () => 'lost'
    here.commits(ROOM, SENT)
    await here.turn()
    here.give(ROOM, 'gateway')
    await here.turn()
    expect(listener.seqs).toEqual([2])
    here.commits(ROOM, SENT)
    await here.turn()
    expect(listener.seqs).toEqual([2, 3])
  })

  it('serves a gateway that starts again under its name, and forgets what the former one wanted', async () => {
    const { here, owner, gateway } = await ownerAndGateway()
    gateway.stop()
    const again = here.open('gateway')
    here.give('room-2', 'owner')
    const listener = again.listen('room-2')
    await here.turn()
    here.commits(ROOM, SENT)
    here.commits('room-2', SENT)
    await here.turn()
    expect(listener.seqs).toEqual([1])
    expect(owner.fanout.size().others?.gateways).toMatchObject({ gateways: 1, rooms: 1 })
  })

  it('costs nothing when nobody is left to tell', async () => {
    const { here, owner, gateway, listener } = await ownerAndGateway()
    listener.stop()
    await here.turn()
    const before = envelopes(owner, 'gateway')
    here.commits(ROOM, SENT)
    await here.turn()
    expect(envelopes(owner, 'gateway')).toBe(before)
    gateway.listen(ROOM)
    await here.turn()
    // Killed: it takes nothing back.
    await gateway.wire.close()
    gateway.fanout.stop()
    await here.pass(25_000)
    expect(owner.fanout.size().others?.gateways).toEqual({ gateways: 0, rooms: 0, waiting: 0 })
  })

  it('registers again when the owner has forgotten', async () => {
    const { here, owner, gateway, listener } = await ownerAndGateway()
    gateway.wire.cut()
    await here.pass(16_000)
    owner.fanout.stop()
    owner.stop()
    here.open('owner')
    gateway.wire.mend()
    await here.pass(2_000)
    here.commits(ROOM, SENT)
    await here.turn()
    expect(listener.seqs).toEqual([2])
  })

  it('keeps no more of a room that comes by twice', async () => {
    const { here, gateway } = await ownerAndGateway()
    here.fate = () => 'doubled'
    here.commits(ROOM, SENT)
    await here.turn()
    here.commits(ROOM, SENT)
    await here.pass(100)
    const [caught] = await gateway.fanout.resume([{ roomId: ROOM, from: { epoch: EPOCH, seq: 2 } }])
    expect(caught).toMatchObject({ head: 3, missed: [{ lastSeq: 3 }] })
  })

  it('takes nothing from a node that lives in another history', async () => {
    const { here, gateway, listener } = await ownerAndGateway()
    const stranger = here.open('stranger', { epoch: 'e2' })
    here.give(ROOM, 'stranger')
    await here.turn()
    stranger.fanout.tell('conversation', ROOM, [
      { seq: 2, kind: 'message.sent', authorId: 'eve', commandId: 'x', at: '', payload: {} },
    ])
    await here.turn()
    expect(listener.seqs).toEqual([])
    expect(gateway.fanout.size().others?.wants.untold).toBe(1)
    expect(gateway.otherEpochs).toContain('e2')
  })

  it('takes nothing that was sent in another history', async () => {
    const { here, owner, listener } = await ownerAndGateway()
    const head = { epoch: 'e2', from: 'owner', life: 'another', no: 1 }
    const batch = makeBatch('e2', ROOM, here.writes('another room', SENT, SENT).slice(1))
    owner.wire.publish('gw.gateway', packEnvelope(head, [parcelOf(batch)]))
    await here.turn()
    expect(listener.seqs).toEqual([])
  })

  it('is told again what a lost digest said', async () => {
    const { here, listener } = await ownerAndGateway()
    here.fate = () => 'lost'
    here.commits(ROOM, SENT)
    await here.turn()
    here.requestFate = () => {
      here.requestFate = () => 'passes'
      return 'loses its answer'
    }
    await here.pass(5_200)
    expect(listener.seqs).toEqual([2])
  })

  it('takes back what it is told of and does not want', async () => {
    const { here, owner, listener } = await ownerAndGateway()
    here.requestFate = () => 'is lost'
    listener.stop()
    await here.turn()
    here.requestFate = () => 'passes'
    expect(owner.fanout.size().others?.gateways.rooms).toBe(1)
    here.commits(ROOM, SENT)
    await here.turn()
    expect(owner.fanout.size().others?.gateways.rooms).toBe(0)
  })

  it('polls while the bus is away, and is whole again when it is back', async () => {
    const { here, owner, gateway, listener } = await ownerAndGateway()
    owner.wire.cut()
    gateway.wire.cut()
    here.commits(ROOM, SENT)
    await here.pass(1_600)
    expect(listener.seqs).toEqual([2])
    here.commits(ROOM, SENT)
    owner.wire.mend()
    gateway.wire.mend()
    await here.pass(100)
    expect(listener.seqs).toEqual([2, 3])
    const before = here.reads
    here.commits(ROOM, SENT)
    await here.turn()
    expect(listener.seqs).toEqual([2, 3, 4])
    expect(here.reads).toBe(before)
  })

  it('hears at once what an owner said while the owner alone was cut off', async () => {
    const { here, owner, listener } = await ownerAndGateway()
    owner.wire.cut()
    here.commits(ROOM, SENT)
    await here.turn()
    owner.wire.mend()
    await here.pass(100)
    expect(listener.seqs).toEqual([2])
  })

  it('brings a consumer that lost 10,000 batches back with bounded memory: a reset where events are too many', async () => {
    const { here, owner, gateway, listener } = await ownerAndGateway()
    here.give('room-2', 'owner')
    const second = gateway.listen('room-2')
    await here.turn()
    here.fate = () => 'lost'
    for (let n = 0; n < 10_000; n++) {
      here.commits(n % 50 === 0 ? 'room-2' : ROOM, SENT)
      await Promise.resolve()
      await Promise.resolve()
      await Promise.resolve()
    }
    await here.turn()
    here.fate = () => 'passes'
    expect(owner.fanout.size().others?.gateways.waiting).toBe(2)
    await here.pass(5_200)
    expect(listener).toMatchObject({ seqs: [], resets: 1 })
    expect(second).toMatchObject({ seqs: upTo(200, 1), resets: 0 })
    expect(gateway.rechecks).toBeGreaterThan(0)
    here.commits(ROOM, SENT)
    await here.turn()
    expect(listener.seqs).toEqual([9_802])
  })

  it('keeps a bounded amount behind a gap while the journal does not answer', async () => {
    const { here, gateway, listener } = await ownerAndGateway()
    let isAway = true
    here.beforeRead = async () => {
      if (isAway) throw new Error('the database is away')
    }
    here.fate = () => 'lost'
    here.commits(ROOM, SENT)
    await here.turn()
    here.fate = () => 'passes'
    for (let n = 0; n < 400; n++) {
      here.commits(ROOM, ['message.sent', { text: 'x'.repeat(4_000) }])
      await here.turn()
      expect(gateway.fanout.size().repair.chars).toBeLessThan(300_000)
    }
    expect(listener.seqs).toEqual([])
    isAway = false
    await here.pass(5_000)
    expect(listener.seqs).toEqual(upTo(402))
  })

  it('sends what is larger than an envelope as a hint', async () => {
    const { here, owner, listener } = await ownerAndGateway()
    here.commits(ROOM, ['message.sent', { text: 'é'.repeat(200_000) }])
    await here.pass(200)
    expect(listener.seqs).toEqual([2])
    expect(Math.max(...owner.sent.map(({ chars }) => chars))).toBeLessThan(256 * 1024)
  })

  it('costs an owner as much as there are gateways, however many listen there', async () => {
    const here = world()
    const owner = here.open('owner')
    here.give(ROOM, 'owner')
    here.commits(ROOM, SENT)
    const gateways = ['g1', 'g2', 'g3'].map((nodeId) => here.open(nodeId))
    for (const gateway of gateways) for (let n = 0; n < 1_000; n++) gateway.listen(ROOM)
    await here.turn()
    const before = owner.sent.length
    let encoded = 0
    const text = { toJSON: () => `encoded ${++encoded} times` }
    here.commits(ROOM, ['message.sent', { text }], SENT, SENT)
    await here.turn()
    expect(owner.sent.slice(before).map(({ subject }) => subject)).toEqual(['gw.g1', 'gw.g2', 'gw.g3'])
    expect(encoded).toBe(1)
    for (const gateway of gateways) expect(gateway.fanout.size().others?.wants.rooms).toBe(1)
  })

  it('fills as few envelopes as it needs, none larger than the bus carries', async () => {
    const { here, owner, gateway, listener } = await ownerAndGateway()
    const rooms = Array.from({ length: 40 }, (_, n) => `large-${n}`)
    for (const roomId of rooms) {
      here.give(roomId, 'owner')
      gateway.listen(roomId)
    }
    await here.turn()
    const before = owner.sent.length
    for (const roomId of rooms) here.commits(roomId, ['message.sent', { text: 'x'.repeat(24_000) }])
    here.commits(ROOM, SENT)
    await here.turn()
    const sent = owner.sent.slice(before)
    expect(sent).toHaveLength(4)
    for (const { chars } of sent) expect(chars).toBeLessThan(256 * 1024)
    expect(listener.seqs).toEqual([2])
  })

  it('tells every node who joined, and makes them ask when a word of it was lost', async () => {
    const { here, owner, gateway } = await ownerAndGateway()
    here.give('room-2', 'owner')
    here.commits('room-2', ['member.invited', { userIds: ['bob'] }])
    await here.turn()
    expect(gateway.moved).toEqual([['room-2', ['bob'], []]])
    expect(owner.moved).toEqual([])
    await here.pass(5_100)
    const before = gateway.rechecks
    here.fate = () => 'lost'
    here.commits('room-2', ['member.removed', { userId: 'bob' }])
    await here.turn()
    here.fate = () => 'passes'
    await here.pass(5_100)
    expect(gateway.rechecks).toBe(before + 1)
    await here.pass(10_000)
    expect(gateway.rechecks).toBe(before + 1)
  })

  it('brings everything to everybody, once and in order, whatever the bus does', async () => {
    const step = weighted({
      commit: 8,
      listen: 2,
      'stop listening': 1,
      move: 1,
      cut: 1,
      mend: 1,
      time: 2,
      'a turn': 4,
    })
    const property = fc.asyncProperty(
      fc.array(step, { minLength: 10, maxLength: 80 }),
      fc.infiniteStream(fc.nat()),
      async (steps, random) => {
        const here = world()
        const pick = <Item>(items: readonly Item[]): Item =>
          items[(random.next().value as number) % items.length] as Item
        const nodes = ['a', 'b', 'c'].map((nodeId) => here.open(nodeId))
        const rooms = ['r1', 'r2', 'r3']
        for (const [index, roomId] of rooms.entries()) {
          here.give(roomId, nodes[index]?.nodeId ?? null)
          here.commits(roomId, SENT)
        }
        await here.turn()
        here.fate = () => pick(['passes', 'passes', 'passes', 'passes', 'lost', 'doubled', 'late'])
        here.requestFate = () => pick(['passes', 'passes', 'passes', 'is lost', 'loses its answer'])
        const open: { roomId: string; listener: ReturnType<TestNode['listen']> }[] = []
        for (const what of steps) {
          if (what === 'commit') here.commits(pick(rooms), SENT)
          else if (what === 'listen') {
            const roomId = pick(rooms)
            open.push({ roomId, listener: pick(nodes).listen(roomId) })
          } else if (what === 'stop listening') open.pop()?.listener.stop()
          else if (what === 'move') {
            // it takes the database, so what was committed before has been told
            await here.turn()
            here.give(pick(rooms), pick(nodes).nodeId)
          } else if (what === 'cut') pick(nodes).wire.cut()
          else if (what === 'mend') pick(nodes).wire.mend()
          else if (what === 'time') await here.pass(pick([50, 300, 1_500]))
          else await here.turn()
        }
        here.fate = () => 'passes'
        here.requestFate = () => 'passes'
        for (const { wire } of nodes) wire.mend()
        await here.pass(12_000)
        for (const { roomId, listener } of open) {
          const head = here.journal.get(roomId)?.length ?? 0
          // Who began at the head has heard nothing, or all since.
          expect(listener.seqs).toEqual(upTo(head, listener.seqs[0] ?? head + 1))
        }
        for (const { fanout } of nodes) {
          for (const roomId of rooms) {
            const head = here.journal.get(roomId)?.length ?? 0
            for (const seq of [0, 1, head - 1, head]) {
              const [caught] = await fanout.resume([{ roomId, from: { epoch: EPOCH, seq } }])
              const missed = caught?.missed.flatMap(({ json }) => JSON.parse(json) as { seq: number }[])
              expect([caught?.head, missed?.map((event) => event.seq)]).toEqual([head, upTo(head, seq + 1)])
            }
          }
          expect(fanout.size().others?.wants.untold).toBe(0)
          expect(fanout.size().repair).toEqual({ rooms: 0, chars: 0 })
          fanout.stop()
        }
      },
    )
    await fc.assert(property, { numRuns: 40 })
  })
})
