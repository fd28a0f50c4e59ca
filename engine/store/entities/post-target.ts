import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { Life } from '../../post/chart.ts'
import type { Destination, Network } from '../../protocol/post-shapes.ts'
import { byOrganisation } from './organisation-filter.ts'

/** Where a post goes, as lists show it. Written with its `Post`. */
export const PostTarget = defineEntity({
  name: 'PostTarget',
  tableName: 'post_target',
  filters: byOrganisation,
  indexes: [{ name: 'post_target_to', properties: ['organisationId', 'toId', 'at'] }],
  properties: {
    postId: p.uuid().primary(),
    targetId: p.text().primary(),
    organisationId: p.uuid(),
    /** From 0, in the order of the post. */
    place: p.integer(),
    toKind: p.text().$type<Destination['kind']>(),
    /** The account, conversation or audience. */
    toId: p.uuid(),
    network: p.text().$type<Network>().nullable(),
    /** Of its first step. */
    life: p.text().$type<Life>(),
    at: p.datetime(3).nullable(),
    url: p.text().nullable(),
    trouble: p.text().nullable(),
  },
})
export type PostTarget = InferEntity<typeof PostTarget>
