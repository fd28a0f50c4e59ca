/** The list of a person's conversations: read from the server, then kept alive by the events of all rooms. */
import { must } from '../../engine/kernel/assert.ts'
import type { Clock } from '../../engine/kernel/clock.ts'
import { type Position, parsePosition } from '../../engine/protocol/position.ts'
import { cell, derive } from './observable.ts'
import type { Ready } from './order.ts'
import type { Storage } from './storage/port.ts'
import { applyToLine, byActivity, type Line, resetLine } from './summary.ts'
import type { ConversationListView, ConversationSummary, Observable } from './types.ts'

/** One item of `conversations.list`. */
export interface Listed extends ConversationSummary {
  readonly position: string
  readonly lastMessage:
    | (NonNullable<ConversationSummary['lastMessage']> & { readonly messageId: string })
    | null
}

export interface ConversationListOptions {
  readonly clock: Clock
  readonly storage: Storage
  readonly me: string
  /** `conversations.list`, one page. */
  readonly page: (
    cursor: string | undefined,
  ) => Promise<{ items: readonly Listed[]; nextCursor?: string | null }>
  /** The server says that a room is there, at `position`. */
  readonly known: (roomId: string, position: Position) => void
  /** The server does not list a room any more. */
  readonly gone: (roomId: string) => void
}

export interface ConversationList {
  readonly view: Observable<ConversationListView>
  /** What was last seen on this device. Resolves with the positions of all rooms. */
  load(): Promise<void>
  /** Asks the server. Resolves when the answer is in `view`, also when it failed. */
  refetch(): Promise<void>
  apply(roomId: string, ready: Ready): void
  /** Everything has been read here. */
  read(roomId: string): void
  close(): void
}

const KEY = 'list'
/** Events that make a line unclear come in bursts: the first is asked about at once, the rest together. */
const REFETCH_MS = 300
const SAVE_MS = 500
const PAGES_MAX = 20

export function makeConversationList(options: ConversationListOptions): ConversationList {
  const { clock, storage, me } = options
  const lines = cell<ReadonlyMap<string, Line>>(new Map())
  const status = cell<ConversationListView['status']>('loading')
  const view = derive([lines, status], (lines, status) => ({
    status,
    items: [...lines.values()].sort(byActivity).map((line) => line.summary),
  }))
  let cancelSave: (() => void) | null = null
  let cancelRefetch: (() => void) | null = null
  let fetching: Promise<void> | null = null
  /** Something happened during a fetch that its answer may not contain. */
  let isDirty = false
  let isOver = false
  let fetchedAt = 0

  function set(changed: ReadonlyMap<string, Line>): void {
    lines.set(changed)
    cancelSave ??= clock.after(SAVE_MS, save)
  }

  function save(): void {
    cancelSave = null
    void storage.put({ [KEY]: [...lines.get().values()] }).catch(() => {})
  }

  function refetchSoon(): void {
    isDirty = true
    const sinceMs = clock.now() - fetchedAt
    cancelRefetch ??= clock.after(Math.max(0, Math.min(REFETCH_MS, REFETCH_MS - sinceMs)), () => {
      cancelRefetch = null
      void refetch()
    })
  }

  function refetch(): Promise<void> {
    fetching ??= fetchAll()
      .catch(() => {})
      .finally(() => {
        fetching = null
        if (isDirty && !isOver) refetchSoon()
      })
    return fetching
  }

  async function fetchAll(): Promise<void> {
    isDirty = false
    fetchedAt = clock.now()
    const listed = new Map<string, Listed>()
    let cursor: string | undefined
    for (let pages = 0; pages < PAGES_MAX; pages++) {
      const { items, nextCursor } = await options.page(cursor)
      for (const item of items) listed.set(item.id, item)
      if (!nextCursor) break
      cursor = nextCursor
    }
    if (isOver) return
    const before = lines.get()
    const after = new Map<string, Line>()
    for (const item of listed.values()) after.set(item.id, newer(before.get(item.id), item))
    set(after)
    status.set('ready')
    for (const line of after.values()) options.known(line.summary.id, line.position)
    for (const id of before.keys()) if (!after.has(id)) options.gone(id)
  }

  function apply(roomId: string, { epoch, reset, events }: Ready): void {
    let line = lines.get().get(roomId)
    // A room that is new to us: only the server knows its name and what in it is unread.
    if (line === undefined) {
      refetchSoon()
      return
    }
    if (reset !== null) {
      line = resetLine(line, reset, epoch)
      refetchSoon()
    }
    for (const event of events) {
      if (event.seq <= line.position.seq && epoch === line.position.epoch) continue
      const next = applyToLine(line, event, me)
      if (next === 'gone') {
        remove(roomId)
        return
      }
      if (next === 'unclear') refetchSoon()
      else line = next
    }
    set(new Map(lines.get()).set(roomId, line))
  }

  function remove(roomId: string): void {
    const rest = new Map(lines.get())
    rest.delete(roomId)
    set(rest)
    options.gone(roomId)
  }

  return {
    view,
    async load() {
      const stored = await storage.get(KEY).catch(() => undefined)
      if (!Array.isArray(stored) || isOver) return
      lines.set(new Map((stored as Line[]).map((line) => [line.summary.id, line])))
      status.set('ready')
      for (const line of lines.get().values()) options.known(line.summary.id, line.position)
    },
    refetch,
    apply,
    read(roomId) {
      const line = lines.get().get(roomId)
      if (line === undefined || line.summary.unread === 0) return
      set(new Map(lines.get()).set(roomId, { ...line, summary: { ...line.summary, unread: 0 } }))
    },
    close() {
      isOver = true
      cancelRefetch?.()
      if (cancelSave === null) return
      cancelSave()
      save()
    },
  }
}

/** The server's answer, unless events have brought us further since it was written. */
function newer(line: Line | undefined, listed: Listed): Line {
  const position = must(parsePosition(listed.position), 'the server gives each room a position')
  if (line !== undefined && line.position.epoch === position.epoch && line.position.seq > position.seq) {
    return line
  }
  const { id, kind, name, title, archived, peer, head, unread, lastAt, lastMessage } = listed
  return {
    position,
    lastMessageId: lastMessage?.messageId ?? null,
    summary: { id, kind, name, title, archived, peer, head, unread, lastAt, lastMessage },
  }
}
