import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/**
 * What has become of a message since it was sent: no row until it is edited or deleted. Who sent what and when is in its event,
 * under the same conversation and seq. Written by the journal in the commit of the change; read-only elsewhere.
 */
export const Message = defineEntity({
  name: 'Message',
  tableName: 'message',
  filters: byOrganisation,
  properties: {
    conversationId: p.uuid().primary(),
    seq: p.bigint('number').primary(),
    organisationId: p.uuid(),
    /** '' once deleted; former texts are in the journal. */
    text: p.text(),
    editedAt: p.datetime(3).nullable(),
    deletedAt: p.datetime(3).nullable(),
  },
})
export type Message = InferEntity<typeof Message>
