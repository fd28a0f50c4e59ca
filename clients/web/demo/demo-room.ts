/** A room of the demo: pages, answers after a moment, keeps what is sent while it is offline. */
import type { Room, RoomView, ShownMessage } from '../../sdk/types.ts'
import { type Cell, cell } from './observable.ts'
import { ME } from './people.ts'
import type { DemoRoom } from './rooms.ts'

export interface LiveRoom extends Room {
  readonly view: Cell<RoomView>
  readonly typing: Cell<readonly string[]>
  readonly source: DemoRoom
  /** Somebody else says something. */
  hear(authorId: string, text: string): void
  /** The network is back: what waited is confirmed. */
  flush(): void
}

interface DemoWorld {
  readonly latencyMs: number
  readonly pageSize: number
  isOnline(): boolean
  changed(): void
}

export function liveRoom(source: DemoRoom, world: DemoWorld): LiveRoom {
  let all: readonly ShownMessage[] = source.all
  let from = Math.max(0, all.length - world.pageSize)
  let made = 0
  const view = cell<RoomView>({
    status: 'ready',
    reason: null,
    conversation: source.conversation,
    messages: all.slice(from),
    hasOlder: from > 0,
    loadingOlder: false,
    readSeq: source.readSeq,
  })
  const typing = cell<readonly string[]>([])
  const show = (more: Partial<RoomView> = {}) => {
    view.set({ ...view.get(), messages: all.slice(from), hasOlder: from > 0, ...more })
    world.changed()
  }
  const head = () => Math.max(1, ...all.slice(-50).map((m) => m.seq))
  const replace = (id: string, change: (m: ShownMessage) => ShownMessage) => {
    all = all.map((m) => (m.messageId === id || m.commandId === id ? change(m) : m))
    show()
  }
  const confirm = (commandId: string) => {
    if (!world.isOnline()) return
    const failing = all.find((m) => m.commandId === commandId)?.text.includes('#fail')
    replace(commandId, (m) =>
      failing
        ? { ...m, state: 'failed', reason: 'NO_PERMISSION' }
        : { ...m, state: 'sent', seq: head() + 1, messageId: `${source.id}-${commandId}` },
    )
  }
  const later = (run: () => void) => setTimeout(run, world.latencyMs)
  const blank = { editedAt: null, deletedAt: null, replyTo: null, reason: null }
  return {
    id: source.id,
    view,
    typing,
    startTyping() {},
    stopTyping() {},
    source,
    send(text, options) {
      const commandId = `mine-${source.id}-${made++}`
      all = [
        ...all,
        {
          ...blank,
          messageId: commandId,
          seq: 0,
          authorId: ME.id,
          commandId,
          text,
          at: new Date().toISOString(),
          replyTo: options?.replyTo ?? null,
          state: 'sending',
        },
      ]
      show()
      later(() => confirm(commandId))
      return commandId
    },
    edit(messageId, text) {
      replace(messageId, (m) => ({ ...m, text, editedAt: new Date().toISOString() }))
      return 'edit'
    },
    delete(messageId) {
      replace(messageId, (m) => ({ ...m, text: '', deletedAt: new Date().toISOString() }))
      return 'delete'
    },
    retry(commandId) {
      replace(commandId, (m) => ({ ...m, state: 'sending', reason: null, text: m.text.replace('#fail', '') }))
      later(() => confirm(commandId))
    },
    discard(commandId) {
      all = all.filter((m) => m.commandId !== commandId)
      show()
    },
    async loadOlder() {
      if (view.get().loadingOlder || from === 0) return
      view.set({ ...view.get(), loadingOlder: true })
      await new Promise((done) => setTimeout(done, world.latencyMs))
      from = Math.max(0, from - world.pageSize)
      show({ loadingOlder: false })
    },
    markRead: () => show({ readSeq: head() }),
    release() {},
    hear(authorId, text) {
      const seq = head() + 1
      const waiting = all.filter((m) => m.state !== 'sent')
      all = [
        ...all.filter((m) => m.state === 'sent'),
        {
          ...blank,
          messageId: `${source.id}-m${seq}`,
          seq,
          authorId,
          commandId: `${source.id}-c${seq}`,
          text,
          at: new Date().toISOString(),
          state: 'sent',
        },
        ...waiting,
      ]
      show()
    },
    flush() {
      for (const m of all) if (m.state === 'sending') confirm(m.commandId)
    },
  }
}
