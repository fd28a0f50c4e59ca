/** `Exchange`: one HTTP request and its answer; `exchange` begins it, `readBody` reads on, `answer` writes. */

import type { HttpRequest, HttpResponse } from 'uWebSockets.js'
import { STATUS_CODES } from 'node:http'
import type { Door } from './door.ts'
import { type RequestHead, readHead } from './request-head.ts'

export interface Exchange {
  readonly res: HttpResponse
  readonly head: RequestHead
  /** Aborted when the client goes away, or when we end a stream. */
  readonly gone: AbortController
  /** The client has its answer, or is gone: `res` must not be touched any more. */
  isOver: boolean
}

/** Must be called in the same turn as the request came. */
export function exchange({ node }: Pick<Door, 'node'>, res: HttpResponse, req: HttpRequest): Exchange {
  const begun: Exchange = {
    res,
    head: readHead(res, req, node.newId, node.config.trustProxy),
    gone: new AbortController(),
    isOver: false,
  }
  res.onAborted(() => {
    begun.isOver = true
    begun.gone.abort()
  })
  return begun
}

/**
 * The whole body; null when it is larger than `bytesMax`. What comes after the limit is read and thrown away, never
 * kept: a client that is still writing would not see an answer that closes the connection. Must be called in the
 * same turn as the request came. Never resolves when the client goes away first.
 */
export function readBody({ res, head }: Exchange, bytesMax: number): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let bytes = 0
    if (Number(head.headers.get('content-length') ?? 0) > bytesMax) resolve(null)
    res.onData((chunk, isLast) => {
      bytes += chunk.byteLength
      if (bytes > bytesMax) {
        chunks.length = 0
        resolve(null)
        return
      }
      // uWebSockets takes the chunk back when this returns.
      chunks.push(Buffer.from(Buffer.from(chunk)))
      if (isLast) resolve(Buffer.concat(chunks))
    })
  })
}

export type Headers = Readonly<Record<string, string>> | Iterable<readonly [string, string]>

/** Writes status and headers; to be called corked. */
export function writeHead({ res }: Exchange, status: number, headers: Headers): void {
  res.writeStatus(`${status} ${STATUS_CODES[status] ?? ''}`)
  const lines = Symbol.iterator in headers ? headers : Object.entries(headers)
  for (const [name, value] of lines) res.writeHeader(name, value)
}

/** A whole answer at once. */
export function answer(to: Exchange, status: number, headers: Headers, body: string | Uint8Array = ''): void {
  if (to.isOver) return
  to.res.cork(() => {
    writeHead(to, status, headers)
    to.res.end(body)
  })
  to.isOver = true
}

/** An answer as it comes, no faster than the client reads. Resolves when it is over or the client is gone. */
export async function stream(
  to: Exchange,
  status: number,
  headers: Headers,
  body: ReadableStream<Uint8Array>,
): Promise<void> {
  if (to.isOver) {
    await body.cancel()
    return
  }
  const { res } = to
  let wake = () => {}
  res.onWritable(() => {
    wake()
    return true
  })
  const reader = body.getReader()
  to.gone.signal.addEventListener('abort', () => {
    wake()
    void reader.cancel()
  })
  res.cork(() => writeHead(to, status, headers))
  for (;;) {
    const { done, value } = await reader.read()
    if (to.isOver) return
    if (done) break
    let hasRoom = true
    res.cork(() => {
      hasRoom = res.write(value)
    })
    if (hasRoom) continue
    await new Promise<void>((resolve) => {
      wake = resolve
    })
    if (to.isOver) return
  }
  res.cork(() => res.end())
  to.isOver = true
}
