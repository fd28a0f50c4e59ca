import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** A person belongs to an organisation. */
export const Membership = defineEntity({
  name: 'Membership',
  tableName: 'membership',
  filters: byOrganisation,
  indexes: [{ name: 'membership_user', properties: ['userId'] }],
  properties: {
    organisationId: p.uuid().primary(),
    userId: p.uuid().primary(),
    role: p.text().$type<'owner' | 'admin' | 'member'>().default('member'),
    createdAt: p
      .datetime(3)
      .defaultRaw('now()')
      .onCreate(() => new Date()),
  },
})
export type Membership = InferEntity<typeof Membership>
