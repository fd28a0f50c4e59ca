/** `connectAll`: connects an account at every network, as a person with a browser does. */
import type { Destination, Network } from '../../../engine/protocol/post-shapes.ts'
import type { PostsClient } from './client.ts'

type Account = Extract<Destination, { kind: 'account' }>

/** Follows each consent through the network's page and back. */
export async function connectAll(
  client: PostsClient,
  accessToken: string,
  networks: readonly Network[],
): Promise<Account[]> {
  for (const network of networks) {
    const { url } = await client.accounts.connect.mutate({ network })
    const consented = await fetch(url, { redirect: 'manual' })
    const back = consented.headers.get('location')
    if (back === null) throw new Error(`${network} sent nobody back: ${consented.status}`)
    const finished = await fetch(back, {
      redirect: 'manual',
      headers: { authorization: `Bearer ${accessToken}` },
    })
    const there = finished.headers.get('location') ?? ''
    if (there.includes('failed=')) throw new Error(`${network} was not connected: ${there}`)
  }
  const accounts = await client.accounts.list.query()
  return accounts.map(({ id, network }) => ({ kind: 'account', accountId: id, network }))
}
