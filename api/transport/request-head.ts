/** `readHead`: what a request says before its body, copied, since uWebSockets takes it back at the end of the turn. */
import type { HttpRequest, HttpResponse } from 'uWebSockets.js'
import type { IdSource } from '../../engine/kernel/ids.ts'
import { makeIntern } from '../../engine/kernel/intern.ts'

export interface RequestHead {
  /** Upper case. */
  readonly method: string
  readonly path: string
  /** Without the question mark. */
  readonly query: string
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, string>
  readonly address: string
  /** The client's `x-request-id` if it is a sane one, else a fresh id. */
  readonly requestId: string
}

const REQUEST_ID = /^[\w.-]{1,64}$/

export function readHead(
  res: HttpResponse,
  req: HttpRequest,
  newId: IdSource,
  trustProxy: boolean,
): RequestHead {
  const headers = new Map<string, string>()
  req.forEach((name, value) => {
    const before = headers.get(name)
    headers.set(name, before === undefined ? value : `${before}, ${value}`)
  })
  const given = headers.get('x-request-id')
  return {
    method: req.getCaseSensitiveMethod().toUpperCase(),
    path: req.getUrl(),
    // The typings promise a string, but a request without a question mark gives undefined.
    query: req.getQuery() ?? '',
    headers,
    address: addressOf(res, trustProxy ? headers.get('x-forwarded-for') : undefined),
    requestId: given !== undefined && REQUEST_ID.test(given) ? given : newId(),
  }
}

/** The last entry is the one our own proxy wrote; those before it are whatever the client claimed. */
function addressOf(res: HttpResponse, forwardedFor: string | undefined): string {
  const nearest = forwardedFor?.split(',').at(-1)?.trim()
  return intern(nearest || Buffer.from(res.getRemoteAddressAsText()).toString())
}

/** Sockets of one address share its text. */
const intern = makeIntern(10_000)

/** Of all who bring none: one each would be 200 bytes of every socket. */
const NO_COOKIES: Readonly<Record<string, string | undefined>> = Object.freeze(Object.create(null))

/** Cookies by name, decoded; one that cannot be decoded is left as it is. */
export function readCookies(header: string | undefined): Readonly<Record<string, string | undefined>> {
  if (header === undefined) return NO_COOKIES
  const cookies: Record<string, string | undefined> = Object.create(null)
  for (const pair of header.split(';')) {
    const equals = pair.indexOf('=')
    if (equals > 0) cookies[pair.slice(0, equals).trim()] ??= decoded(pair.slice(equals + 1).trim())
  }
  return cookies
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
