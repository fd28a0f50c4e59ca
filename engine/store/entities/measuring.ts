import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { Network } from '../../protocol/post-shapes.ts'
import { byOrganisation } from './organisation-filter.ts'

/** A step of a post that is public at a network, and when it is asked next how it does. */
export const Measuring = defineEntity({
  name: 'Measuring',
  tableName: 'measuring',
  filters: byOrganisation,
  indexes: [
    {
      name: 'measuring_next',
      expression: 'create index measuring_next on measuring (next_at) where next_at is not null',
    },
    {
      name: 'measuring_of_account',
      expression:
        'create index measuring_of_account on measuring (account_id, next_at) where next_at is not null',
    },
    { name: 'measuring_published', properties: ['publishedAt'] },
  ],
  properties: {
    postId: p.uuid().primary(),
    targetId: p.text().primary(),
    step: p.integer().primary(),
    organisationId: p.uuid(),
    accountId: p.uuid(),
    network: p.text().$type<Network>(),
    /** Its id there. */
    networkId: p.text(),
    publishedAt: p.datetime(3),
    /** Null: never again. */
    nextAt: p.datetime(3).nullable(),
    /** A worker is at it until then; afterwards it is anybody's again. */
    claimedUntil: p.datetime(3).nullable(),
    /** When the network last answered, whether it told anything of it or not. */
    askedAt: p.datetime(3).nullable(),
  },
})
export type Measuring = InferEntity<typeof Measuring>
