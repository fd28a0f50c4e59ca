import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** How a published step did at one time, as its network told it. Null is what the network does not tell. */
export const Measurement = defineEntity({
  name: 'Measurement',
  tableName: 'measurement',
  filters: byOrganisation,
  properties: {
    postId: p.uuid().primary(),
    targetId: p.text().primary(),
    step: p.integer().primary(),
    at: p.datetime(3).primary(),
    organisationId: p.uuid(),
    views: p.bigint('number').nullable(),
    likes: p.bigint('number').nullable(),
    comments: p.bigint('number').nullable(),
    shares: p.bigint('number').nullable(),
  },
})
export type Measurement = InferEntity<typeof Measurement>
