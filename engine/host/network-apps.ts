/** `networkApps`: what the environment says of our applications at social networks. */
import { NETWORKS, type Network } from '../protocol/post-shapes.ts'

export interface NetworkApp {
  readonly clientId: string
  /** Null: a public client, which only X knows. */
  readonly clientSecret: string | null
  /** Where a server plays the network; null: the network itself. */
  readonly apiUrl: string | null
  /** The page where people say yes; null: the network's, or where its `apiUrl` has one. */
  readonly authorizeUrl: string | null
}

type Variable = 'CLIENT_ID' | 'CLIENT_SECRET' | 'API_URL' | 'AUTHORIZE_URL'
type Found = Readonly<Record<`${Uppercase<Network>}_${Variable}`, string | null>>

export function networkApps(found: Found): Readonly<Partial<Record<Network, NetworkApp>>> {
  const apps: Partial<Record<Network, NetworkApp>> = {}
  for (const network of NETWORKS) {
    const prefix = network.toUpperCase() as Uppercase<Network>
    const clientId = found[`${prefix}_CLIENT_ID`]
    if (clientId === null) continue
    if (found[`${prefix}_CLIENT_SECRET`] === null && network !== 'x') {
      throw new Error(`${prefix}_CLIENT_SECRET: the id of an application there comes with its secret`)
    }
    apps[network] = Object.freeze({
      clientId,
      clientSecret: found[`${prefix}_CLIENT_SECRET`],
      apiUrl: found[`${prefix}_API_URL`]?.replace(/\/+$/, '') ?? null,
      authorizeUrl: found[`${prefix}_AUTHORIZE_URL`],
    })
  }
  return Object.freeze(apps)
}
