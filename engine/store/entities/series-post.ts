import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import { byOrganisation } from './organisation-filter.ts'

/** A copy that a series makes: there before the post is. Written through `engine/store/series.ts`. */
export const SeriesPost = defineEntity({
  name: 'SeriesPost',
  tableName: 'series_post',
  filters: byOrganisation,
  indexes: [
    { name: 'series_post_of', properties: ['postId'] },
    {
      name: 'series_post_once',
      expression:
        'create unique index series_post_once on series_post (source_id, time_zone, local_at) where wanted',
    },
  ],
  properties: {
    seriesId: p.uuid().primary(),
    /** What the rule says; the copy itself may have been moved. */
    localAt: p.text().primary(),
    organisationId: p.uuid(),
    /** The post that is copied. However many series it has, it comes once at a time. */
    sourceId: p.uuid(),
    timeZone: p.text(),
    postId: p.uuid(),
    /** False once its date was skipped or the series ended without it: whoever is still making it cancels it. */
    wanted: p.boolean().default(true),
  },
})
export type SeriesPost = InferEntity<typeof SeriesPost>
