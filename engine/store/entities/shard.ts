import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** Who owns a bucket of rooms, and under which term. The journal locks this row with every commit. */
export const Shard = defineEntity({
  name: 'Shard',
  tableName: 'shard',
  properties: {
    shardId: p.integer().primary().autoincrement(false),
    /** Grows at each change of owner; a write under an older term is fenced. */
    term: p.bigint('number'),
    nodeId: p.text().nullable(),
    incarnation: p.uuid().nullable(),
  },
})
export type Shard = InferEntity<typeof Shard>
