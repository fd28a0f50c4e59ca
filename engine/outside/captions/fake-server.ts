/** `startFakeCaptions`: a maker of captions of our own on a real socket, which streams, and can do it badly. */
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import { listenLocally } from '../local-server.ts'

/**
 * good       streams a caption
 * breaks     ends the connection after its first piece
 * errs       says in the midst of its stream that something is wrong
 * refuses    will not write this
 * truncates  comes to its limit
 * throttles  429, and says for how long
 * overloads  is too busy for anybody
 * silent     takes the request and says nothing
 * rejects    does not take what is asked
 */
export type CaptionMood =
  | 'good'
  | 'breaks'
  | 'errs'
  | 'refuses'
  | 'truncates'
  | 'throttles'
  | 'overloads'
  | 'silent'
  | 'rejects'

/** How one maker speaks: what the fake of each has of its own. */
export interface Voice {
  readonly path: string
  /** Why it does not take a request at all; null when it does. */
  fault(headers: IncomingHttpHeaders, body: Readonly<Record<string, unknown>>): Whole | null
  /** Everything that was asked, as it understood it. */
  promptIn(body: Readonly<Record<string, unknown>>): string
  opening(): readonly unknown[]
  piece(text: string): unknown
  closing(how: 'good' | 'refuses' | 'truncates'): readonly unknown[]
  /** An event that says that something is wrong. */
  trouble(): unknown
  whole(mood: 'throttles' | 'overloads' | 'rejects'): Whole
}

/** An answer that is no stream. */
export interface Whole {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body: unknown
}

export interface FakeCaptions {
  /** `http://127.0.0.1:…`, without a slash at the end. */
  readonly url: string
  mood: CaptionMood
  /** Between two pieces. */
  pieceMs: number
  /** Goes on after a piece only once it is released. */
  holds: boolean
  readonly prompts: string[]
  release(): void
  /** Answers that somebody still reads. */
  open(): number
  stop(): Promise<void>
}

/** For how long it says that it wants to be left alone. */
export const RETRY_AFTER_SECONDS = 7
/** What it writes of everything. Some of its letters are more than one byte. */
export const CAPTION = ['Fünf', ' Filme', ' für', ' den', ' Herbst', ' 🎬']

export async function startFakeCaptions(voice: Voice): Promise<FakeCaptions> {
  const held: (() => void)[] = []
  let open = 0
  const server = await listenLocally((incoming, response) => {
    open++
    response.once('close', () => open--)
    void (async () => {
      const parts: Buffer[] = []
      for await (const part of incoming) parts.push(part)
      const body = JSON.parse(Buffer.concat(parts).toString())
      const isThere = incoming.method === 'POST' && incoming.url === voice.path
      const fault = isThere ? voice.fault(incoming.headers, body) : { status: 404, body: {} }
      if (fault !== null) return end(response, fault)
      fake.prompts.push(voice.promptIn(body))
      await answer(response)
    })().catch((error) => response.writeHead(500).end(`a bug of the fake: ${error}`))
  })

  async function answer(response: ServerResponse): Promise<void> {
    const { mood } = fake
    if (mood === 'silent') return
    if (mood === 'throttles' || mood === 'overloads' || mood === 'rejects') {
      end(response, voice.whole(mood))
      return
    }
    response.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8' })
    for (const event of voice.opening()) send(response, event)
    const pieces = mood === 'refuses' ? [] : CAPTION
    for (const text of pieces) {
      send(response, voice.piece(text))
      if (fake.pieceMs > 0) await new Promise((go) => setTimeout(go, fake.pieceMs))
      if (fake.holds) await new Promise<void>((go) => held.push(go))
      if (mood === 'breaks') return breakOff(response)
      if (mood === 'errs') return spoil(response)
    }
    const how = mood === 'refuses' || mood === 'truncates' ? mood : 'good'
    for (const event of voice.closing(how)) send(response, event)
    response.end()
  }

  function spoil(response: ServerResponse): void {
    send(response, voice.trouble())
    response.end()
  }

  const fake: FakeCaptions = {
    ...server,
    mood: 'good',
    pieceMs: 0,
    holds: false,
    prompts: [],
    release: () => {
      for (const go of held.splice(0)) go()
    },
    open: () => open,
  }
  return fake
}

/** Both makers name the kind of an event in its data, and beside it. */
function send(response: ServerResponse, event: unknown): void {
  const { type } = event as { type: string }
  response.write(`event: ${type}\ndata: ${JSON.stringify(event)}\n\n`)
}

function end(response: ServerResponse, { status, headers, body }: Whole): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body))
}

/** Once what was written is on its way. */
function breakOff(response: ServerResponse): void {
  response.write('', () => response.destroy())
}
