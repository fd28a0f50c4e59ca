/** Members on a register in memory, under a clock that tests move: what takes seconds elsewhere is told in steps here. */
import { beforeEach, describe, expect, it } from 'vitest'
import { SHARD_COUNT } from '../kernel/shard.ts'
import { type ManualClock, makeManualClock } from '../sim/manual-clock.ts'
import { type MemoryControl, makeMemoryControl } from '../sim/memory-control.ts'
import type { Control } from './control.ts'
import { type LocalBroker, type LocalBus, makeLocalBroker } from './local-bus.ts'
import { type JoinOptions, join, type Membership } from './membership.ts'

const LOG = { info() {}, warn() {}, error() {} }

let clock: ManualClock
let register: MemoryControl
let broker: LocalBroker
let gone: Set<string>

beforeEach(() => {
  clock = makeManualClock()
  gone = new Set()
  const startedAt = clock.now()
  register = makeMemoryControl({ now: () => clock.now() - startedAt, isGone: (life) => gone.has(life) })
  broker = makeLocalBroker({ clock, log: LOG })
})

/** Lets time pass in small steps, and everything that follows from each. */
async function pass(ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 10) {
    clock.advance(10)
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
}

interface Member {
  readonly member: Membership
  readonly bus: LocalBus
  /** What becomes of its statements from now on. */
  readonly ways: { lost: boolean; unheard: boolean; frozen: boolean }
  readonly endings: string[]
  readonly released: number[]
}

async function enter(nodeId: string, options: Partial<JoinOptions> = {}): Promise<Member> {
  const ways = { lost: false, unheard: false, frozen: false }
  const endings: string[] = []
  const released: number[] = []
  const through =
    <Given extends unknown[], Result>(ask: (...given: Given) => Promise<Result>) =>
    async (...given: Given): Promise<Result> => {
      if (ways.frozen) return new Promise<Result>(() => {})
      if (ways.lost) throw new Error('the database cannot be asked')
      const result = await ask(...given)
      if (ways.unheard) throw new Error('nobody heard the answer')
      return result
    }
  const { control } = register
  const torn: Control = {
    enter: through(control.enter),
    beat: through(control.beat),
    declareDead: through(control.declareDead),
    claim: through(control.claim),
    handOver: through(control.handOver),
    leave: through(control.leave),
  }
  const bus = broker.connect()
  let entered: Membership | null = null
  void join({
    control: torn,
    bus,
    clock,
    nodeId,
    incarnation: `${nodeId}.${register.view().nodes.length}`,
    epoch: register.view().epoch,
    release: async (shards) => void released.push(...shards),
    log: LOG,
    onFenced: (why) => void endings.push(why),
    onEpoch: (epoch) => void endings.push(epoch),
    ...options,
  }).then((member) => {
    entered = member
  })
  for (let waitedMs = 0; entered === null; waitedMs += 10) {
    expect(waitedMs, `${nodeId} enters`).toBeLessThan(20_000)
    await pass(10)
  }
  return { member: entered, bus, ways, endings, released }
}

const shardsOf = ({ member }: Member) =>
  Array.from({ length: SHARD_COUNT }, (_, shard) => shard).filter((shard) => member.termOf(shard) !== null)

describe('a member', () => {
  it('alone has every shard as soon as it has entered', async () => {
    const ann = await enter('ann')
    expect(shardsOf(ann)).toHaveLength(SHARD_COUNT)
    expect(ann.member.isCertain()).toBe(true)
  })

  it('beside others gets its share within seconds, and each shard has one owner all the while', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    expect(shardsOf(bob)).toHaveLength(0)
    for (let passedMs = 0; passedMs < 4_000; passedMs += 50) {
      await pass(50)
      const both = shardsOf(ann).filter((shard) => bob.member.termOf(shard) !== null)
      expect(both).toEqual([])
    }
    expect(shardsOf(ann).length + shardsOf(bob).length).toBe(SHARD_COUNT)
    expect(shardsOf(bob).length).toBeGreaterThan(90)
    expect(ann.released.toSorted()).toEqual(shardsOf(bob).toSorted())
    const [shard = 0] = shardsOf(bob)
    expect(ann.member.ownerOf(shard)).toEqual({ nodeId: 'bob', term: 2 })
  })

  it('knows how the cluster stands, what it has done, and how old its knowledge is', async () => {
    const ann = await enter('ann', { address: 'http://ann.example.org' })
    expect(ann.member.standing()).toMatchObject({ nodeId: 'ann', unowned: 0, members: [{ termMax: 1 }] })
    const bob = await enter('bob')
    await pass(4_000)
    const bobs = shardsOf(bob).length
    bob.ways.lost = true
    await pass(700)
    const { members, deeds, knownMs } = bob.member.standing()
    expect(deeds).toMatchObject({ claimed: 0, given: 0 })
    expect(deeds.unanswered).toBeGreaterThan(0)
    expect(knownMs).toBeGreaterThanOrEqual(700)
    expect(members.find(({ nodeId }) => nodeId === 'ann')?.beatAgeMs).toBeGreaterThanOrEqual(700)

    bob.bus.cut()
    gone.add(bob.member.incarnation)
    await pass(1_000)
    const { members: left, owners, ...rest } = ann.member.standing()
    expect(rest).toMatchObject({
      unowned: 0,
      deeds: { tookOver: 1, claimed: SHARD_COUNT + bobs, given: bobs },
    })
    expect(left).toMatchObject([
      { nodeId: 'ann', status: 'up', address: 'http://ann.example.org', shards: SHARD_COUNT, termMax: 3 },
      { nodeId: 'bob', status: 'dead', address: null, shards: 0, termMax: 0 },
    ])
    expect(owners.every((owner) => owner?.nodeId === 'ann')).toBe(true)
  })

  it('is taken over a second after it was killed, if nobody tells anybody', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    await pass(4_000)
    bob.ways.frozen = true
    bob.bus.cut()
    gone.add(bob.member.incarnation)
    await pass(400)
    expect(shardsOf(ann).length).toBeLessThan(SHARD_COUNT)
    await pass(800)
    expect(shardsOf(ann)).toHaveLength(SHARD_COUNT)
  })

  it('is taken over after five seconds of silence without any sign, and ends when it beats again', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    await pass(4_000)
    bob.ways.lost = true
    await pass(4_500)
    expect(shardsOf(ann).length).toBeLessThan(SHARD_COUNT)
    // so long it keeps its shards: an unanswered beat proves nothing
    expect(shardsOf(bob).length).toBeGreaterThan(90)
    expect(bob.member.isCertain()).toBe(false)
    await pass(1_500)
    expect(shardsOf(ann)).toHaveLength(SHARD_COUNT)
    bob.ways.lost = false
    await pass(1_000)
    expect(bob.endings).toEqual(['this node was declared dead'])
    expect(shardsOf(bob)).toEqual([])
  })

  it('blames nobody for an outage that all had, however long it was', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    await pass(4_000)
    for (const { ways } of [ann, bob]) ways.lost = true
    await pass(30_000)
    await expect(ann.member.check()).rejects.toThrow('no beat answered')
    ann.ways.lost = false
    // the other one is slower to come back
    await pass(2_000)
    bob.ways.lost = false
    await pass(10_000)
    expect([...ann.endings, ...bob.endings]).toEqual([])
    expect(shardsOf(ann).length + shardsOf(bob).length).toBe(SHARD_COUNT)
    expect(await register.control.claim({ nodeId: 'x', incarnation: 'x', address: null }, [])).toEqual(
      new Map(),
    )
  })

  it('lives as long as it beats, although nobody reaches it over the bus', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    await pass(4_000)
    bob.bus.cut()
    for (let times = 0; times < 500; times++) {
      ann.member.suspect('bob')
      await pass(10)
    }
    expect(bob.endings).toEqual([])
    expect(shardsOf(bob).length).toBeGreaterThan(90)
  })

  it('hands all over when it leaves, and the others serve within moments', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    await pass(4_000)
    const left = bob.member.handOff()
    await pass(200)
    await left
    expect(shardsOf(ann)).toHaveLength(SHARD_COUNT)
    expect(shardsOf(bob)).toEqual([])
    expect(ann.member.members()).toContain('bob')
    const over = bob.member.leave()
    await pass(100)
    await over
    expect(ann.member.members()).not.toContain('bob')
  })

  it('keeps serving what it could not hand over, once it is sure that it could not', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    ann.ways.lost = true
    await pass(1_900)
    const left = ann.member.handOff()
    await pass(500)
    ann.ways.lost = false
    await pass(2_000)
    await left
    expect(shardsOf(ann).length + shardsOf(bob).length).toBe(SHARD_COUNT)
    expect(ann.endings).toEqual([])
  })

  it('finds out what became of a hand-over whose answer was lost', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    await pass(1_500)
    ann.ways.unheard = true
    await pass(1_500)
    ann.ways.unheard = false
    await pass(4_000)
    expect(shardsOf(ann).filter((shard) => bob.member.termOf(shard) !== null)).toEqual([])
    expect(shardsOf(ann).length + shardsOf(bob).length).toBe(SHARD_COUNT)
  })

  it('believes others who know of a later owner, and looks when they say it is ours', async () => {
    const ann = await enter('ann')
    const bob = await enter('bob')
    await pass(100)
    ann.member.learn(3, { nodeId: 'bob', term: 9 })
    expect(ann.member.ownerOf(3)).toEqual({ nodeId: 'bob', term: 9 })
    expect(ann.member.termOf(3)).toBeNull()
    ann.member.learn(3, { nodeId: 'cat', term: 8 })
    expect(ann.member.ownerOf(3)).toEqual({ nodeId: 'bob', term: 9 })
    bob.member.learn(4, { nodeId: 'bob', term: 9 })
    expect(bob.member.termOf(4)).toBeNull()
  })

  it('begins another life when the database has failed over', async () => {
    const ann = await enter('ann')
    register.mark()()
    await pass(1_000)
    expect(ann.endings).toEqual(['e2'])
    expect(shardsOf(ann)).toEqual([])
    const again = await enter('ann', { epoch: 'e2', incarnation: 'ann.again' }).catch(() => null)
    expect(again?.member.termOf(0)).toBeGreaterThan(1_000_000)
  })

  it('must not be beside another one that must be alone', async () => {
    await enter('ann')
    const refused = join({
      control: register.control,
      bus: null,
      clock,
      nodeId: 'bob',
      incarnation: 'bob.1',
      epoch: 'e1',
      isAlone: true,
      release: async () => {},
      log: LOG,
      onFenced() {},
      onEpoch() {},
    }).catch((error: Error) => error.message)
    await pass(2_000)
    expect(await refused).toMatch(/another Parley process \(node ann, beat 0\.\d s ago\) owns this database/)
  })
})
