import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** What may be spent in a window: calls of a network's quota, or money. Counted for all nodes together. */
export const Budget = defineEntity({
  name: 'Budget',
  tableName: 'budget',
  indexes: [{ name: 'budget_ends_at', properties: ['endsAt'] }],
  properties: {
    /** Network, application or account, and what is counted. */
    key: p.text().primary(),
    organisationId: p.uuid().nullable(),
    used: p.bigint('number').defaultRaw('0'),
    /** As the network last said, or as an operator set it; null: nobody knows. */
    limitAtMost: p.bigint('number').nullable(),
    /** The network asked for patience until then. */
    blockedUntil: p.datetime(3).nullable(),
    /** End of the window; afterwards the count means nothing. */
    endsAt: p.datetime(3),
  },
})
export type Budget = InferEntity<typeof Budget>
