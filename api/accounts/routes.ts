/** `accountRoutes`: where networks send people back to, with a code or without, and the pictures of accounts. */
import { NETWORKS } from '../../engine/protocol/post-shapes.ts'
import type { HttpAsked, HttpReply, HttpRoute } from '../http-route.ts'
import { returning } from '../returning.ts'

export const accountRoutes: readonly HttpRoute[] = [
  { method: 'GET', pattern: '/connected/:network', serve: connected },
  { method: 'GET', pattern: '/pictures/:account', serve: picture },
]

/** The app's page of accounts, which says how it went. */
const PAGE = '/#/accounts'

async function connected({ ctx, method, name, query }: HttpAsked): Promise<HttpReply> {
  const network = NETWORKS.find((known) => known === name)
  if (network === undefined) {
    return { status: 404, headers: { 'content-type': 'text/plain' }, body: 'There is nothing here.' }
  }
  // whoever only looks at an address must not use up the state in it
  if (method === 'HEAD') return { status: 204, headers: {} }
  const userId = await returning(ctx)
  if (userId === null) return sentTo(`${PAGE}?failed=not-signed-in`)
  const [state, code, error] = [query.get('state'), query.get('code'), query.get('error')]
  const finished = await ctx.node.outside.accounts.finish({ network, state, code, error, userId })
  if (finished.is === 'refused') return sentTo(`${PAGE}?failed=${encodeURIComponent(finished.reason)}`)
  return sentTo(`${PAGE}?connected=${finished.accountIds[0]}`)
}

/** The address they came by holds a code: it goes into no cache, and no other site hears of it. */
function sentTo(location: string): HttpReply {
  return { status: 302, headers: { location, 'cache-control': 'no-store', 'referrer-policy': 'no-referrer' } }
}

/** A network's addresses end after days, and the page loads nothing of other origins: so it comes from here. */
async function picture({ ctx, name, query }: HttpAsked): Promise<HttpReply> {
  const found = await ctx.node.outside.pictures.opened({ id: name, sig: query.get('sig') ?? '' })
  if (found === null) {
    const headers = { 'content-type': 'text/plain', 'cache-control': 'private, max-age=300' }
    return { status: 404, headers, body: 'There is nothing here.' }
  }
  const { type, bytes } = found
  const headers = {
    'content-type': type,
    'content-security-policy': "default-src 'none'; sandbox; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'cross-origin',
    'referrer-policy': 'no-referrer',
    // another picture has another address
    'cache-control': 'private, max-age=604800',
  }
  const body = {
    bytes: bytes.length,
    async *read() {
      yield bytes
    },
  }
  return { status: 200, headers, body }
}
