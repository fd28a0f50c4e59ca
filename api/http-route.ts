/** `HttpRoute`: what a feature serves beside its procedures, such as files. The transport reads and writes for it. */
import type { Ctx } from './context.ts'

export interface HttpRoute {
  /** GET also answers HEAD. */
  readonly method: 'GET' | 'POST'
  /** `/media`, or `/media/:id`: the last part may be a name. */
  readonly pattern: string
  /** May throw a Refusal, which is answered as it is for procedures. */
  serve(asked: HttpAsked): Promise<HttpReply>
}

export interface HttpAsked {
  readonly ctx: Ctx
  readonly method: string
  /** The last part of the path, as it came. */
  readonly name: string
  readonly query: URLSearchParams
  /** As it comes, no faster than it is read; to be read once. Rejects when the client goes away. */
  readonly body: AsyncIterable<Uint8Array>
}

export interface HttpReply {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string | LongBody
}

/** Read, and sent, no faster than the client takes it. */
export interface LongBody {
  readonly bytes: number
  read(): AsyncIterable<Uint8Array>
}

/** An answer that no cache keeps. */
export function jsonReply(body: unknown): HttpReply {
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store' }
  return { status: 200, headers, body: JSON.stringify(body) }
}
