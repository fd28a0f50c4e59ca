/** `openCluster`: fan-outs of several nodes in one process, on a bus that loses, doubles and delays. For tests. */
import type { AnyEvent } from '../actors/ports.ts'
import { type Bus, BusFault } from '../cluster/bus.ts'
import type { Directory, Owner } from '../cluster/directory.ts'
import { type LocalBus, makeLocalBroker } from '../cluster/local-bus.ts'
import type { Clock } from '../kernel/clock.ts'
import { SHARD_COUNT, shardOf } from '../kernel/shard.ts'
import { type Fanout, makeFanout } from './fanout.ts'
import type { History } from './history.ts'
import { membershipChange } from './membership.ts'
import type { Batch, Sink } from './sink.ts'

/** What becomes of one published text. */
export type Fate = 'passes' | 'lost' | 'doubled' | 'late'
/** What becomes of a request; whoever asked hears that its time ran out. */
export type RequestFate = 'passes' | 'is lost' | 'loses its answer'

/** What a reader of a room on a node has heard. */
export interface Listener {
  readonly seqs: number[]
  resets: number
  stop(): void
}

export interface TestNode {
  readonly nodeId: string
  readonly fanout: Fanout
  readonly wire: LocalBus
  /** Texts this node published, by subject. */
  readonly sent: { readonly subject: string; readonly chars: number }[]
  /** Who moved, as it was told. */
  readonly moved: (readonly [roomId: string, joined: readonly string[], left: readonly string[]])[]
  rechecks: number
  /** Histories of others that were reported. */
  readonly otherEpochs: string[]
  listen(roomId: string): Listener
  stop(): void
}

export interface TestCluster {
  readonly journal: Map<string, AnyEvent[]>
  /** Rooms named in reads of the journal. */
  reads: number
  /** Decides about each published text. */
  fate: (from: string, subject: string) => Fate
  requestFate: (from: string) => RequestFate
  /** Awaited before each read. */
  beforeRead: () => Promise<void> | undefined
  /** Awaited while its answer, which may be old by then, is on its way. */
  afterRead: () => Promise<void> | undefined
  open(nodeId: string, options?: { epoch?: string; life?: string }): TestNode
  /** Gives a room's shard to a node, and tells all directories. */
  give(roomId: string, nodeId: string | null): void
  /** The same, but the directories of others do not hear of it. */
  giveUnheard(roomId: string, nodeId: string): void
  /** Writes events and has the owner tell of them. */
  commits(roomId: string, ...kinds: [kind: string, payload?: unknown][]): void
  /** Writes without telling. */
  writes(roomId: string, ...kinds: [kind: string, payload?: unknown][]): AnyEvent[]
}

export const EPOCH = 'e1'
const LIVES = { next: 1 }

export function openCluster(clock: Clock): TestCluster {
  const broker = makeLocalBroker({ clock, log: { error: (detail) => fail(detail) } })
  const nodes = new Map<string, TestNode>()
  const truth: (Owner | null)[] = Array.from({ length: SHARD_COUNT }, () => null)
  const views = new Map<string, (shards: readonly number[]) => void>()
  const history = historyOf(() => cluster)

  const cluster: TestCluster = {
    journal: new Map(),
    reads: 0,
    fate: () => 'passes',
    requestFate: () => 'passes',
    beforeRead: () => undefined,
    afterRead: () => undefined,
    open(nodeId, { epoch = EPOCH, life = `life-${LIVES.next++}` } = {}) {
      const wire = broker.connect()
      const seen = [...truth]
      const ears = new Set<(shards: readonly number[]) => void>()
      const look = (shards: readonly number[]) => {
        for (const shard of shards) seen[shard] = truth[shard] ?? null
        for (const hear of ears) hear(shards)
      }
      views.set(nodeId, look)
      const directory: Directory = {
        nodeId,
        ownerOf: (shard) => seen[shard] ?? null,
        termOf: (shard) => (seen[shard]?.nodeId === nodeId ? (seen[shard]?.term ?? null) : null),
        lost() {},
        learn(shard, owner) {
          if (owner.term <= (seen[shard]?.term ?? 0)) return
          seen[shard] = owner
          for (const hear of ears) hear([shard])
        },
        suspect() {},
        onMoved(hear) {
          ears.add(hear)
          return () => void ears.delete(hear)
        },
        members: () => [...nodes.keys()],
      }
      const sent: TestNode['sent'] = []
      const bus = lossy(wire, clock, {
        fate(subject, chars) {
          sent.push({ subject, chars })
          return cluster.fate(nodeId, subject)
        },
        requestFate: () => cluster.requestFate(nodeId),
      })
      const otherEpochs: string[] = []
      const otherEpoch = (other: string) => void otherEpochs.push(other)
      const fanout = makeFanout({ epoch, history, clock, cluster: { bus, directory, life, otherEpoch } })
      const door = makeDoor(fanout, epoch)
      const node: TestNode = {
        nodeId,
        fanout,
        wire,
        sent,
        moved: door.moved,
        otherEpochs,
        get rechecks() {
          return door.rechecks()
        },
        listen: door.listen,
        stop() {
          fanout.stop()
          if (nodes.get(nodeId) === node) nodes.delete(nodeId)
          void wire.close()
        },
      }
      nodes.set(nodeId, node)
      return node
    },
    give(roomId, nodeId) {
      move(roomId, nodeId)
      for (const look of views.values()) look([shardOf(roomId)])
    },
    giveUnheard(roomId, nodeId) {
      move(roomId, nodeId)
      views.get(nodeId)?.([shardOf(roomId)])
    },
    writes(roomId, ...kinds) {
      const all = cluster.journal.get(roomId) ?? []
      cluster.journal.set(roomId, all)
      const events = kinds.map(([kind, payload = {}], index) => ({
        seq: all.length + 1 + index,
        kind,
        authorId: 'ann',
        commandId: `c${all.length + 1 + index}`,
        at: '2026-01-01T00:00:00.000Z',
        payload,
      }))
      all.push(...events)
      return events
    },
    commits(roomId, ...kinds) {
      const events = cluster.writes(roomId, ...kinds)
      const owner = nodes.get(truth[shardOf(roomId)]?.nodeId ?? '')
      owner?.fanout.tell('conversation', roomId, events)
    },
  }

  function move(roomId: string, nodeId: string | null): void {
    const shard = shardOf(roomId)
    truth[shard] = nodeId === null ? null : { nodeId, term: (truth[shard]?.term ?? 0) + 1 }
  }
  return cluster
}

function fail(detail: object): never {
  throw new Error('a hearer of the bus threw', { cause: detail })
}

function historyOf(world: () => TestCluster): History {
  return {
    async eventsAfter(wanted, limit) {
      world().reads += wanted.length
      await world().beforeRead()
      const found = wanted.map(({ roomId, after }) => {
        const all = world().journal.get(roomId) ?? []
        const events = all.filter(({ seq }) => seq > after)
        return { roomId, head: all.length, events: events.length > limit ? null : events }
      })
      await world().afterRead()
      return found
    },
    async resets(roomIds) {
      await world().beforeRead()
      return new Map(
        roomIds.map((roomId) => {
          const seq = world().journal.get(roomId)?.length ?? 0
          return [roomId, { seq, json: `{"kind":"reset","seq":${seq}}` }]
        }),
      )
    },
  }
}

interface Fates {
  fate(subject: string, chars: number): Fate
  requestFate(): RequestFate
}

function lossy(wire: LocalBus, clock: Clock, { fate, requestFate }: Fates): Bus {
  return {
    publish(subject, text) {
      const what = fate(subject, text.length)
      if (what === 'lost') return
      if (what === 'late') clock.after(200, () => wire.publish(subject, text))
      else wire.publish(subject, text)
      if (what === 'doubled') clock.after(30, () => wire.publish(subject, text))
    },
    subscribe: wire.subscribe,
    answer: wire.answer,
    async request(subject, text, timeoutMs) {
      const what = requestFate()
      if (what === 'passes') return wire.request(subject, text, timeoutMs)
      if (what === 'loses its answer') await wire.request(subject, text, timeoutMs)
      throw new BusFault('timeout', subject)
    },
    get isConnected() {
      return wire.isConnected
    },
    onChange: wire.onChange,
    close: wire.close,
  }
}

interface Reader extends Listener {
  readonly roomId: string
  /** Null while it reads what it missed. */
  after: number | null
  expected: number
  waiting: Batch[]
}

/** Readers that start at the head and obey the contract of a sink; a hole that reaches one is a fault of the test. */
function makeDoor(fanout: Fanout, epoch: string) {
  const byRoom = new Map<string, Set<Reader>>()
  const moved: TestNode['moved'] = []
  let rechecks = 0

  function offer(reader: Reader, batch: Batch): void {
    if (reader.after === null) {
      reader.waiting.push(batch)
      return
    }
    if (batch.lastSeq <= reader.after) return
    if (batch.isReset) reader.resets++
    else if (batch.firstSeq > reader.after + 1)
      throw new Error(`a hole: ${batch.firstSeq} after ${reader.after}`)
    else for (let seq = reader.after + 1; seq <= batch.lastSeq; seq++) reader.seqs.push(seq)
    const told = JSON.parse(batch.json) as AnyEvent[]
    if (told.at(-1)?.seq !== batch.lastSeq) throw new Error('a batch is not what its head says')
    if (!batch.isReset && membershipChange(told).joined.join() !== batch.joined.join())
      throw new Error('who joined was lost on the way')
    reader.after = batch.lastSeq
  }
  async function begin(reader: Reader): Promise<void> {
    const [caught] = await fanout.resume([{ roomId: reader.roomId, from: null }])
    reader.after = caught?.head ?? 0
    // It begins at a head that is old by now; it takes what is missing like somebody who comes back.
    for (let reads = 0; reader.after < reader.expected; reads++) {
      if (reads > 100) throw new Error(`${reader.roomId} stays at ${reader.after}, before ${reader.expected}`)
      const [more] = await fanout.resume([{ roomId: reader.roomId, from: { epoch, seq: reader.after } }])
      for (let seq = reader.after + 1; seq <= (more?.head ?? 0); seq++) reader.seqs.push(seq)
      reader.after = more?.head ?? reader.after
    }
    for (const batch of reader.waiting.splice(0)) offer(reader, batch)
  }
  const sink: Sink = {
    publish(batch) {
      for (const reader of byRoom.get(batch.roomId) ?? []) offer(reader, batch)
    },
    lastSeqOf(roomId) {
      const told = [...(byRoom.get(roomId) ?? [])].flatMap(({ after }) => after ?? [])
      return told.length === 0 ? undefined : Math.min(...told)
    },
    expect(roomId, head) {
      for (const reader of byRoom.get(roomId) ?? []) reader.expected = Math.max(reader.expected, head)
    },
    moved: (...what) => void moved.push(what),
    recheck: () => void rechecks++,
  }
  fanout.attach(sink)
  return {
    moved,
    rechecks: () => rechecks,
    listen(roomId: string): Listener {
      const readers = byRoom.get(roomId) ?? new Set()
      byRoom.set(roomId, readers)
      const reader: Reader = {
        roomId,
        seqs: [],
        resets: 0,
        after: null,
        expected: 0,
        waiting: [],
        stop() {
          readers.delete(reader)
          fanout.interest.unwant(roomId)
        },
      }
      readers.add(reader)
      fanout.interest.want(roomId)
      void begin(reader)
      return reader
    },
  }
}
