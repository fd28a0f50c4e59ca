/** `FetchEventSource`: as much of the web's EventSource as tRPC uses, for tests; Node 22 has none of its own. */

type Listener = (event: MessageEvent) => void

export class FetchEventSource extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 2
  /** Those that are not closed, so that a test can break their line. */
  static readonly open = new Set<FetchEventSource>()

  readonly CONNECTING = 0
  readonly OPEN = 1
  readonly CLOSED = 2
  readonly url: string
  readonly withCredentials = false
  readyState = 0
  onopen: Listener | null = null
  onmessage: Listener | null = null
  onerror: Listener | null = null
  #lastEventId = ''
  #line = new AbortController()

  constructor(url: string | URL) {
    super()
    this.url = String(url)
    FetchEventSource.open.add(this)
    void this.#live()
  }

  close(): void {
    this.readyState = this.CLOSED
    FetchEventSource.open.delete(this)
    this.#line.abort()
  }

  /** As if the network had gone for a moment. */
  breakLine(): void {
    this.#line.abort()
  }

  async #live(): Promise<void> {
    while (this.readyState !== this.CLOSED) {
      this.#line = new AbortController()
      try {
        const headers: Record<string, string> = this.#lastEventId
          ? { 'last-event-id': this.#lastEventId }
          : {}
        const response = await fetch(this.url, { headers, signal: this.#line.signal })
        this.readyState = this.OPEN
        for await (const text of frames(response.body as ReadableStream<Uint8Array>)) this.#dispatch(text)
      } catch {
        // The line broke; an EventSource comes back by itself.
      }
      if (this.readyState === this.CLOSED) return
      this.readyState = this.CONNECTING
      this.dispatchEvent(new MessageEvent('error'))
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
  }

  #dispatch(frame: string): void {
    let type = 'message'
    let data: string | null = null
    for (const line of frame.split('\n')) {
      const [, field, value = ''] = /^(\w+): ?(.*)$/.exec(line) ?? []
      if (field === 'event') type = value
      else if (field === 'id') this.#lastEventId = value
      else if (field === 'data') data = value
    }
    if (data !== null) {
      this.dispatchEvent(new MessageEvent(type, { data, lastEventId: this.#lastEventId }))
    }
  }
}

async function* frames(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  let text = ''
  for await (const chunk of body.pipeThrough(new TextDecoderStream())) {
    text += chunk
    const parts = text.split('\n\n')
    text = parts.pop() ?? ''
    yield* parts
  }
}
