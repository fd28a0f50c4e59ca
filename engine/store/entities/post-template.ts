import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** A named starting point for posts. */
export const PostTemplate = defineEntity({
  name: 'PostTemplate',
  tableName: 'post_template',
  filters: byOrganisation,
  uniques: [{ name: 'post_template_name', properties: ['organisationId', 'name'] }],
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    name: p.text(),
    /** What a post of it begins with, as people sent it; the shape is that of `api/templates`. */
    content: p.json<unknown>().columnType('json'),
    createdBy: p.uuid(),
    createdAt: p.datetime(3).defaultRaw('now()'),
    changedAt: p.datetime(3).defaultRaw('now()'),
  },
})
export type PostTemplate = InferEntity<typeof PostTemplate>
