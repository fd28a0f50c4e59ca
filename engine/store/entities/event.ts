import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** One durable change of a room; also where a message lives until it changes. Never updated, never deleted: this table is the truth, the rest follows from it. */
export const Event = defineEntity({
  name: 'Event',
  tableName: 'event',
  uniques: [{ name: 'event_command_unique', properties: ['roomId', 'authorId', 'commandId'] }],
  indexes: [
    { name: 'event_xid', properties: ['xid'] },
    {
      name: 'event_edited',
      expression: "create index event_edited on event (room_id, seq) where kind = 'message.edited'",
    },
    {
      name: 'event_of_posts',
      expression: "create index event_of_posts on event (xid, room_id, seq) where kind like 'post.%'",
    },
    {
      name: 'event_out',
      expression:
        "create index event_out on event (at) where kind = 'post.settled' and payload #>> '{outcome,is}' = 'ok'",
    },
  ],
  properties: {
    roomId: p.uuid().primary(),
    seq: p.bigint('number').primary(),
    kind: p.text(),
    authorId: p.uuid(),
    commandId: p.text(),
    /** `json`, not `jsonb`: kept to the letter, and a NUL in a text cannot make the whole commit fail. */
    payload: p.json<unknown>().columnType('json'),
    at: p.datetime(3),
    /** The term it was written under; never decreases along seq. */
    term: p.bigint('number'),
    /** The transaction that wrote it: what `follow` orders by. */
    xid: p.text().columnType('xid8').defaultRaw('pg_current_xact_id()'),
  },
})
export type Event = InferEntity<typeof Event>
