import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** Something a room wants to be woken for. Written in the commit of the event that wants it. */
export const Due = defineEntity({
  name: 'Due',
  tableName: 'due',
  indexes: [{ name: 'due_at', properties: ['dueAt'] }],
  properties: {
    roomId: p.uuid().primary(),
    name: p.text().primary(),
    dueAt: p.datetime(3),
  },
})
export type Due = InferEntity<typeof Due>
