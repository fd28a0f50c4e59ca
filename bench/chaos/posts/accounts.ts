/** `connectAll`: connects an account at every network, as a person with a browser does. */
import type { Destination, Network } from '../../../engine/protocol/post-shapes.ts'
import type { PostsClient } from './client.ts'
import type { Networks } from './networks.ts'

type Account = Extract<Destination, { kind: 'account' }>

/** So many accounts that the limits of each, which are real here, are enough for a few hundred posts. */
const SEATS: Readonly<Record<Network, number>> = {
  x: 40,
  linkedin: 14,
  instagram: 1,
  facebook: 1,
  youtube: 1,
}

/** Follows each consent through the network's page and back. */
export async function connectAll(
  client: PostsClient,
  accessToken: string,
  networks: Pick<Networks, 'seat'>,
  names: readonly Network[],
): Promise<Account[]> {
  const seats = names.flatMap((network) =>
    Array.from({ length: SEATS[network] }, (_, index) => ({ network, person: `person${index + 1}` })),
  )
  for (const { network, person } of seats) {
    await networks.seat(person)
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
