/** The whole durable state of a simulated cluster: `makeRegister`, journal, due rows and register, which share their shards' terms. */
import type { Control, View } from '../cluster/control.ts'
import type { History } from '../fanout/history.ts'
import type { Bug } from './bugs.ts'
import { makeMemoryControl } from './memory-control.ts'
import { type MemoryDues, makeMemoryDues } from './memory-dues.ts'
import { makeMemoryHistory } from './memory-history.ts'
import { type MemoryJournal, makeMemoryJournal } from './memory-journal.ts'
import type { Process, World } from './world.ts'

export interface Register {
  readonly journal: MemoryJournal
  readonly dues: MemoryDues
  readonly history: History
  readonly control: Control
  /** The process that was given this term of a shard; undefined when nobody was. */
  readonly grantee: (shard: number, term: number) => string | undefined
  view(): View
  born(incarnation: string, process: Process): void
  /** Its sessions have ended. */
  gone(process: Process): void
  /** What a standby has now, and how to fail over to it later. */
  mark(): { headOf(roomId: string): number; run(): void }
}

export function makeRegister(world: World, bug: Bug | null): Register {
  const { story } = world
  const processes = new Map<string, Process>()
  const ended = new Set<Process>()
  const grants = new Map<string, string>()
  const dues = makeMemoryDues(world.trueClock.now)
  const plainJournal = makeMemoryJournal({ dues })
  const memory = makeMemoryControl({
    now: world.now,
    isGone: (incarnation) => ended.has(processes.get(incarnation) as Process),
    moved(shard, term, incarnation) {
      plainJournal.setTerm(shard, term)
      if (incarnation !== null)
        grants.set(`${shard} ${term}`, processes.get(incarnation)?.name ?? incarnation)
    },
  })
  const { write: misread } = bug ?? {}
  const journal: MemoryJournal = misread
    ? {
        ...plainJournal,
        commit: (lane, writes) =>
          plainJournal.commit(
            lane,
            writes.map((write) => misread(write, memory.termOf(write.shard))),
          ),
      }
    : plainJournal
  let { epoch } = memory.view()
  const control: Control = {
    ...memory.control,
    async beat(self) {
      const answer = await memory.control.beat(self)
      if (answer.view.epoch !== epoch) {
        epoch = answer.view.epoch
        story.count('new epochs')
        story.tell('REGISTER', () => `${self.nodeId} begins the epoch ${epoch}`)
      }
      return answer
    },
    async declareDead(...given) {
      const dead = await memory.control.declareDead(...given)
      for (const nodeId of dead) {
        story.count('takeovers')
        story.tell('REGISTER', () => `${given[0].nodeId} declares ${nodeId} dead`)
      }
      return dead
    },
    async claim(...given) {
      const got = await memory.control.claim(...given)
      story.tell('REGISTER', () => `${processes.get(given[0].incarnation)?.name} claims ${got.size} shards`)
      return got
    },
    async handOver(...given) {
      const moved = await memory.control.handOver(...given)
      if (moved.length > 0) story.count('hand-overs')
      story.tell('REGISTER', () => `${given[0].nodeId} hands ${moved.length} shards to ${given[2].nodeId}`)
      return moved
    },
  }
  return {
    journal,
    dues,
    history: makeMemoryHistory(plainJournal),
    control,
    grantee: (shard, term) => grants.get(`${shard} ${term}`),
    view: memory.view,
    born: (incarnation, process) => void processes.set(incarnation, process),
    gone: (process) => void ended.add(process),
    mark() {
      const mark = plainJournal.mark()
      const restore = memory.mark()
      const restoreDues = dues.mark()
      return {
        headOf: (roomId) => mark.get(roomId)?.head ?? 0,
        run() {
          plainJournal.restore(mark)
          restoreDues()
          restore()
        },
      }
    },
  }
}
