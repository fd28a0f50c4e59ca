import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** The state of a room at some seq, so that waking it reads only what came later. */
export const Snapshot = defineEntity({
  name: 'Snapshot',
  tableName: 'snapshot',
  properties: {
    roomId: p.uuid().primary(),
    seq: p.bigint('number'),
    /** Version of the dump: see RoomKind.version. */
    version: p.integer(),
    dump: p.json<unknown>().columnType('json'),
  },
})
export type Snapshot = InferEntity<typeof Snapshot>
