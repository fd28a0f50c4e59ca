import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** One event that one webhook is told of. What it says is the event's row in the journal. */
export const WebhookDelivery = defineEntity({
  name: 'WebhookDelivery',
  tableName: 'webhook_delivery',
  filters: byOrganisation,
  uniques: [
    { name: 'webhook_delivery_number', properties: ['webhookId', 'number'] },
    { name: 'webhook_delivery_once', properties: ['webhookId', 'roomId', 'seq'] },
  ],
  indexes: [
    {
      name: 'webhook_delivery_next',
      expression: "create index webhook_delivery_next on webhook_delivery (next_at) where state = 'waiting'",
    },
    {
      name: 'webhook_delivery_dead',
      expression:
        "create index webhook_delivery_dead on webhook_delivery (webhook_id, number) where state = 'dead'",
    },
    {
      name: 'webhook_delivery_waiting',
      expression:
        "create index webhook_delivery_waiting on webhook_delivery (webhook_id, number) where state = 'waiting'",
    },
  ],
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    webhookId: p.uuid(),
    /** Of its webhook: 1, 2, 3 … without gaps. */
    number: p.bigint('number'),
    roomId: p.uuid(),
    seq: p.bigint('number'),
    kind: p.text(),
    /** `dead`: nobody took it within a day. */
    state: p.text().$type<'waiting' | 'delivered' | 'dead'>().default('waiting'),
    attempts: p.integer().default(0),
    nextAt: p.datetime(3).nullable(),
    givesUpAt: p.datetime(3),
    /** HTTP status of the newest answer. */
    status: p.integer().nullable(),
    /** Why the newest attempt failed, for a person. */
    trouble: p.text().nullable(),
    createdAt: p.datetime(3).defaultRaw('now()'),
    /** When the newest attempt ended. */
    answeredAt: p.datetime(3).nullable(),
    deliveredAt: p.datetime(3).nullable(),
  },
})
export type WebhookDelivery = InferEntity<typeof WebhookDelivery>
