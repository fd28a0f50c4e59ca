import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** Something a room wants to be woken for. Written in the commit of the event that wants it. */
export const Due = defineEntity({
  name: 'Due',
  tableName: 'due',
  indexes: [
    {
      name: 'due_of_owner',
      expression: "create index due_of_owner on due (shard_id, due_at) where waker = 'owner'",
    },
    {
      name: 'due_of_publisher',
      expression: "create index due_of_publisher on due (due_at) where waker = 'publisher'",
    },
  ],
  properties: {
    roomId: p.uuid().primary(),
    name: p.text().primary(),
    dueAt: p.datetime(3),
    shardId: p.integer().default(0),
    /** The node that owns the room's shard, or whichever publisher claims it first. */
    waker: p.text().$type<'owner' | 'publisher'>().default('owner'),
    /** A publisher is at it until then; afterwards it is anybody's again. */
    claimedUntil: p.datetime(3).nullable(),
  },
})
export type Due = InferEntity<typeof Due>
