/** What every register must do: one suite, `controlSuite`, that the one in PostgreSQL and the one in memory pass. */
import { randomUUID } from 'node:crypto'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { must } from '../kernel/assert.ts'
import { SHARD_COUNT } from '../kernel/shard.ts'
import { type Control, NameTaken, type NodeSeen, type Self, type View } from './control.ts'

export interface RegisterUnderTest {
  /** Forgets everything. */
  clear(): Promise<void>
  /** The register as a process of this name sees it, with its sessions. */
  control(self: Self): Promise<Control>
  /** As if the last beat of all had been so long ago. */
  age(ms: number): Promise<void>
  /** The process ends without a word, as by SIGKILL. */
  kill(self: Self): Promise<void>
  /** The database fails over to a standby that had missed so many failovers, this one included; no row is lost. */
  failOver(missed?: number): Promise<void>
  close(): Promise<void>
}

/** Registers the suite. `make` is called once. */
export function controlSuite(name: string, make: () => Promise<RegisterUnderTest>): void {
  let register: RegisterUnderTest
  beforeEach(async () => {
    register ??= await make()
    await register.clear()
  })
  afterAll(() => register.close())

  async function process(nodeId: string) {
    const self: Self = { nodeId, incarnation: randomUUID(), address: `http://${nodeId}.example.org` }
    const control = await register.control(self)
    return { ...self, self, control, look: async () => (await control.beat(self)).view }
  }
  async function member(nodeId: string) {
    const entered = await process(nodeId)
    return { ...entered, view: await entered.control.enter(entered.self) }
  }
  const nodeOf = (view: View, nodeId: string): NodeSeen =>
    must(
      view.nodes.find((node) => node.nodeId === nodeId),
      `${nodeId} is in the register`,
    )
  const shardsOf = (view: View, { nodeId }: Self) =>
    view.shards.filter(({ owner }) => owner?.nodeId === nodeId).map(({ shard }) => shard)
  const sorted = (found: ReadonlyMap<number, number>) => [...found].sort(([one], [other]) => one - other)

  describe(`${name}, as a register`, () => {
    it('shows who is in it, and all shards without an owner', async () => {
      const ann = await member('ann')
      const bob = await member('bob')
      expect(bob.view.nodes.map(({ nodeId }) => nodeId).sort()).toEqual(['ann', 'bob'])
      const { beatAgeMs, ...seen } = nodeOf(bob.view, 'ann')
      expect(seen).toEqual({ ...ann.self, status: 'up', isGone: false })
      expect(beatAgeMs).toBeGreaterThanOrEqual(0)
      expect(bob.view.shards).toHaveLength(SHARD_COUNT)
      expect(bob.view.shards[7]).toEqual({ shard: 7, term: 0, owner: null })
      expect(bob.view.epoch).not.toBe('')
    })

    it('gives a shard to whoever asks first, under its next term', async () => {
      const ann = await member('ann')
      const bob = await member('bob')
      const free = [
        { shard: 9, term: 0 },
        { shard: 3, term: 0 },
      ]
      expect(sorted(await ann.control.claim(ann.self, free))).toEqual([
        [3, 1],
        [9, 1],
      ])
      expect(sorted(await bob.control.claim(bob.self, [...free, { shard: 4, term: 0 }]))).toEqual([[4, 1]])
      // neither at the term it has now, while its owner is in
      expect(sorted(await bob.control.claim(bob.self, [{ shard: 3, term: 1 }]))).toEqual([])
      const view = await bob.look()
      expect(shardsOf(view, ann.self)).toEqual([3, 9])
      expect(view.shards[3]).toEqual({
        shard: 3,
        term: 1,
        owner: { nodeId: 'ann', incarnation: ann.incarnation },
      })
    })

    it('declares nobody dead who has just beaten', async () => {
      const ann = await member('ann')
      const bob = await member('bob')
      await register.age(20_000)
      expect((await bob.control.beat(bob.self)).isAlive).toBe(true)
      expect(await ann.control.declareDead(ann.self, [bob.self], 10_000)).toEqual([])
      expect(nodeOf(await bob.look(), 'bob').status).toBe('up')
    })

    it('tells how long one has been silent, and the gap between two beats', async () => {
      const ann = await member('ann')
      const bob = await member('bob')
      await register.age(3_600_000)
      expect(nodeOf(await ann.look(), 'bob').beatAgeMs).toBeGreaterThanOrEqual(3_600_000)
      expect((await bob.control.beat(bob.self)).gapMs).toBeGreaterThanOrEqual(3_600_000)
      expect((await bob.control.beat(bob.self)).gapMs).toBeLessThan(3_600_000)
    })

    it('lets the silent be declared dead, for ever, and their shards be taken', async () => {
      const ann = await member('ann')
      const bob = await member('bob')
      await ann.control.claim(ann.self, [{ shard: 1, term: 0 }])
      await register.age(60_000)
      await bob.control.beat(bob.self)
      // another life of the name is not meant
      const other = { nodeId: 'ann', incarnation: randomUUID() }
      expect(await bob.control.declareDead(bob.self, [other], 30_000)).toEqual([])
      expect(await bob.control.declareDead(bob.self, [ann.self], 30_000)).toEqual(['ann'])
      expect(sorted(await bob.control.claim(bob.self, [{ shard: 1, term: 1 }]))).toEqual([[1, 2]])
      expect(nodeOf(await bob.look(), 'ann').status).toBe('dead')
      // its sessions were ended, so its first attempt may find a dead socket
      const beat = await ann.control.beat(ann.self).catch(() => ann.control.beat(ann.self))
      expect(beat.isAlive).toBe(false)
      expect(await ann.control.claim(ann.self, [{ shard: 2, term: 0 }])).toEqual(new Map())
      expect(await ann.control.declareDead(ann.self, [bob.self], 0)).toEqual([])
    })

    it('sees at once that a process has ended', async () => {
      const ann = await member('ann')
      const bob = await member('bob')
      await register.kill(ann.self)
      for (;;) {
        if (nodeOf(await bob.look(), 'ann').isGone) break
      }
      expect(nodeOf(await bob.look(), 'bob').isGone).toBe(false)
      expect(await bob.control.declareDead(bob.self, [ann.self, bob.self], 3_600_000)).toEqual(['ann'])
    })

    it('hands shards over to a node that is up, if they are ours at that term', async () => {
      const ann = await member('ann')
      const bob = await member('bob')
      const shards = [1, 2, 3].map((shard) => ({ shard, term: 0 }))
      await ann.control.claim(ann.self, shards)
      const held = shards.map(({ shard }) => ({ shard, term: 1 }))
      expect(await bob.control.handOver(bob.self, held, bob.self)).toEqual([])
      expect(await ann.control.handOver(ann.self, shards, bob.self)).toEqual([])
      const given = await ann.control.handOver(ann.self, held.slice(0, 2), bob.self)
      expect([...given].sort()).toEqual([1, 2])
      expect((await bob.look()).shards[1]).toEqual({
        shard: 1,
        term: 2,
        owner: { nodeId: 'bob', incarnation: bob.incarnation },
      })
      await bob.control.leave(bob.self, 'leaving')
      expect(await ann.control.handOver(ann.self, held.slice(2), bob.self)).toEqual([])
      expect(shardsOf(await ann.look(), ann.self)).toEqual([3])
    })

    it('keeps the shards of one who is leaving, until it has left', async () => {
      const ann = await member('ann')
      const bob = await member('bob')
      await ann.control.claim(ann.self, [{ shard: 5, term: 0 }])
      await ann.control.leave(ann.self, 'leaving')
      expect((await ann.control.beat(ann.self)).isAlive).toBe(true)
      expect(await ann.control.claim(ann.self, [{ shard: 6, term: 0 }])).toEqual(new Map())
      expect(await bob.control.claim(bob.self, [{ shard: 5, term: 1 }])).toEqual(new Map())
      await ann.control.leave(ann.self, 'left')
      expect((await ann.control.beat(ann.self)).isAlive).toBe(false)
      expect(sorted(await bob.control.claim(bob.self, [{ shard: 5, term: 1 }]))).toEqual([[5, 2]])
      await ann.control.leave(ann.self, 'leaving')
      expect(nodeOf(await bob.look(), 'ann').status).toBe('left')
    })

    it('refuses a second life under a name that is alive, and ends the first one that is not', async () => {
      const first = await member('ann')
      await first.control.claim(first.self, [{ shard: 1, term: 0 }])
      const second = await process('ann')
      const refused = await second.control.enter(second.self).catch((error: unknown) => error)
      expect(refused).toBeInstanceOf(NameTaken)
      const again = await second.control.enter(second.self).catch((error: unknown) => error)
      expect((again as NameTaken).beat).toBe((refused as NameTaken).beat)
      await register.age(60_000)
      await second.control.enter(second.self)
      const beat = await first.control.beat(first.self).catch(() => first.control.beat(first.self))
      expect(beat.isAlive).toBe(false)
      expect(sorted(await second.control.claim(second.self, [{ shard: 1, term: 1 }]))).toEqual([[1, 2]])
    })

    it('lets one be alone who wants to be, unless somebody else lives', async () => {
      const ann = await member('ann')
      const bob = await process('bob')
      await expect(bob.control.enter(bob.self, true)).rejects.toBeInstanceOf(NameTaken)
      await register.age(60_000)
      expect(nodeOf(await bob.control.enter(bob.self, true), 'ann').status).toBe('dead')
      const beat = await ann.control.beat(ann.self).catch(() => ann.control.beat(ann.self))
      expect(beat.isAlive).toBe(false)
    })

    it('begins another epoch once after a failover, with terms beyond all that may be lost', async () => {
      const ann = await member('ann')
      const bob = await member('bob')
      await ann.control.claim(ann.self, [{ shard: 1, term: 0 }])
      const before = await bob.look()
      expect((await ann.look()).epoch).toBe(before.epoch)
      await register.failOver()
      const [one, other] = await Promise.all([ann.look(), bob.look()])
      const after = await bob.look()
      expect(after.epoch).not.toBe(before.epoch)
      for (const { epoch } of [one, other]) expect([before.epoch, after.epoch]).toContain(epoch)
      expect(after.shards[1]?.owner).toBeNull()
      expect(after.shards[1]?.term).toBe(1_000_001)
      expect((await ann.look()).epoch).toBe(after.epoch)
      expect(sorted(await ann.control.claim(ann.self, [{ shard: 1, term: 1_000_001 }]))).toEqual([
        [1, 1_000_002],
      ])
    })

    it('gives no term out twice after a failover to a standby that had missed others', async () => {
      const ann = await member('ann')
      await register.failOver(3)
      await ann.look()
      expect((await ann.look()).shards.map(({ term }) => term)).toEqual(Array(SHARD_COUNT).fill(3_000_000))
    })
  })
}
