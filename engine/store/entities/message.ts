import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** A message with its current text. Written by the journal in the commit of its events; read-only elsewhere. */
export const Message = defineEntity({
  name: 'Message',
  tableName: 'message',
  filters: byOrganisation,
  properties: {
    conversationId: p.uuid().primary(),
    seq: p.bigint('number').primary(),
    messageId: p.uuid().unique('message_id_unique'),
    organisationId: p.uuid(),
    authorId: p.uuid(),
    commandId: p.text(),
    /** '' once deleted; former texts are in the journal. */
    text: p.text(),
    at: p.datetime(3),
    editedAt: p.datetime(3).nullable(),
    deletedAt: p.datetime(3).nullable(),
    /** messageId of the message this one answers. */
    replyTo: p.uuid().nullable(),
  },
})
export type Message = InferEntity<typeof Message>
