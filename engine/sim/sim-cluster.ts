/** Nodes, their supervisor, their database and their bus in one world: `makeSimCluster`, with all that can be done to them. */

import type { RuntimeLimits } from '../actors/parts.ts'
import type { Answer, Wish } from '../actors/ports.ts'
import type { Runtime } from '../actors/runtime.ts'
import type { Bus } from '../cluster/bus.ts'
import type { Bug } from './bugs.ts'
import type { Chance } from './chance.ts'
import type { Door } from './door.ts'
import type { Gateway } from './gateway.ts'
import type { Ledger } from './ledger.ts'
import type { Machinery } from './machinery.ts'
import type { Register } from './register.ts'
import { type CutWay, makeSimBroker, type SimBroker } from './sim-bus.ts'
import { makeSimDatabase, type SimDatabase } from './sim-database.ts'
import { makePorts, type Ports } from './sim-ports.ts'
import type { Process, World } from './world.ts'

/** A machine with a name on which one process at a time runs. */
export interface Place {
  readonly nodeId: string
  process: Process
  /** Null while it starts. */
  node: SimNode | null
}

/** What the simulation sees of a running node. */
export interface SimNode {
  readonly epoch: string
  readonly runtime: Runtime
  readonly gateway: Gateway
  readonly deliver: (wish: Wish) => Promise<Answer>
  /** What was measured just now, by name, against its bound. For I12. */
  readonly sizes: () => readonly (readonly [what: string, size: number, bound: number])[]
  stop(): Promise<void>
}

export interface NodeParts extends Ports {
  readonly nodeId: string
  readonly incarnation: string
  readonly process: Process
  readonly bus: Bus
  readonly chance: Chance
  readonly world: World
  readonly bug: Bug | null
  readonly limits: Partial<RuntimeLimits>
  /** Hears what the node asks of its own accord; null in a story without posts. */
  readonly machinery: Machinery | null
  /** As the process has read it from the database when it opened it. */
  readonly epoch: string
  /** The node is over, and its process with it. */
  readonly onFenced: (why: string) => void
  /** History may have been lost: this life of the node is over, and its process begins another one. */
  readonly onEpoch: () => void
}

export interface SimCluster {
  readonly broker: SimBroker
  readonly database: SimDatabase
  readonly ledger: Ledger
  all(): readonly Place[]
  some(chance: Chance): Place
  doors(): readonly Door[]
  /** SIGKILL. When the machine is gone nobody closes its sockets, and its sessions seem to live. */
  kill(place: Place, restartMs: number, isMachineGone: boolean): void
  /** SIGTERM. */
  stop(place: Place, restartMs: number): void
  pause(place: Place): void
  resume(place: Place): void
  cutBus(place: Place, way: CutWay, noticeMs: number | null): void
  healBus(place: Place, afterMs: number): void
  cutDatabase(place: Place, way: 'in' | 'out'): void
  healDatabase(place: Place): void
  /** A standby that lags takes over: what was committed in the last `lagMs` is lost. */
  failOver(lagMs: number, downMs: number): void
}

export interface SimClusterParts {
  readonly world: World
  readonly register: Register
  readonly ledger: Ledger
  readonly nodes: number
  readonly bug: Bug | null
  readonly machinery: Machinery | null
  readonly startNode: (parts: NodeParts) => Promise<SimNode>
}

/** How long a SIGTERM may take before the supervisor kills. */
const STOP_MS = 10_000

export function makeSimCluster({
  world,
  register,
  ledger,
  nodes,
  bug,
  machinery,
  startNode,
}: SimClusterParts): SimCluster {
  const { story } = world
  const broker = makeSimBroker(world)
  const database = makeSimDatabase(world)
  const chance = world.chance.fork('cluster')
  const closers = new Map<SimNode, Set<() => void>>()
  const limits = drawLimits(chance)
  let incarnations = 0
  let isFailingOver = false

  const places = Array.from({ length: nodes }, (_, index): Place => {
    const nodeId = `n${index + 1}`
    return { nodeId, process: world.spawn(nodeId), node: null }
  })
  for (const place of places) world.after(chance.between(0, 800), () => start(place))

  function start(place: Place): void {
    const number = ++incarnations
    const process = world.spawn(`${place.nodeId}.${number}`)
    place.process = process
    place.node = null
    const incarnation = `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`
    const bus = broker.connect(process)
    const restart = (why: string, afterMs: number) => {
      if (place.process !== process) return
      story.tell(process.name, () => `ends: ${why}`)
      process.kill()
      register.gone(process)
      world.after(afterMs, () => start(place))
    }
    register.born(incarnation, process)
    const live = () => {
      void startNode({
        ...makePorts({ ...register, world, database, ledger }, process),
        nodeId: place.nodeId,
        incarnation,
        process,
        bus,
        chance,
        world,
        bug,
        limits,
        machinery,
        epoch: register.view().epoch,
        onFenced: (why) => restart(`fenced: ${why}`, chance.between(200, 1_500)),
        onEpoch: () => restart('another epoch', 50),
      }).then(
        (node) => {
          if (process.status === 'dead') return
          place.node = node
          closers.set(node, new Set())
          story.tell(process.name, () => 'serves')
        },
        (error: unknown) => restart(`cannot start: ${error}`, 500),
      )
    }
    live()
    watch(place, process)
  }

  /** I12, all through the run. */
  function watch(place: Place, process: Process): void {
    const look = () => {
      if (process.status === 'dead') return
      for (const [what, size, bound] of place.node?.sizes() ?? [])
        if (size > bound) story.violate('I12', `${process.name} has ${size} ${what}, at most ${bound}`)
      world.after(500, look)
    }
    world.after(500, look)
  }

  function doorOf(place: Place): Door[] {
    const { node, process } = place
    if (node === null || process.status === 'dead') return []
    const { epoch, gateway, deliver } = node
    const isOpen = () => place.node === node && process.status !== 'dead'
    const onClose = (run: () => void) => void closers.get(node)?.add(run)
    return [{ process, epoch, gateway, deliver, isOpen, onClose }]
  }

  function close(place: Place): void {
    const { node } = place
    place.node = null
    if (node === null) return
    for (const run of closers.get(node) ?? []) run()
    closers.delete(node)
  }

  return {
    broker,
    database,
    ledger,
    all: () => places,
    some: (draw) => draw.oneOf(places),
    doors: () => places.flatMap(doorOf),
    kill(place, restartMs, isMachineGone) {
      const { process } = place
      if (process.status === 'dead') return
      story.count('crashes')
      story.tell(process.name, () => `is killed${isMachineGone ? ', its machine is gone' : ''}`)
      process.kill()
      if (!isMachineGone) register.gone(process)
      world.after(restartMs, () => start(place))
    },
    stop(place, restartMs) {
      const { process, node } = place
      if (process.status !== 'running' || node === null) return
      story.tell(process.name, () => 'is told to stop')
      const end = () => {
        if (process.status === 'dead') return
        story.tell(process.name, () => 'has stopped')
        close(place)
        process.kill()
        register.gone(process)
        world.after(restartMs, () => start(place))
      }
      process.after(0, () => void node.stop().then(end, end))
      world.after(STOP_MS, end)
    },
    pause({ process }) {
      if (process.status !== 'running') return
      story.count('pauses')
      story.tell(process.name, () => 'is stopped (SIGSTOP)')
      process.pause()
    },
    resume({ process }) {
      if (process.status === 'paused') story.tell(process.name, () => 'goes on (SIGCONT)')
      process.resume()
    },
    cutBus({ process }, way, noticeMs) {
      story.count('cuts')
      story.tell(process.name, () => `is cut from the bus (${way})`)
      broker.cut(process, way, noticeMs)
    },
    healBus: ({ process }, afterMs) => broker.heal(process, afterMs),
    cutDatabase({ process }, way) {
      story.count('cuts')
      story.tell(process.name, () => `is cut from the database (${way})`)
      database.cut(process, way)
    },
    healDatabase: ({ process }) => database.heal(process),
    failOver(lagMs, downMs) {
      if (isFailingOver) return
      isFailingOver = true
      const restore = register.mark()
      world.after(lagMs, () => {
        database.status = 'down'
        const lost = ledger.lose((roomId) => restore.headOf(roomId), world.now())
        restore.run()
        for (let event = 0; event < lost; event++) story.count('lost by failover')
        story.tell('DATABASE', () => `fails over to a standby ${lagMs} ms behind: ${lost} events are lost`)
        world.after(downMs, () => {
          database.status = 'up'
          isFailingOver = false
        })
      })
    },
  }
}

/** Small enough to be met: what a node forgets after a day must be forgotten within a story. */
function drawLimits(chance: Chance): Partial<RuntimeLimits> {
  return {
    answersMax: chance.oneOf([1, 10, 20_000]),
    snapshotEvery: chance.oneOf([3, 20, 256]),
    residentMax: chance.oneOf([2, 10_000]),
    mailboxMax: chance.oneOf([2, 1_000]),
    idleMs: chance.oneOf([2_000, 300_000]),
    sweepMs: 1_000,
  }
}
