/** Reads of accounts at networks. Tokens are in none of them. */
import { NETWORKS, type Network } from '../../engine/protocol/post-shapes.ts'
import { SocialAccount } from '../../engine/store/entities/social-account.ts'
import type { SignedInCtx } from '../procedure.ts'

export interface AccountView {
  readonly id: string
  readonly network: Network
  readonly name: string
  readonly handle: string | null
  /** From the top of this server; needs no session. */
  readonly pictureUrl: string | null
  readonly health: 'healthy' | 'dead'
  /** Why it is dead and what to do, for a person. */
  readonly trouble: string | null
  /** Of the access token, which is refreshed before; null when it does not end. ISO 8601 in UTC. */
  readonly expiresAt: string | null
  readonly scopes: readonly string[]
}

export interface NetworkView {
  readonly name: Network
  /** As people write it. */
  readonly title: string
  /** Whether accounts can be connected. */
  readonly isConfigured: boolean
}

const TITLES: Readonly<Record<Network, string>> = {
  x: 'X',
  instagram: 'Instagram',
  linkedin: 'LinkedIn',
  facebook: 'Facebook',
  youtube: 'YouTube',
}

/** Those that are connected, dead or alive, by network and name. */
export async function list({ node, session }: SignedInCtx): Promise<AccountView[]> {
  const orderBy = { network: 'asc', name: 'asc', id: 'asc' } as const
  const rows = await node.store
    .scoped(session.organisationId)
    .find(SocialAccount, { removedAt: null }, { orderBy, exclude: ['sealed'] })
  return rows.map(({ id, network, name, handle, pictureUrl, health, trouble, expiresAt, scopes }) => ({
    id,
    network,
    name,
    handle: handle ?? null,
    pictureUrl: node.outside.pictures.addressOf({ id, pictureUrl }),
    health,
    trouble: health === 'dead' ? troubleText(network, trouble ?? null) : null,
    expiresAt: expiresAt?.toISOString() ?? null,
    scopes,
  }))
}

export async function networks({ node }: SignedInCtx): Promise<NetworkView[]> {
  return NETWORKS.map((name) => ({
    name,
    title: TITLES[name],
    isConfigured: node.outside.platforms.has(name),
  }))
}

function troubleText(network: Network, code: string | null): string {
  const why = code === null ? '' : ` (${code})`
  return `${TITLES[network]} does not take this connection any more${why}. Connect the account again.`
}
