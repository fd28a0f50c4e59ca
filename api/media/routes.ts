/** `mediaRoutes`: files on their way in, with a session, and on their way out, with a signed address. */
import type { Opened } from '../../engine/outside/media/media.ts'
import { type HttpAsked, type HttpReply, type HttpRoute, jsonReply } from '../http-route.ts'
import { enter } from '../procedure.ts'
import { checkSize } from './check.ts'
import { rangeOf } from './range.ts'

export const mediaRoutes: readonly HttpRoute[] = [
  { method: 'POST', pattern: '/media', serve: upload },
  { method: 'GET', pattern: '/media/:id', serve: download },
]

/**
 * The body is the file, `x-file-name` what it is called, percent-encoded. Refuses as `signedIn` does, and with
 * MEDIA_UNREADABLE and MEDIA_TOO_LARGE.
 */
async function upload({ ctx, body }: HttpAsked): Promise<HttpReply> {
  const signedIn = await enter(ctx, 'mutation')
  checkSize(signedIn)
  const { organisationId, userId } = signedIn.session
  const name = decoded(ctx.header('x-file-name') ?? '')
  return jsonReply({ media: await ctx.node.outside.media.add({ organisationId, userId, name, body }) })
}

async function download({ ctx, name, query }: HttpAsked): Promise<HttpReply> {
  const address = { id: name, until: query.get('until') ?? '', sig: query.get('sig') ?? '' }
  const file = await ctx.node.outside.media.opened(address)
  if (file === null) {
    const headers = { 'content-type': 'text/plain', 'cache-control': 'no-store' }
    return { status: 404, headers, body: 'There is nothing here.' }
  }
  const headers = headersOf(file, ctx.node.clock.now())
  if (ctx.header('if-none-match') === headers.etag) return { status: 304, headers }
  const isSame = (ctx.header('if-range') ?? headers.etag) === headers.etag
  const range = isSame ? rangeOf(ctx.header('range'), file.bytes) : 'whole'
  if (range === 'beyond') {
    return { status: 416, headers: { ...headers, 'content-range': `bytes */${file.bytes}` } }
  }
  const [from, to] = range === 'whole' ? [0, file.bytes] : [range.from, range.to]
  const body = { bytes: to - from, read: () => file.read(from, to) }
  if (range === 'whole') return { status: 200, headers, body }
  const part = { 'content-range': `bytes ${from}-${to - 1}/${file.bytes}` }
  return { status: 206, headers: { ...headers, ...part }, body }
}

/** Somebody else's bytes under our name: whatever is in them, a browser shows them and runs nothing. */
function headersOf({ name, type, sha256, untilMs }: Opened, nowMs: number) {
  return {
    'content-type': type,
    'content-disposition': `inline; filename*=UTF-8''${encodeURIComponent(name)}`,
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    'accept-ranges': 'bytes',
    // the content of an id never changes; a shared cache would keep it past the end of its address
    'cache-control': `private, max-age=${Math.floor((untilMs - nowMs) / 1_000)}, immutable`,
    etag: `"${sha256.slice(0, 32)}"`,
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
