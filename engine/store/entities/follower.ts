import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** Somebody who follows the journal of all rooms, one process at a time. */
export const Follower = defineEntity({
  name: 'Follower',
  tableName: 'follower',
  properties: {
    name: p.text().primary(),
    /** Of the history that `position` belongs to. */
    epoch: p.text(),
    /** See `engine/store/follow.ts`. */
    position: p.text(),
    /** The process that follows; another one may once `heldUntil` has passed. */
    holder: p.text().nullable(),
    heldUntil: p.datetime(3).nullable(),
  },
})
export type Follower = InferEntity<typeof Follower>
