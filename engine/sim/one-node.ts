/** One node without sockets and without a database: a runtime on a journal in memory, and what everybody heard of it. */

import type { RuntimeLimits } from '../actors/parts.ts'
import type { Answer, AnyEvent, Wish } from '../actors/ports.ts'
import { makeRuntime, type Runtime } from '../actors/runtime.ts'
import { conversationKind } from '../conversation/kind.ts'
import { idSource } from '../kernel/ids.ts'
import { seededRandom } from '../kernel/random.ts'
import { SHARD_COUNT, shardOf } from '../kernel/shard.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { type ManualClock, makeManualClock } from './manual-clock.ts'
import { type JournalFaults, type MemoryJournal, makeMemoryJournal } from './memory-journal.ts'

export interface OneNode {
  readonly clock: ManualClock
  readonly journal: MemoryJournal
  /** What goes wrong from now on. */
  readonly faults: JournalFaults
  /** The process that runs now; another one after `crash`. */
  readonly runtime: Runtime
  /** Everything listeners have heard since the last crash, in order. */
  readonly told: readonly { readonly roomId: string; readonly event: AnyEvent }[]
  /** seq up to which whoever listens knows the room: by reading at a crash, by hearing since. */
  heardUpTo(roomId: string): number
  /** What listeners must never hear: something that is not durable, a hole, something twice. */
  readonly violations: readonly string[]
  /** Warnings and errors of the runtime. */
  readonly logged: readonly string[]
  /** Shards the runtime has reported as lost. */
  readonly lost: readonly number[]
  /** Never settles when the process that is asked crashes first. */
  ask(authorId: string, roomId: string, command: ConversationCommand, commandId?: string): Promise<Answer>
  /** While it is false, this process cannot know whether its shards are still its own. */
  isCertain: boolean
  /** Another process takes all shards; this one goes on without knowing. */
  loseEverything(): void
  /** This process takes all shards again, under the next term. */
  regainEverything(): void
  /** The process is gone with all it had in memory, and another one owns its shards. */
  crash(): void
  /** Waits until nothing moves any more, as long as time stands still. */
  settle(): Promise<void>
}

export interface OneNodeOptions {
  readonly limits?: Partial<RuntimeLimits>
  readonly kinds?: Parameters<typeof makeRuntime>[0]['kinds']
  readonly alarm?: Parameters<typeof makeRuntime>[0]['alarm']
  /** The listener throws when it hears of an event of this kind. */
  readonly deafTo?: string
}

export function makeOneNode({
  limits,
  kinds = [conversationKind],
  alarm,
  deafTo,
}: OneNodeOptions = {}): OneNode {
  const clock = makeManualClock()
  const newId = idSource(clock.now, seededRandom(1))
  const faults: JournalFaults = {}
  const journal = makeMemoryJournal({ faults })
  const violations: string[] = []
  const logged: string[] = []
  const lost: number[] = []
  let told: { roomId: string; event: AnyEvent }[] = []
  let heads = new Map<string, number>()
  let term = 0
  let regain = () => {}
  let runtime = begin()

  /** A process that owns every shard under the next term. */
  function begin(): Runtime {
    let own = takeAll()
    const gone = new Set<number>()
    regain = () => {
      own = takeAll()
      gone.clear()
    }
    return makeRuntime({
      ...(alarm && { alarm }),
      kinds,
      journal,
      clock,
      newId,
      ownership: {
        termOf: (shard) => (gone.has(shard) ? null : own),
        isCertain: () => node.isCertain,
        lost(shard) {
          gone.add(shard)
          lost.push(shard)
        },
      },
      listeners: {
        tell(_kind, roomId, events) {
          for (const event of events) hear(own, roomId, event)
        },
      },
      gauges: { committed() {}, refused() {}, resident() {}, waiting() {} },
      log: {
        warn: (_detail, message) => logged.push(message),
        error: (_detail, message) => logged.push(message),
      },
      limits,
    })
  }

  function takeAll(): number {
    term++
    for (let shard = 0; shard < SHARD_COUNT; shard++) journal.setTerm(shard, term)
    return term
  }

  function hear(byTerm: number, roomId: string, event: AnyEvent): void {
    // A process that is gone tells nobody.
    if (byTerm !== term) return
    if (event.kind === deafTo) throw new Error('a listener cannot bear it')
    const durable = journal.eventsOf(roomId)[event.seq - 1]
    const where = `${roomId} ${event.seq}`
    if (durable?.commandId !== event.commandId) violations.push(`${where} was told and is not durable`)
    const head = heads.get(roomId) ?? 0
    if (event.seq !== head + 1) violations.push(`${where} was told after ${head}`)
    heads.set(roomId, event.seq)
    told.push({ roomId, event })
  }

  /** A process that is gone answers nobody. */
  function deliver(wish: Wish): Promise<Answer> {
    const asked = runtime
    return new Promise((resolve, reject) => {
      asked.deliver(wish).then(
        (answer) => asked === runtime && resolve(answer),
        (refusal) => asked === runtime && reject(refusal),
      )
    })
  }

  const node: OneNode = {
    clock,
    journal,
    faults,
    isCertain: true,
    violations,
    logged,
    lost,
    get runtime() {
      return runtime
    },
    get told() {
      return told
    },
    ask(authorId, roomId, command, commandId = newId()) {
      return deliver({ kind: 'conversation', roomId, organisationId: 'home', authorId, commandId, command })
    },
    heardUpTo: (roomId) => heads.get(roomId) ?? 0,
    loseEverything: () => void takeAll(),
    regainEverything: () => regain(),
    crash() {
      told = []
      // Whoever listens to the next process has read the journal up to here.
      runtime = begin()
      heads = new Map(journal.roomIds().map((roomId) => [roomId, journal.eventsOf(roomId).length]))
    },
    async settle() {
      // Two turns of the event loop: whatever a promise of the first one woke has run as well.
      for (let turn = 0; turn < 2; turn++) await new Promise<void>((resolve) => setImmediate(resolve))
    },
  }
  return node
}

/** An id for a room of `lane`. */
export function roomInLane(lane: number, lanes: number): string {
  let number = 1
  while (shardOf(`room-${number}`) % lanes !== lane) number++
  return `room-${number}`
}
