import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { Role } from '../../protocol/permissions.ts'
import { byOrganisation } from './organisation-filter.ts'

/**
 * A person is in a conversation. The journal writes the row when they come and removes it when they go;
 * `readSeq` and `notificationLevel` are the person's own and are updated outside the journal.
 */
export const Member = defineEntity({
  name: 'Member',
  tableName: 'member',
  filters: byOrganisation,
  indexes: [{ name: 'member_user', properties: ['userId', 'organisationId', 'conversationId'] }],
  properties: {
    conversationId: p.uuid().primary(),
    userId: p.uuid().primary(),
    organisationId: p.uuid(),
    role: p.text().$type<Role>(),
    /** seq up to which they have read; begins at the event that brought them in. Never decreases. */
    readSeq: p.bigint('number'),
    notificationLevel: p.text().$type<'all' | 'mentions' | 'none'>().default('all'),
    /** seq of the event that brought them in. */
    joinedSeq: p.bigint('number'),
  },
})
export type Member = InferEntity<typeof Member>
