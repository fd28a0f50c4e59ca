import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { Reason } from '../../protocol/errors.ts'
import type { Plan } from '../../protocol/post-shapes.ts'
import { byOrganisation } from './organisation-filter.ts'

/** A post that comes again by a rule. Written through `engine/store/series.ts`. */
export const Series = defineEntity({
  name: 'Series',
  tableName: 'series',
  filters: byOrganisation,
  indexes: [
    { name: 'series_of_organisation', properties: ['organisationId', 'createdAt', 'id'] },
    { name: 'series_of_post', properties: ['postId'] },
    {
      name: 'series_look',
      expression: "create index series_look on series (look_at) where state = 'running'",
    },
    {
      name: 'series_once',
      expression:
        "create unique index series_once on series (post_id, rule, time_zone) where state = 'running'",
    },
  ],
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    /** The post that is copied. */
    postId: p.uuid(),
    /** Copies are made in this person's name, as long as they may. */
    madeBy: p.uuid(),
    /** RFC 5545 without DTSTART. */
    rule: p.text(),
    /** IANA name: the rule runs on its clocks. */
    timeZone: p.text(),
    /** The plan of each copy, but for the day. Its local time is where the rule begins. */
    plan: p.json<Plan>().columnType('json'),
    /** Local dates on which it does not come. */
    skip: p.array().defaultRaw("'{}'"),
    /** Not after this local date. */
    until: p.text().nullable(),
    /** How many times in all, the post itself not. */
    count: p.integer().nullable(),
    /** Local time; up to it copies are made, or passed over. */
    madeTo: p.text(),
    /** How many times there were until then. */
    passed: p.integer().default(0),
    /** Grows whenever a person changes when it ends or what is skipped, so that no step of before is written after. */
    revision: p.integer().default(0),
    /** When the next copies must be made; null when none come any more. */
    lookAt: p.datetime(3).nullable(),
    /** `finished`: its rule came to its end. `ended`: by a person. `stopped`: its copies cannot be made; `trouble` says why. */
    state: p.text().$type<SeriesState>().default('running'),
    trouble: p.text().$type<Reason>().nullable(),
    createdAt: p.datetime(3).defaultRaw('now()'),
    endedAt: p.datetime(3).nullable(),
    /** Null when nobody ended it. */
    endedBy: p.uuid().nullable(),
  },
})
export type Series = InferEntity<typeof Series>
export type SeriesState = 'running' | 'finished' | 'ended' | 'stopped'
