import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** The picture of an account as its network had it: their addresses end after days, and our page loads nothing of theirs. */
export const AccountPicture = defineEntity({
  name: 'AccountPicture',
  tableName: 'account_picture',
  filters: byOrganisation,
  properties: {
    accountId: p.uuid().primary(),
    organisationId: p.uuid(),
    /** Where it was fetched from. */
    source: p.text(),
    /** MIME type, as its bytes say. */
    type: p.text(),
    bytes: p.blob(),
    fetchedAt: p.datetime(3),
  },
})
export type AccountPicture = InferEntity<typeof AccountPicture>
