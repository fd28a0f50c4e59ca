/** Reads of organisations. */
import { Membership } from '../../engine/store/entities/membership.ts'
import { Organisation } from '../../engine/store/entities/organisation.ts'
import { UNSCOPED } from '../../engine/store/entities/organisation-filter.ts'
import type { SignedInCtx } from '../procedure.ts'

export interface MyOrganisation {
  readonly id: string
  readonly name: string
  readonly role: 'owner' | 'admin' | 'member'
  /** The one that sign-up joins. */
  readonly home: boolean
}

/** Every organisation of the asking person: the one read that crosses organisations, narrowed to one's own rows. */
export async function mine({ node, session }: SignedInCtx): Promise<{ items: MyOrganisation[] }> {
  const em = node.store.em()
  const memberships = await em.find(Membership, { userId: session.userId }, UNSCOPED)
  const roles = new Map(memberships.map(({ organisationId, role }) => [organisationId, role]))
  const organisations = await em.find(
    Organisation,
    { id: { $in: [...roles.keys()] } },
    { orderBy: { name: 'asc' } },
  )
  return {
    items: organisations.map(({ id, name, home }) => ({ id, name, home, role: roles.get(id) ?? 'member' })),
  }
}
