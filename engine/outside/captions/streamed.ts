/** `streamed`: one call whose answer is a stream of events, as pieces of a caption. */
import type { Clock } from '../../kernel/clock.ts'
import type { CaptionFailure, CaptionPiece } from './contract.ts'
import { type ServerEvent, serverEventsIn } from './server-events.ts'

/** How one maker of captions is spoken with; made anew for each call, since it may remember what was said before. */
export interface Dialect {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Sent as JSON. */
  readonly body: unknown
  read(event: ServerEvent): Said
  /** What an answer means that is no stream. */
  failureOf(answer: NoStream): CaptionFailure
}

export type Said = CaptionPiece | { readonly is: 'nothing' } | { readonly is: 'end' }

export interface NoStream {
  readonly status: number
  readonly headers: Headers
  /** Null when it is no JSON. */
  readonly json: unknown
}

export interface Listening {
  readonly clock: Pick<Clock, 'after'>
  /** Silence for so long ends the call, before the first piece or between two. */
  readonly silenceMs: number
  readonly signal: AbortSignal | undefined
}

export async function* streamed(
  dialect: Dialect,
  { clock, silenceMs, signal }: Listening,
): AsyncIterable<CaptionPiece> {
  const ended = new AbortController()
  const silence = silenceAfter(clock, silenceMs, () => ended.abort(new Error('silence')))
  try {
    const response = await fetch(dialect.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...dialect.headers },
      body: JSON.stringify(dialect.body),
      signal: AbortSignal.any([ended.signal, ...(signal === undefined ? [] : [signal])]),
      redirect: 'manual',
    })
    if (!response.ok || response.body === null) {
      const { status, headers } = response
      yield {
        is: 'failed',
        failure: dialect.failureOf({ status, headers, json: jsonOf(await response.text()) }),
      }
      return
    }
    for await (const event of serverEventsIn(silence.heardIn(response.body))) {
      const said = dialect.read(event)
      if (said.is === 'end') return
      if (said.is !== 'nothing') yield said
      if (said.is === 'failed') return
    }
    yield { is: 'failed', failure: { is: 'broken', why: 'the stream ended before its end' } }
  } catch (error) {
    const isStopped = signal?.aborted === true
    yield { is: 'failed', failure: isStopped ? { is: 'stopped' } : { is: 'broken', why: whyOf(error) } }
  } finally {
    silence.stop()
  }
}

function silenceAfter(clock: Listening['clock'], ms: number, onSilence: () => void) {
  let stop = clock.after(ms, onSilence)
  return {
    /** Passes on what comes, and counts anew from each part; not while nobody asks for the next. */
    async *heardIn(stream: AsyncIterable<Uint8Array>): AsyncIterable<Uint8Array> {
      for await (const part of stream) {
        stop()
        yield part
        stop = clock.after(ms, onSilence)
      }
    },
    stop: () => stop(),
  }
}

/** Of an event's data or an answer's text; null when it is no JSON. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** When to come back, by the answer's own words; null when it has none. ISO 8601 in UTC. */
export function retryAtOf({ headers }: NoStream, nowMs: number): string | null {
  const ms = Number(headers.get('retry-after-ms') ?? Number.NaN)
  const seconds = Number(headers.get('retry-after') ?? Number.NaN)
  const wait = ms >= 0 ? ms : seconds * 1_000
  return wait >= 0 ? new Date(nowMs + wait).toISOString() : null
}

/** The word of the system or of the client for what went wrong. */
function whyOf(error: unknown): string {
  const cause = error instanceof Error ? (error.cause ?? error) : error
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code
  return cause instanceof Error ? cause.message : String(cause)
}
