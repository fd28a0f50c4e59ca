/** Stands in for membership: it beats, claims, hands over, and is as naive as that. Everything around it is real. */
import type { Ownership } from '../../actors/ports.ts'
import { makeRuntime } from '../../actors/runtime.ts'
import type { NodeSeen, ShardSeen, View } from '../../cluster/control.ts'
import type { Directory, Owner } from '../../cluster/directory.ts'
import { makeForward } from '../../cluster/forward.ts'
import { conversationKind } from '../../conversation/kind.ts'
import { makeFanout } from '../../fanout/fanout.ts'
import { idSource } from '../../kernel/ids.ts'
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
  const moveHearers = new Set<(shards: readonly number[]) => void>()
  const learned = new Map<number, Owner>()
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
      const moved = view.shards.filter((seen, shard) => seen !== before[shard]).map(({ shard }) => shard)
      if (moved.length > 0) for (const hear of [...moveHearers]) hear(moved)
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
  const directory: Directory = {
    nodeId,
    ...ownership,
    ownerOf(shard) {
      const known = learned.get(shard)
      const seen = view.shards[shard]
      if (known && known.term > (seen?.term ?? 0)) return known
      return seen?.owner ? { nodeId: seen.owner.nodeId, term: seen.term } : null
    },
    learn(shard, owner) {
      if (owner.term > (directory.ownerOf(shard)?.term ?? 0)) learned.set(shard, owner)
    },
    suspect() {},
    onMoved(hear) {
      moveHearers.add(hear)
      return () => void moveHearers.delete(hear)
    },
    members: () =>
      view.nodes.filter(({ status }) => status === 'up' || status === 'leaving').map((n) => n.nodeId),
  }
  const log = {
    warn: (_detail: object, message: string) => world.story.tell(process.name, () => message),
    error: (_detail: object, message: string) => world.story.tell(process.name, () => message),
  }
  const fanout = makeFanout({
    epoch,
    history: parts.history,
    clock,
    log,
    cluster: { bus, directory, life: incarnation },
  })
  const wrapped = bug?.ports?.({ journal: parts.journal, ownership, listeners: fanout }) ?? {
    journal: parts.journal,
    ownership,
    listeners: fanout,
  }
  const runtime = makeRuntime({
    kinds: [conversationKind],
    limits: parts.limits,
    ...wrapped,
    clock,
    newId: idSource(clock.now, chance.fork(incarnation).random),
    gauges: { committed() {}, refused() {}, resident() {}, waiting() {} },
    log,
  })
  const forward = makeForward({
    bus,
    directory,
    deliver: runtime.deliver,
    clock,
    log,
    addressOf: () => null,
    gauges: { forwarded() {}, redirected: () => world.story.count('redirects'), waiting() {} },
  })
  const gateway = makeGateway({
    name: process.name,
    epoch,
    resume: bug?.resume?.(fanout.resume, epoch) ?? fanout.resume,
    clock,
    story: world.story,
    ...fanout.interest,
  })
  fanout.attach(gateway.sink)
  let repaired = 0
  return {
    epoch,
    runtime,
    gateway,
    deliver: forward.deliver,
    sizes() {
      for (; repaired < fanout.size().repaired; repaired++) world.story.count('repairs')
      return [
        ['commands waiting', runtime.inspect().waiting, 20_000],
        ['wishes under way', forward.inspect().underWay, 4_000 * 5],
        ['wishes waiting for a move', forward.inspect().waiting, 1_000],
      ]
    },
    async stop() {
      await runtime.drain()
      await control.leave(self, 'left')
    },
  }
}
