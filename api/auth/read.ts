/** Reads of accounts. */
import { refuse } from '../../engine/protocol/errors.ts'
import { Membership } from '../../engine/store/entities/membership.ts'
import { Organisation } from '../../engine/store/entities/organisation.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import { User } from '../../engine/store/entities/user.ts'
import type { Store } from '../../engine/store/store.ts'
import type { SignedInCtx } from '../procedure.ts'

export interface MeAnswer {
  readonly user: { readonly id: string; readonly email: string; readonly name: string }
  readonly organisation: { readonly id: string; readonly name: string }
}

/** Who asks, and in which organisation. */
export async function me({ node, session }: SignedInCtx): Promise<MeAnswer> {
  const em = node.store.em()
  const user = (await em.findOne(User, { id: session.userId })) ?? refuse('TOKEN_INVALID')
  const organisation =
    (await em.findOne(Organisation, { id: session.organisationId })) ?? refuse('UNKNOWN_ORGANISATION')
  return {
    user: { id: user.id, email: user.email, name: user.name },
    organisation: { id: organisation.id, name: organisation.name },
  }
}

/** The organisation a person acts in unless they choose another: home, else the first they belong to. */
export async function homeOf(store: Store, userId: string): Promise<string> {
  const memberships = await store
    .em()
    .find(Membership, { userId }, { ...UNSCOPED, orderBy: { createdAt: 'asc' } })
  const home = memberships.find((membership) => membership.organisationId === store.homeOrganisationId)
  return (home ?? memberships[0])?.organisationId ?? refuse('UNKNOWN_ORGANISATION')
}
