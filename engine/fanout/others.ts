/** `joinOthers`: makes a fan-out one of many. Batches of ours go to the nodes that want them, batches of theirs come in. */
import type { Bus } from '../cluster/bus.ts'
import type { Directory } from '../cluster/directory.ts'
import type { Clock } from '../kernel/clock.ts'
import { shardOf } from '../kernel/shard.ts'
import { Gateways } from './gateways.ts'
import { MovesWire } from './moves.ts'
import type { Repair } from './repair.ts'
import type { Batch, Interest, Sink } from './sink.ts'
import type { Tail } from './tail.ts'
import { Wants } from './wants.ts'
import { askOwner, envelopesTo, MOVES, type OwnerAnswer, type OwnerRequest, unpackEnvelope } from './wire.ts'

/** How long a lost last message may stay lost. */
const DIGEST_MS = 5_000
/** How often rooms are read that nobody tells us of. */
const POLL_MS = 1_500
/** Polls of a cut-off node between two questions about who is a member of what. */
const RECHECK_POLLS = 7

export interface OthersParts {
  readonly epoch: string
  readonly life: string
  readonly bus: Bus
  readonly directory: Directory
  readonly clock: Clock
  readonly tail: Tail
  readonly sinks: ReadonlySet<Sink>
  readonly repair: Repair
  readonly otherEpoch?: (epoch: string) => void
}

export interface Others {
  readonly interest: Interest
  /** Whether the tail of a room is kept up to date. */
  readonly isTold: (roomId: string) => boolean
  /** Remembers a batch of ours for other nodes until `flush`. */
  tell(batch: Batch): void
  flush(): void
  /** Digests that other nodes were given since the beginning. */
  digests(): number
  size(): { readonly gateways: ReturnType<Gateways['size']>; readonly wants: ReturnType<Wants['size']> }
  stop(): void
}

export function joinOthers(parts: OthersParts): Others {
  const { epoch, life, bus, directory, clock, tail, sinks, repair, otherEpoch = () => {} } = parts
  const { nodeId } = directory
  const gateways = new Gateways({ epoch, nodeId, life, bus })
  const moves = new MovesWire({ epoch, nodeId, life, bus, sinks })
  const isOurs = (roomId: string) => directory.termOf(shardOf(roomId)) !== null
  const wants = new Wants({
    epoch,
    life,
    bus,
    directory,
    clock,
    otherEpoch,
    check: (roomId) => repair.check(roomId),
    learn: (roomId, head) => repair.learn(roomId, head),
    begins: (roomId, head) => {
      if (tail.head(roomId) !== head) tail.forget(roomId)
    },
    forget: (roomId) => {
      repair.forget(roomId)
      if (!isOurs(roomId)) tail.forget(roomId)
    },
  })

  function hearEnvelope(text: string): void {
    const envelope = unpackEnvelope(text)
    if (envelope.epoch !== epoch) otherEpoch(envelope.epoch)
    else if (envelope.batches.length === 0) wants.askDigests(envelope.from)
    else for (const batch of wants.take(envelope)) repair.arrive(batch)
  }

  async function answer(text: string): Promise<string> {
    const request = JSON.parse(text) as OwnerRequest
    return JSON.stringify(answerTo(request))
  }
  function answerTo(request: OwnerRequest): OwnerAnswer {
    if (request.kind === 'digest') {
      if (request.epoch === epoch) return { kind: 'digest', epoch, ...gateways.digest(request) }
      return { kind: 'digest', epoch, no: 0, heads: [], isMore: false, isAgreed: false }
    }
    if (request.epoch !== epoch) return { kind: 'registered', epoch, heads: [], elsewhere: [] }
    gateways.register(request, isOurs)
    // Registered first, then asked for the head: what commits between the two is sent.
    const heads = request.add.map((roomId) => (isOurs(roomId) ? (tail.head(roomId) ?? 0) : -1))
    return { kind: 'registered', epoch, heads, elsewhere: elsewhere(directory, request.add) }
  }

  const ends = [
    bus.subscribe(envelopesTo(nodeId), hearEnvelope),
    bus.subscribe(MOVES, (text) => moves.hear(text)),
    bus.answer(askOwner(nodeId), answer),
    directory.onMoved((shards) => {
      const moved = new Set(shards)
      // A room that was elsewhere meanwhile may have grown unseen.
      tail.forgetAll((roomId) => moved.has(shardOf(roomId)))
      wants.moved(shards)
    }),
    bus.onChange((isConnected) => {
      wants.busChanged()
      if (!isConnected) return
      // What we told meanwhile is lost; an empty envelope makes gateways ask what it was.
      for (const gateway of gateways.ids()) bus.publish(envelopesTo(gateway), wakeUp(epoch, nodeId, life))
      for (const sink of sinks) sink.recheck()
    }),
    every(clock, POLL_MS, (times) => {
      wants.poll()
      if (bus.isConnected || times % RECHECK_POLLS !== 0) return
      for (const sink of sinks) sink.recheck()
    }),
    every(clock, DIGEST_MS, () => {
      const members = new Set(directory.members())
      const isMember = (other: string) => members.has(other)
      // While we are cut off nobody can be heard, so silence says nothing.
      if (bus.isConnected) gateways.sweep(isMember)
      wants.askDigests()
      moves.beat(isMember)
    }),
  ]

  return {
    interest: { want: (roomId) => wants.want(roomId), unwant: (roomId) => wants.unwant(roomId) },
    isTold: (roomId) => wants.isTold(roomId),
    tell(batch) {
      gateways.tell(batch)
      moves.tell(batch)
    },
    flush() {
      gateways.flush()
      moves.flush()
    },
    digests: () => gateways.digests,
    size: () => ({ gateways: gateways.size(), wants: wants.size() }),
    stop() {
      for (const end of ends) end()
    },
  }
}

function wakeUp(epoch: string, from: string, life: string): string {
  return `${JSON.stringify({ epoch, from, life, no: 0 })}\n[]\n`
}

/** Owners of the rooms that do not live here, a line for each shard. */
function elsewhere(
  directory: Directory,
  rooms: readonly string[],
): [shard: number, nodeId: string, term: number][] {
  const found = new Map<number, [number, string, number]>()
  for (const shard of new Set(rooms.map(shardOf))) {
    const owner = directory.termOf(shard) === null ? directory.ownerOf(shard) : null
    if (owner !== null && owner.nodeId !== directory.nodeId)
      found.set(shard, [shard, owner.nodeId, owner.term])
  }
  return [...found.values()]
}

/** Runs again and again until stopped, with the number of the time. */
function every(clock: Clock, periodMs: number, run: (times: number) => void): () => void {
  let times = 0
  let cancel = clock.after(periodMs, again)
  function again(): void {
    cancel = clock.after(periodMs, again)
    run(++times)
  }
  return () => cancel()
}
