/** One open conversation: shows what is stored, reads what it lacks, moves on with every event, and takes commands. */
import { cleanText } from '../../engine/kernel/clean-text.ts'
import type { Clock } from '../../engine/kernel/clock.ts'
import type { Reason } from '../../engine/protocol/errors.ts'
import type { Position } from '../../engine/protocol/position.ts'
import { cell, derive } from './observable.ts'
import type { Ready } from './order.ts'
import type { Outbox } from './outbox.ts'
import type { OutboxCommand } from './outbox-entry.ts'
import { makeReadMark } from './read-mark.ts'
import { mayRetry, reasonOf } from './refused.ts'
import { PAGE, type RoomCalls, readRoom } from './room-calls.ts'
import { copyOf, moveOn, type RoomCopy } from './room-copy.ts'
import { showMessages } from './shown.ts'
import type { Storage } from './storage/port.ts'
import type { Room, RoomView } from './types.ts'
import type { OwnedTyping } from './typing.ts'

export interface OwnedRoom extends Omit<Room, 'release'> {
  /** What happened in it, in order. */
  apply(ready: Ready): void
  /** I am no member any more, or there is no such room. */
  gone(reason: Reason): void
  /** There is a live connection. */
  live(): void
  pause(): void
  close(): void
}

export interface RoomOptions {
  readonly id: string
  readonly me: string
  readonly organisationId: string
  readonly clock: Clock
  readonly storage: Storage
  readonly calls: RoomCalls
  readonly outbox: Outbox
  readonly typing: OwnedTyping
  /** Up to where events of this room have been handed out to all; null when it is not followed. */
  readonly followedTo: () => Position | null
  /** Everything shown has been read. */
  readonly onRead: () => void
}

/** What is kept of a room on the device. */
interface Stored {
  readonly copy: RoomCopy
  readonly readSeq: number
}

const STORED_MESSAGES = 100
const SAVE_MS = 500
const RETRY_MS = 2_000

type Life = Pick<RoomView, 'status' | 'reason' | 'loadingOlder' | 'readSeq'>

export function makeRoom(options: RoomOptions): OwnedRoom {
  const { id, me, clock, storage, calls, outbox, typing } = options
  const key = `room/${id}`
  const copy = cell<RoomCopy | null>(null)
  const life = cell<Life>({ status: 'loading', reason: null, loadingOlder: false, readSeq: 0 })
  const mark = makeReadMark(clock, async (seq) => (await calls.markRead(seq)).readSeq)
  const entries = outbox.entriesOf(id)
  const messages = derive([copy, entries], (copy, entries) => showMessages(copy?.messages ?? [], entries, me))
  const view = derive([copy, life, messages], (copy, life, messages): RoomView => {
    const conversation = copy?.conversation ?? null
    return { ...life, conversation, messages, hasOlder: copy?.hasOlder ?? false }
  })
  /** What arrives while the room is being read; null when it is not. */
  let arrived: Ready[] | null = null
  let isLive = false
  let isOver = false
  let isFresh = false
  let cancelSave: (() => void) | null = null
  let cancelRetry = () => {}

  function set(change: Partial<Life>): void {
    life.set({ ...life.get(), ...change })
  }

  function show(next: RoomCopy): void {
    copy.set(next)
    if (next.conversation.members.has(me)) {
      set({ status: 'ready', reason: null })
      if (isLive) typing.live()
    } else gone('NOT_A_MEMBER')
    cancelSave ??= clock.after(SAVE_MS, save)
  }

  function save(): void {
    cancelSave = null
    const now = copy.get()
    if (now === null || isOver) return
    const messages = now.messages.slice(-STORED_MESSAGES)
    const hasOlder = now.hasOlder || messages.length < now.messages.length
    const stored: Stored = { copy: { ...now, messages, hasOlder }, readSeq: mark.seq() }
    void storage.put({ [key]: stored }).catch(() => {})
  }

  async function loadStored(): Promise<void> {
    const stored = (await storage.get(key).catch(() => undefined)) as Stored | undefined
    if (stored === undefined || isOver || copy.get() !== null) return
    mark.mark(stored.readSeq)
    set({ readSeq: mark.seq() })
    show(stored.copy)
  }

  /** Stored and followed meet when no event lies between them: then there is nothing to read. */
  function isCurrent(): boolean {
    const [have, followed] = [copy.get()?.position, options.followedTo()]
    return isFresh || (!!have && !!followed && have.epoch === followed.epoch && have.seq >= followed.seq)
  }

  async function read(): Promise<void> {
    if (!isLive || isOver || arrived !== null) return
    const early: Ready[] = []
    arrived = early
    try {
      const found = await readRoom(calls, options.organisationId)
      if (isOver) return
      mark.heard(found.readSeq)
      set({ readSeq: mark.seq() })
      const next = early.reduce<RoomCopy | null>((copy, ready) => copy && moveOn(copy, ready), found.copy)
      arrived = null
      // A hole between what was read and what arrived: an epoch changed meanwhile. Read once more.
      if (next === null) return readSoon()
      isFresh = true
      show(next)
    } catch (error) {
      arrived = null
      const reason = reasonOf(error)
      if (reason !== null && !mayRetry(error)) gone(reason)
      else readSoon()
    }
  }

  function readSoon(): void {
    cancelRetry()
    if (!isOver) cancelRetry = clock.after(RETRY_MS, () => void read())
  }

  function apply(ready: Ready): void {
    for (const event of ready.events) if (event.kind === 'message.sent') typing.said(event.authorId)
    if (arrived !== null) {
      arrived.push(ready)
      return
    }
    const before = copy.get()
    const after = before === null ? copyOf(ready) : moveOn(before, ready)
    if (after !== null && after !== before) show(after)
    if (after === null && life.get().status !== 'gone') {
      isFresh = false
      void read()
    }
  }

  function gone(reason: Reason): void {
    if (reason !== life.get().reason) set({ status: 'gone', reason })
    isFresh = false
    typing.pause()
  }

  async function loadOlder(): Promise<void> {
    const before = copy.get()
    const oldest = before?.messages[0]
    if (!before?.hasOlder || oldest === undefined || life.get().loadingOlder) return
    set({ loadingOlder: true })
    try {
      const { items } = await calls.history({ before: oldest.seq, limit: PAGE })
      const now = copy.get()
      // A reset has put another window in the place of the one this page belongs to.
      if (now?.messages[0]?.seq !== oldest.seq) return
      copy.set({ ...now, messages: [...items, ...now.messages], hasOlder: items.length === PAGE })
    } finally {
      set({ loadingOlder: false })
    }
  }

  function command(what: OutboxCommand, messageId?: string): string {
    const shownAs = messages.get().find((message) => message.messageId === messageId)?.commandId
    return outbox.add(id, what, shownAs)
  }

  const loading = loadStored()

  return {
    id,
    view,
    typing: typing.view,
    startTyping: typing.start,
    stopTyping: typing.stop,
    send(text, { replyTo } = {}) {
      typing.stop()
      return command({ type: 'message.send', text: cleanText(text), replyTo: replyTo ?? null })
    },
    edit: (messageId, text) => command({ type: 'message.edit', messageId, text: cleanText(text) }, messageId),
    delete: (messageId) => command({ type: 'message.delete', messageId }, messageId),
    retry: (commandId) => outbox.retry(id, commandId),
    discard: (commandId) => outbox.discard(id, commandId),
    loadOlder,
    markRead() {
      const seq = copy.get()?.position.seq ?? 0
      options.onRead()
      if (seq <= mark.seq()) return
      mark.mark(seq)
      set({ readSeq: mark.seq() })
    },
    apply,
    gone,
    live() {
      isLive = true
      typing.live()
      mark.live()
      void loading.then(() => {
        if (!isCurrent()) void read()
      })
    },
    pause() {
      isLive = false
      typing.pause()
      cancelRetry()
    },
    close() {
      if (cancelSave !== null) {
        cancelSave()
        save()
      }
      isOver = true
      typing.pause()
      cancelRetry()
      mark.close()
    },
  }
}
