/** A voice made of our SDK, used as the web app uses it: what it hears is what a screen would show. */
import { createParley } from '../../clients/sdk/client.ts'
import { memoryStorage } from '../../clients/sdk/storage/memory.ts'
import type { Observable, Room, ShownMessage } from '../../clients/sdk/types.ts'
import type { Operation, Stream } from './history.ts'
import type { Recorder } from './recorder.ts'
import type { Person, Voice } from './voice.ts'

/** The SDK sends one after another in a room, so its own order is held against it. */
export function sdkVoice(options: { url: string; person: Person; recorder: Recorder }): Voice {
  const { url, person, recorder } = options
  const { name, userId } = person
  const parley = createParley({ url, storage: memoryStorage() })
  const rooms = new Map<string, Room>()
  const waiting = new Map<string, Operation>()
  let wasLive = false
  let isLive = false
  recorder.sendsInOrder(name)
  parley.connection.subscribe(() => {
    const nowLive = parley.connection.get().state === 'live'
    if (nowLive && !isLive && wasLive) recorder.reconnected()
    wasLive ||= nowLive
    isLive = nowLive
  })

  /** Answers to what this voice has said. */
  function noteAnswers(messages: readonly ShownMessage[]): void {
    for (let index = messages.length - 1; index >= 0 && waiting.size > 0; index--) {
      const message = messages[index] as ShownMessage
      const operation = message.authorId === userId ? waiting.get(message.commandId) : undefined
      if (operation === undefined || message.state === 'sending') continue
      waiting.delete(message.commandId)
      if (message.state === 'sent') recorder.acked(operation, message.seq)
      else recorder.refused(operation, message.reason ?? message.state)
    }
  }

  async function follow(roomId: string): Promise<void> {
    const room = parley.open(roomId)
    rooms.set(roomId, room)
    const view = await until(room.view, ({ status }) => status !== 'loading')
    if (view.conversation === null) throw new Error(`${name} may not read ${roomId}: ${view.reason}`)
    const stream = recorder.listens(name, roomId, view.conversation.head, true)
    const hear = makeEar(stream, userId)
    eachTurn(room.view, ({ messages }) => {
      noteAnswers(messages)
      hear(messages)
    })
  }

  return {
    name,
    async listen(roomIds) {
      await parley.session.signIn(person)
      await Promise.all(roomIds.map(follow))
    },
    say(roomId, text) {
      const room = rooms.get(roomId) as Room
      // the SDK shows and sends from a later turn, so nothing is answered before it is written down
      const commandId = room.send(text)
      waiting.set(commandId, recorder.invoke({ client: name, authorId: userId, roomId, commandId, text }))
    },
    close: () => parley.close(),
  }
}

/**
 * Writes down what a screen shows beyond what it showed before. A window that has moved on as a whole is a reset, and so
 * is one that shows other messages where some had been; one that shows later messages of others, but not those in between,
 * has a hole. A message of our own may be shown with its seq as soon as it is answered, before what stands ahead of it
 * has arrived: it is left for later.
 */
export function makeEar(stream: Stream, me: string): (messages: readonly ShownMessage[]) => void {
  const known = new Map<number, string>()
  let last = stream.after

  /**
   * Behind what has arrived stand messages of our own that were answered. When history was replaced meanwhile, their seq
   * may be one that the screen still shows of the former history: they, too, are left for later.
   */
  function settled(messages: readonly ShownMessage[]): readonly ShownMessage[] {
    let before = 0
    return messages.filter(({ state, seq, authorId, commandId }) => {
      const isAhead = authorId === me && seq <= before && known.get(seq) !== commandId
      if (state !== 'sent' || isAhead) return false
      before = seq
      return true
    })
  }

  function begin(before: number): void {
    stream.heard.push({ kind: 'reset', seq: before })
    last = before
  }

  return (messages) => {
    const shown = settled(messages)
    const oldest = shown[0]
    const newest = shown.at(-1)
    if (oldest === undefined || newest === undefined) return
    const isOther = ({ seq, commandId }: ShownMessage) => (known.get(seq) ?? commandId) !== commandId
    if ((known.size > 0 && newest.seq < last) || shown.some(isOther)) {
      known.clear()
      begin(oldest.seq - 1)
    }
    const sent = shown.filter(({ seq }) => seq > last)
    const arrivedUpTo = sent.findLast(({ authorId }) => authorId !== me)?.seq ?? last
    for (const { seq, commandId } of sent) {
      if (seq !== last + 1 && seq > arrivedUpTo) break
      if (seq !== last + 1 && oldest.seq === seq) begin(seq - 1)
      stream.heard.push({ kind: 'event', seq, commandId })
      known.set(seq, commandId)
      last = seq
    }
  }
}

/** Calls `changed` with the value after each turn of the event loop in which it changed, and once now. */
function eachTurn<Value>(observable: Observable<Value>, changed: (value: Value) => void): void {
  let isDue = false
  const run = () => {
    isDue = false
    changed(observable.get())
  }
  observable.subscribe(() => {
    if (!isDue) setImmediate(run)
    isDue = true
  })
  run()
}

function until<Value>(observable: Observable<Value>, isRight: (value: Value) => boolean): Promise<Value> {
  return new Promise((resolve) => {
    const look = () => {
      const value = observable.get()
      if (!isRight(value)) return
      stop()
      resolve(value)
    }
    const stop = observable.subscribe(look)
    look()
  })
}
