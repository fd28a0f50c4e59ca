/** What this person wants and the server has not answered yet: stored, then shown, then sent until it is answered. */
import type { Clock } from '../../engine/kernel/clock.ts'
import type { IdSource, Random } from '../../engine/kernel/ids.ts'
import { type Backoff, backoff } from './backoff.ts'
import { type Cell, cell } from './observable.ts'
import { type Entry, keyOf, type OutboxCommand, type Sent, speakingOf } from './outbox-entry.ts'
import { shareOutbox } from './outbox-tabs.ts'
import { mayRetry, reasonOf, retryAfterOf } from './refused.ts'
import type { Storage } from './storage/port.ts'
import type { Observable } from './types.ts'

export interface OutboxOptions {
  readonly clock: Clock
  readonly random: Random
  readonly newId: IdSource
  readonly storage: Storage
  /** Names this tab among those that share the storage. */
  readonly tabId: string
  readonly me: string
  /** Sends one command; rejects with the error of the call. */
  readonly transmit: (entry: Entry) => Promise<Sent>
}

export interface Outbox {
  /** Reads what an earlier run has left, and takes over what closed tabs leave. */
  start(): Promise<void>
  /** Returns the commandId. */
  add(roomId: string, command: OutboxCommand, shownAs?: string): string
  /** Sends failed commands of `id` again under the same commandId. */
  retry(roomId: string, id: string): void
  /** Drops failed commands of `id`. `id`: a commandId, or that of the message a failed change speaks of. */
  discard(roomId: string, id: string): void
  /** What happened in a room. Entries whose event is here, or behind, are done. */
  passed(roomId: string, upTo: number, done: readonly Done[]): void
  entriesOf(roomId: string): Observable<readonly Entry[]>
  readonly unanswered: Observable<number>
  /** There is a live connection: send. */
  open(): void
  pause(): void
  close(): void
}

/** A command that has become an event. */
export interface Done {
  readonly authorId: string
  readonly commandId: string
  /** Of the message it brought into the world, if it did. */
  readonly messageId: string | null
}

interface Lane {
  readonly entries: Cell<readonly Entry[]>
  readonly waits: Backoff
  isSending: boolean
  /** Set while it waits before the next attempt. */
  cancelWait: (() => void) | null
}

export function makeOutbox(options: OutboxOptions): Outbox {
  const { clock, storage, me, tabId } = options
  const lanes = new Map<string, Lane>()
  const unanswered = cell(0)
  let isOpen = false
  let isOver = false
  const tabs = shareOutbox({ storage, tabId, adopt: (found) => found.forEach(show) })

  function laneOf(roomId: string): Lane {
    let lane = lanes.get(roomId)
    if (lane === undefined) {
      lane = {
        entries: cell<readonly Entry[]>([]),
        waits: backoff(options.random),
        isSending: false,
        cancelWait: null,
      }
      lanes.set(roomId, lane)
    }
    return lane
  }

  function setEntries(lane: Lane, entries: readonly Entry[]): void {
    lane.entries.set(entries)
    let count = 0
    for (const each of lanes.values())
      count += each.entries.get().filter((entry) => entry.state === 'waiting').length
    unanswered.set(count)
  }

  /** In the order in which they were made: commandIds are UUIDv7 and grow with time. */
  function show(entry: Entry): void {
    if (isOver) return
    const lane = laneOf(entry.roomId)
    const others = lane.entries.get().filter((other) => other.commandId !== entry.commandId)
    setEntries(
      lane,
      [...others, entry].sort((one, other) => (one.commandId < other.commandId ? -1 : 1)),
    )
    void sendNext(lane)
  }

  function change(lane: Lane, commandId: string, to: (entry: Entry) => Entry | null): void {
    const entries = lane.entries
      .get()
      .flatMap((entry) => (entry.commandId === commandId ? (to(entry) ?? []) : entry))
    setEntries(lane, entries)
  }

  /** A browser that refuses to store still lets one talk; only a reload would lose it. */
  async function store(entry: Entry): Promise<void> {
    await storage.put({ [keyOf(entry.commandId)]: entry }).catch(() => {})
  }

  function forget(commandId: string): void {
    void storage.remove([keyOf(commandId)]).catch(() => {})
  }

  /** One at a time in a room: were two on their way and the first refused as BUSY, the second would overtake it. */
  async function sendNext(lane: Lane): Promise<void> {
    if (!isOpen || isOver || lane.isSending || lane.cancelWait !== null) return
    const entry = lane.entries.get().find((each) => each.state === 'waiting')
    if (entry === undefined) return
    lane.isSending = true
    try {
      answered(lane, entry, await options.transmit(entry))
      lane.waits.reset()
    } catch (error) {
      if (!isOver) refused(lane, entry, error)
    } finally {
      lane.isSending = false
    }
    void sendNext(lane)
  }

  function answered(lane: Lane, entry: Entry, sent: Sent): void {
    forget(entry.commandId)
    change(lane, entry.commandId, (each) => ({ ...each, state: 'sent', sent }))
    if (entry.command.type === 'message.send') resolve(lane, entry.commandId, sent.messageId)
  }

  function refused(lane: Lane, entry: Entry, error: unknown): void {
    if (mayRetry(error)) {
      const waitMs = Math.max(retryAfterOf(error) ?? 0, lane.waits.next())
      lane.cancelWait = clock.after(waitMs, () => {
        lane.cancelWait = null
        void sendNext(lane)
      })
      return
    }
    change(lane, entry.commandId, (each) => {
      // Its event has arrived in the meantime, whatever the answer says.
      if (each.state !== 'waiting') return each
      const failed: Entry = { ...each, state: 'failed', reason: reasonOf(error) }
      void store(failed)
      return failed
    })
  }

  /** Changes of a message and answers to it, made before it had a messageId, speak of its commandId until now. */
  function resolve(lane: Lane, commandId: string, messageId: string): void {
    for (const entry of lane.entries.get()) {
      const command = speakingOf(entry.command, commandId, messageId)
      if (command === null) continue
      const resolved: Entry = { ...entry, command }
      if (entry.state !== 'sent') void store(resolved)
      change(lane, entry.commandId, () => resolved)
    }
  }

  function failedOf(lane: Lane, id: string): readonly Entry[] {
    return lane.entries
      .get()
      .filter((entry) => entry.state === 'failed' && (entry.commandId === id || entry.shownAs === id))
  }

  return {
    start: () => tabs.look(),
    add(roomId, command, shownAs) {
      const commandId = options.newId()
      const at = new Date(clock.now()).toISOString()
      const entry: Entry = {
        commandId,
        roomId,
        command,
        at,
        shownAs: shownAs ?? commandId,
        state: 'waiting',
        reason: null,
        sent: null,
        tabId,
      }
      void store(entry).then(() => show(entry))
      return commandId
    },
    retry(roomId, id) {
      const lane = laneOf(roomId)
      for (const entry of failedOf(lane, id)) {
        const again: Entry = { ...entry, state: 'waiting', reason: null }
        void store(again)
        show(again)
      }
    },
    discard(roomId, id) {
      const lane = laneOf(roomId)
      for (const entry of failedOf(lane, id)) {
        forget(entry.commandId)
        change(lane, entry.commandId, () => null)
      }
    },
    passed(roomId, upTo, done) {
      const lane = lanes.get(roomId)
      if (lane === undefined || lane.entries.get().length === 0) return
      const mine = new Map(done.filter((one) => one.authorId === me).map((one) => [one.commandId, one]))
      for (const entry of lane.entries.get()) {
        const found = mine.get(entry.commandId)
        const isBehind = entry.sent !== null && entry.sent.seq <= upTo
        if (found === undefined && !isBehind) continue
        forget(entry.commandId)
        if (found?.messageId) resolve(lane, entry.commandId, found.messageId)
        change(lane, entry.commandId, () => null)
      }
    },
    entriesOf: (roomId) => laneOf(roomId).entries,
    unanswered,
    open() {
      isOpen = true
      void tabs.look()
      for (const lane of lanes.values()) {
        lane.cancelWait?.()
        lane.cancelWait = null
        void sendNext(lane)
      }
    },
    pause() {
      isOpen = false
    },
    close() {
      isOver = true
      for (const lane of lanes.values()) lane.cancelWait?.()
      tabs.close()
    },
  }
}
