/** `openCaller`: calls and subscriptions of one signed-in person over one wire, answers matched by their id. */
import { openWire, type Wire, type WireOptions } from './wire.ts'

export interface Caller {
  /** Resolves with the data of the answer; rejects with the server's error. */
  query<Data>(path: string, input: object): Promise<Data>
  mutate<Data>(path: string, input: object): Promise<Data>
  /** Resolves when the subscription has started. What it brings goes to `onOther`. */
  subscribe(path: string, input: object): Promise<void>
  /** Hangs up once everything asked has been answered. */
  close(): void
}

/** An answer's id comes first in every frame of the server, so that one need not be parsed to know whose it is. */
const ID = /^\{"id":(\d+),/
const ERROR = '"error":'

interface Waiting {
  resolve(data: unknown): void
  reject(error: Error): void
}

export interface CallerOptions extends Omit<WireOptions, 'onText' | 'onClose'> {
  /** Frames that answer no call: what a subscription brings. The buffer is reused after the call. */
  readonly onOther?: (payload: Buffer) => void
}

export async function openCaller({ onOther, ...options }: CallerOptions): Promise<Caller> {
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let isClosing = false
  const wire: Wire = await openWire({
    ...options,
    onText(payload) {
      const id = Number(ID.exec(payload.toString('latin1', 0, 24))?.[1])
      const call = waiting.get(id)
      if (call === undefined) {
        onOther?.(payload)
        return
      }
      waiting.delete(id)
      if (payload.includes(ERROR)) call.reject(new Error(payload.toString('utf8', 0, 500)))
      else call.resolve((JSON.parse(payload.toString()) as { result: { data: unknown } }).result.data)
      if (isClosing && waiting.size === 0) wire.close()
    },
    onClose() {
      for (const call of waiting.values()) call.reject(new Error('the connection was closed'))
      waiting.clear()
    },
  })

  const ask = (method: 'query' | 'mutation' | 'subscription', path: string, input: object) =>
    new Promise<unknown>((resolve, reject) => {
      const id = ++lastId
      waiting.set(id, { resolve, reject })
      wire.send(JSON.stringify({ id, method, params: { path, input } }))
    })

  return {
    query: <Data>(path: string, input: object) => ask('query', path, input) as Promise<Data>,
    mutate: <Data>(path: string, input: object) => ask('mutation', path, input) as Promise<Data>,
    subscribe: (path, input) => ask('subscription', path, input).then(() => undefined),
    close() {
      isClosing = true
      if (waiting.size === 0) wire.close()
    },
  }
}
