import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** A process that is, or was, a member of the cluster. `dead` and `left` are final for its incarnation. */
export const Node = defineEntity({
  name: 'Node',
  tableName: 'node',
  properties: {
    nodeId: p.text().primary(),
    /** Differs at each start of the process. */
    incarnation: p.uuid(),
    /** Last beat, by the database's clock: no other clock is ever compared with it. */
    hb: p.datetime(6),
    status: p.text().$type<'up' | 'leaving' | 'left' | 'dead'>(),
    /** Where other nodes and clients reach it. */
    address: p.text().nullable(),
  },
})
export type Node = InferEntity<typeof Node>
