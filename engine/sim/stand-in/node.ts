/** TEMPORARY node until membership, forward and fan-out of a cluster are there. */

import type { Listeners, Ownership, Wish } from '../../actors/ports.ts'
import { makeRuntime } from '../../actors/runtime.ts'
import type { NodeSeen, ShardSeen, View } from '../../cluster/control.ts'
import { conversationKind } from '../../conversation/kind.ts'
import { makeFanout } from '../../fanout/fanout.ts'
import type { EventsFound } from '../../fanout/history.ts'
import { makeResume } from '../../fanout/resume.ts'
import type { Batch } from '../../fanout/sink.ts'
import { Tail } from '../../fanout/tail.ts'
import { idSource } from '../../kernel/ids.ts'
import { shardOf } from '../../kernel/shard.ts'
import { type Reason, Refusal } from '../../protocol/errors.ts'
import { makeGateway } from '../gateway.ts'
import type { NodeParts, SimNode } from '../sim-cluster.ts'

export async function startStandIn(parts: NodeParts): Promise<SimNode> {
  const { process, nodeId, incarnation, control, bug, chance, world } = parts
  const bus = bug?.bus?.(parts.bus) ?? parts.bus
  const { clock } = process
  const self = { nodeId, incarnation, address: null }
  let view: View = await control.enter(self)
  const epoch = view.epoch
  const lostShards = new Set<string>()
  let onMoved = () => {}
  let sureSince = clock.now()
  let okSince = clock.now()
  /** Who could not give a shard away still owns it; the fence says otherwise if that is wrong. */
  const giveAway = async (going: readonly ShardSeen[], to: NodeSeen) => {
    const given = await control.handOver(self, going, to).catch((): readonly number[] => [])
    for (const { shard, term } of going) if (!given.includes(shard)) lostShards.delete(`${shard} ${term}`)
  }
  const tick = async () => {
    try {
      const askedAt = clock.now()
      const answer = await control.beat(self)
      sureSince = askedAt
      if (!answer.isAlive) return parts.onFenced('declared dead')
      const before = view.shards
      view = answer.view
      if (before !== view.shards) onMoved()
      if (view.epoch !== epoch) return parts.onEpoch()
      const dead = view.nodes.filter(
        (n) =>
          (n.status === 'up' || n.status === 'leaving') &&
          n.nodeId !== nodeId &&
          ((n.beatAgeMs >= 5000 && clock.now() - okSince > 5000) || n.isGone),
      )
      if (dead.length) await control.declareDead(self, dead, 5000)
      const ups = view.nodes.filter((n) => n.status === 'up')
      const free = view.shards.filter((s) => {
        const owner = s.owner && view.nodes.find((n) => n.incarnation === s.owner?.incarnation)
        return (
          (!owner || owner.status === 'dead' || owner.status === 'left') &&
          ups[s.shard % ups.length]?.nodeId === nodeId
        )
      })
      if (free.length) await control.claim(self, free)
      const mine = view.shards.filter((s) => s.owner?.incarnation === incarnation)
      const poorest = ups
        .map((n) => ({ n, has: view.shards.filter((s) => s.owner?.incarnation === n.incarnation).length }))
        .sort((one, other) => one.has - other.has)[0]
      if (poorest && mine.length - poorest.has > 25) {
        const going = mine.slice(0, 25)
        for (const { shard, term } of going) lostShards.add(`${shard} ${term}`)
        clock.after(100, () => void giveAway(going, poorest.n))
      }
    } catch {
      okSince = clock.now()
    }
    clock.after(1000, () => void tick())
  }
  clock.after(300, () => void tick())
  const ownership: Ownership = {
    termOf(shard) {
      const s = view.shards[shard]
      return s?.owner?.incarnation === incarnation && !lostShards.has(`${shard} ${s.term}`) ? s.term : null
    },
    isCertain: () => Math.abs(clock.now() - sureSince) < 4_000,
    lost: (shard) => void lostShards.add(`${shard} ${view.shards[shard]?.term}`),
  }
  const random = chance.fork(incarnation).random
  let gatewayPublish = (_b: Batch) => {}
  const fan = makeFanout({ epoch, history: parts.history, clock })
  const heads = new Map<string, number>()
  fan.attach({
    publish: (batch: Batch) => {
      heads.set(batch.roomId, batch.lastSeq)
      gatewayPublish(batch)
      bus.publish('batches', JSON.stringify({ from: nodeId, epoch, batch }))
    },
  } as never)
  const wrapped = bug?.ports?.({ journal: parts.journal, ownership, listeners: fan }) ?? {
    journal: parts.journal,
    ownership,
    listeners: fan as Listeners,
  }
  const runtime = makeRuntime({
    kinds: [conversationKind],
    limits: parts.limits,
    ...wrapped,
    clock,
    newId: idSource(clock.now, random),
    gauges: { committed() {}, refused() {}, resident() {}, waiting() {} },
    log: {
      warn: (_d, m) => world.story.tell(process.name, () => m),
      error: (_d, m) => world.story.tell(process.name, () => m),
    },
  })
  const resume = makeResume({ epoch, history: parts.history, tail: new Tail() })
  const gateway = makeGateway({
    name: process.name,
    epoch,
    resume: bug?.resume?.(resume, epoch) ?? resume,
    clock,
    story: world.story,
    want() {},
    unwant() {},
  })
  gatewayPublish = gateway.sink.publish
  const digest = () => {
    for (const [roomId, seq] of heads)
      bus.publish('digests', JSON.stringify({ digest: [roomId, seq], epoch }))
    clock.after(5000, digest)
  }
  digest()
  const poll = async () => {
    const wanted = gateway.rooms().map((roomId) => ({ roomId, after: gateway.sink.lastSeqOf(roomId) ?? 0 }))
    if (wanted.length === 0) return
    try {
      for (const found of await parts.history.eventsAfter(wanted, 500)) repair(found)
    } catch {
      clock.after(1000, () => void poll())
    }
  }
  const repair = ({ roomId, head, events }: EventsFound) => {
    const first = events?.[0]?.seq
    if (first === undefined) return
    world.story.count('repairs')
    gateway.sink.publish({
      roomId,
      firstSeq: first,
      lastSeq: head,
      position: `${epoch}:${head}`,
      json: JSON.stringify(events),
      joined: [],
      left: [],
    })
  }
  onMoved = () => void poll()
  bus.onChange((isConnected) => isConnected && void poll())
  bus.subscribe('digests', (text) => {
    const m = JSON.parse(text)
    const last = gateway.sink.lastSeqOf(m.digest[0])
    if (m.epoch !== epoch || last === undefined || last >= m.digest[1]) return
    const again = { roomId: m.digest[0], after: last }
    void parts.history.eventsAfter([again], 500).then(
      ([found]) => found && repair(found),
      () => {},
    )
  })
  bus.subscribe('batches', (text) => {
    const m = JSON.parse(text)
    if (m.from !== nodeId && m.epoch === epoch) gateway.sink.publish(m.batch)
  })
  bus.answer(`n.${nodeId}`, async (text) => {
    try {
      return JSON.stringify({ ok: await runtime.deliver(JSON.parse(text)) })
    } catch (e) {
      return JSON.stringify({ refused: (e as Refusal).reason })
    }
  })
  return {
    epoch,
    runtime,
    gateway,
    async deliver(wish: Wish) {
      const shard = shardOf(wish.roomId)
      if (ownership.termOf(shard) !== null) return runtime.deliver(wish)
      const owner = view.shards[shard]?.owner
      if (!owner) throw new Refusal('NOT_OWNER')
      const text = await bus.request(`n.${owner.nodeId}`, JSON.stringify(wish), 1000).catch(() => {
        throw new Refusal('UNAVAILABLE')
      })
      const a = JSON.parse(text)
      if (a.ok) return a.ok
      if (a.refused === 'NOT_OWNER') world.story.count('redirects')
      throw new Refusal(a.refused as Reason)
    },
    sizes: () => [['commands waiting', runtime.inspect().waiting, 20_000]],
    async stop() {
      await runtime.drain()
      await control.leave(self, 'left')
    },
  }
}
