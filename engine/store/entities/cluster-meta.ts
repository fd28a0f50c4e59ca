import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** The one row that says which history this database holds and into how many shards it is cut. */
export const ClusterMeta = defineEntity({
  name: 'ClusterMeta',
  tableName: 'cluster_meta',
  checks: [{ name: 'cluster_meta_one_row', expression: 'id = 1' }],
  properties: {
    id: p.smallint().primary().autoincrement(false),
    /** Name of the history; the first half of every position. */
    epoch: p.text(),
    /** Written once. A process with another number refuses to start. */
    shardCount: p.integer(),
    /** Timeline of the database under which this epoch began; null until the first node has looked. */
    timeline: p.integer().nullable(),
  },
})
export type ClusterMeta = InferEntity<typeof ClusterMeta>
