/** One node of a simulated cluster, wired as `engine/node.ts` wires a real one, without sockets: `startSimNode`. */
import { makeRuntime, type Runtime } from '../actors/runtime.ts'
import { type Forward, makeForward } from '../cluster/forward.ts'
import { join } from '../cluster/membership.ts'
import { conversationKind } from '../conversation/kind.ts'
import { makeFanout } from '../fanout/fanout.ts'
import { idSource } from '../kernel/ids.ts'
import { makeGateway } from './gateway.ts'
import type { NodeParts, SimNode } from './sim-cluster.ts'

export async function startSimNode(parts: NodeParts): Promise<SimNode> {
  const { process, nodeId, incarnation, control, bug, chance, world, history, epoch } = parts
  const bus = bug?.bus?.(parts.bus) ?? parts.bus
  const { clock } = process
  const say = (_detail: object, message: string) => world.story.tell(process.name, () => message)
  const log = { info: say, warn: say, error: say }
  // as in a real node: both exist soon after
  let rooms: Runtime | null = null
  let forward: Forward | null = null
  const membership = await join({
    control,
    bus,
    clock,
    nodeId,
    incarnation,
    epoch,
    release: async (shards) => (bug?.release ? bug.release() : rooms?.release(shards)),
    log,
    onFenced: parts.onFenced,
    onEpoch() {
      forward?.close()
      parts.onEpoch()
    },
  })
  const fanout = makeFanout({
    epoch,
    history,
    clock,
    log,
    cluster: { bus, directory: membership, life: incarnation, otherEpoch: membership.look },
  })
  const ports = { journal: parts.journal, ownership: membership, listeners: fanout }
  const runtime = makeRuntime({
    kinds: [conversationKind],
    limits: parts.limits,
    ...(bug?.ports?.(ports) ?? ports),
    clock,
    newId: idSource(clock.now, chance.fork(incarnation).random),
    gauges: { committed() {}, refused() {}, resident() {}, waiting() {} },
    log,
  })
  rooms = runtime
  const ways = makeForward({
    bus,
    directory: membership,
    deliver: runtime.deliver,
    clock,
    log,
    addressOf: membership.addressOf,
    gauges: { forwarded() {}, redirected: () => world.story.count('redirects'), waiting() {} },
  })
  forward = ways
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
    deliver: ways.deliver,
    sizes() {
      for (; repaired < fanout.size().repaired; repaired++) world.story.count('repairs')
      return [
        ['commands waiting', runtime.inspect().waiting, 20_000],
        ['wishes under way', ways.inspect().underWay, 4_000 * 5],
        ['wishes waiting for a move', ways.inspect().waiting, 1_000],
      ]
    },
    async stop() {
      await membership.handOff()
      await runtime.drain()
      await membership.leave()
      ways.close()
      fanout.stop()
    },
  }
}
