/** `accountRoutes`: where networks send people back to, with a code or without. */
import { NETWORKS } from '../../engine/protocol/post-shapes.ts'
import type { HttpAsked, HttpReply, HttpRoute } from '../http-route.ts'
import { returning } from '../returning.ts'

export const accountRoutes: readonly HttpRoute[] = [
  { method: 'GET', pattern: '/connected/:network', serve: connected },
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
