import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** The newest link by which a client sees a post, and up to which end all of its links were taken back. */
export const ReviewLink = defineEntity({
  name: 'ReviewLink',
  tableName: 'review_link',
  filters: byOrganisation,
  properties: {
    postId: p.uuid().primary(),
    organisationId: p.uuid(),
    /** Of the newest one; null when those that there are have been made before they were remembered. */
    endsAt: p.datetime(3).nullable(),
    madeBy: p.uuid().nullable(),
    madeAt: p.datetime(3).nullable(),
    /** No link that ends then or before opens anything. */
    withdrawnUntil: p.datetime(3).nullable(),
    withdrawnBy: p.uuid().nullable(),
    withdrawnAt: p.datetime(3).nullable(),
  },
})
export type ReviewLink = InferEntity<typeof ReviewLink>
