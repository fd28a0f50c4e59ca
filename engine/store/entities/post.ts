import { defineEntity, type InferEntity, p } from '@mikro-orm/core'
import type { PostStatus } from '../../post/status.ts'
import type { Approval } from '../../protocol/post-shapes.ts'
import { byOrganisation } from './organisation-filter.ts'

/** A post as lists and the calendar show it. Written by the journal in the commit of its events; read-only elsewhere. */
export const Post = defineEntity({
  name: 'Post',
  tableName: 'post',
  filters: byOrganisation,
  indexes: [
    { name: 'post_at', properties: ['organisationId', 'at', 'id'] },
    { name: 'post_changed', properties: ['organisationId', 'changedAt', 'id'] },
  ],
  properties: {
    id: p.uuid().primary(),
    organisationId: p.uuid(),
    authorId: p.uuid(),
    /** seq of the last event. */
    head: p.bigint('number'),
    /** What `statusOf` derived from the targets at that event; only to search by. */
    status: p.text().$type<PostStatus>(),
    /** Its first 200 characters. */
    text: p.text(),
    mediaIds: p.array(),
    tags: p.array(),
    /** Accounts, conversations and audiences that it goes to. */
    toIds: p.array().defaultRaw("'{}'"),
    approval: p.text().$type<Approval>(),
    /** The instant of its plan; null without one, and for a local time that is skipped. */
    at: p.datetime(3).nullable(),
    localAt: p.text().nullable(),
    timeZone: p.text().nullable(),
    createdAt: p.datetime(3),
    changedAt: p.datetime(3),
  },
})
export type Post = InferEntity<typeof Post>
