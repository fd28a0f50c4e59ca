import { defineEntity, type InferEntity, p } from '@mikro-orm/core'

/** What was tried under a key in a window of time: failed sign-ins of an account, say. Counted for all nodes together. */
export const Attempt = defineEntity({
  name: 'Attempt',
  tableName: 'attempt',
  properties: {
    key: p.text().primary(),
    count: p.integer(),
    /** End of the window; afterwards the count means nothing. */
    endsAt: p.datetime(3).index('attempt_ends_at_index'),
  },
})
export type Attempt = InferEntity<typeof Attempt>
