import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** An address outside that is told of what happens to posts. */
export const Webhook = defineEntity({
  name: 'Webhook',
  tableName: 'webhook',
  filters: byOrganisation,
  indexes: [{ name: 'webhook_of_organisation', properties: ['organisationId'] }],
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    url: p.text(),
    /** Kinds of events; none means all of posts. */
    events: p.array(),
    /** What deliveries are signed with: sealed, see engine/outside/keys/webhook-secrets.ts. */
    secret: p.text().hidden(),
    /** Of its newest delivery. Moved only by whoever follows the journal. */
    lastNumber: p.bigint('number').defaultRaw('0'),
    createdBy: p.uuid(),
    createdAt: p.datetime(3).defaultRaw('now()'),
    /** Told nothing more; its deliveries stay. */
    removedAt: p.datetime(3).nullable(),
  },
})
export type Webhook = InferEntity<typeof Webhook>
