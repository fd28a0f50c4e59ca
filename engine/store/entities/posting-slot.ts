import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** A time of every week at which an account publishes what is queued for it. */
export const PostingSlot = defineEntity({
  name: 'PostingSlot',
  tableName: 'posting_slot',
  filters: byOrganisation,
  uniques: [{ name: 'posting_slot_once', properties: ['accountId', 'weekday', 'localTime'] }],
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    accountId: p.uuid(),
    /** ISO 8601: 1 is Monday. */
    weekday: p.integer(),
    /** `09:00`. */
    localTime: p.text(),
    /** IANA name. */
    timeZone: p.text(),
    paused: p.boolean().default(false),
  },
})
export type PostingSlot = InferEntity<typeof PostingSlot>
