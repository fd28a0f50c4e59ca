import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** A file that posts show. */
export const Media = defineEntity({
  name: 'Media',
  tableName: 'media',
  filters: byOrganisation,
  indexes: [{ name: 'media_of_organisation', properties: ['organisationId', 'createdAt'] }],
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    uploadedBy: p.uuid(),
    name: p.text(),
    /** MIME type, as its first bytes say. */
    type: p.text(),
    bytes: p.bigint('number'),
    /** Hex. */
    sha256: p.text(),
    /** Pixels; null when nobody could tell. */
    width: p.integer().nullable(),
    height: p.integer().nullable(),
    durationMs: p.bigint('number').nullable(),
    altText: p.text().nullable(),
    createdAt: p.datetime(3).defaultRaw('now()'),
  },
})
export type Media = InferEntity<typeof Media>
