import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { ConversationKind } from '../../conversation/state.ts'
import { byOrganisation } from './organisation-filter.ts'

/** A conversation as lists show it. Written by the journal in the commit of its events; read-only elsewhere. */
export const Conversation = defineEntity({
  name: 'Conversation',
  tableName: 'conversation',
  filters: byOrganisation,
  indexes: [{ name: 'conversation_browse', properties: ['organisationId', 'kind', 'title', 'id'] }],
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    kind: p.text().$type<ConversationKind>(),
    title: p.text().nullable(),
    archived: p.boolean().default(false),
    /** seq of the last event. */
    head: p.bigint('number'),
    createdAt: p.datetime(3),
    /** When the last event happened. */
    lastAt: p.datetime(3),
    /** The newest message; all null before the first. */
    lastMessageId: p.uuid().nullable(),
    lastMessageSeq: p.bigint('number').nullable(),
    lastMessageAuthorId: p.uuid().nullable(),
    /** Its first 200 characters; '' once deleted. */
    lastMessageText: p.text().nullable(),
    lastMessageAt: p.datetime(3).nullable(),
    lastMessageDeleted: p.boolean().default(false),
  },
})
export type Conversation = InferEntity<typeof Conversation>
