/** One node of a simulated cluster, wired as `engine/node.ts` wires a real one, without sockets: `startSimNode`. */
import { type Alarm, makeAlarm } from '../actors/alarm.ts'
import type { Log } from '../actors/ports.ts'
import { makeRuntime, type Runtime } from '../actors/runtime.ts'
import type { Directory } from '../cluster/directory.ts'
import { type Forward, makeForward } from '../cluster/forward.ts'
import { join } from '../cluster/membership.ts'
import { conversationKind } from '../conversation/kind.ts'
import { makeFanout } from '../fanout/fanout.ts'
import { anchoredClock } from '../host/anchored-clock.ts'
import type { Clock } from '../kernel/clock.ts'
import { type IdSource, idSource } from '../kernel/ids.ts'
import { postKind } from '../post/kind.ts'
import { makeReadPost } from '../post/read.ts'
import { makeRing } from '../post/ring.ts'
import { makeGateway } from './gateway.ts'
import type { Machinery } from './machinery.ts'
import type { NodeParts, SimNode } from './sim-cluster.ts'
import { BEGINNING_MS } from './world.ts'

export async function startSimNode(parts: NodeParts): Promise<SimNode> {
  const { process, nodeId, incarnation, control, bug, chance, world, history, epoch, machinery } = parts
  const bus = bug?.bus?.(parts.bus) ?? parts.bus
  // conversations must be right by any clock, so where there are no posts every node keeps its wrong one
  const anchored = machinery && anchoredClock(process.clock, process.counter)
  const clock = anchored ?? process.clock
  anchored?.anchor(await parts.time(), 0)
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
    onTime: (nowMs, tookMs) => anchored?.anchor(BEGINNING_MS + nowMs, tookMs),
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
  const { journal, setDues } = parts
  const ports = { journal, ownership: membership, listeners: fanout, setDues }
  const newId = idSource(clock.now, chance.fork(incarnation).random)
  let alarm: Alarm | null = null
  const runtime = makeRuntime({
    kinds: machinery === null ? [conversationKind] : [conversationKind, postKind],
    alarm: { note: (roomId, changes) => alarm?.note(roomId, changes) },
    limits: parts.limits,
    ...(bug?.ports?.(ports) ?? ports),
    clock,
    newId,
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
  if (machinery !== null) {
    alarm = startAlarm(parts, machinery, { ownership: membership, deliver: ways.deliver, newId, clock, log })
    membership.onMoved(alarm.look)
  }
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
      await alarm?.stop()
      await runtime.drain()
      await membership.leave()
      ways.close()
      fanout.stop()
    },
  }
}

interface AlarmWiring {
  readonly ownership: Directory
  readonly deliver: SimNode['deliver']
  readonly newId: IdSource
  readonly clock: Clock
  readonly log: Log
}

function startAlarm({ journal, dues, bug }: NodeParts, machinery: Machinery, wiring: AlarmWiring): Alarm {
  const { ownership, deliver, newId, clock, log } = wiring
  const plain = { deliver: machinery.over(deliver), read: makeReadPost(journal), newId, clock }
  const visitor = bug?.visitor?.(plain) ?? plain
  const linksOf = async (_organisationId: string, mediaIds: readonly string[]) =>
    mediaIds.map((mediaId) => `/media/${mediaId}`)
  const ring = makeRing({ ...visitor, linksOf, isHeld: dues.isHeld })
  return makeAlarm({ dues, ownership, clock, ring, log })
}
