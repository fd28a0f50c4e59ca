/** The migrations in their order. A test holds this list equal to the folder. */
import { Spine } from '../../migrations/0001-spine.ts'
import { Timeline } from '../../migrations/0002-timeline.ts'
import { Attempts } from '../../migrations/0003-attempts.ts'
import { Posts } from '../../migrations/0004-posts.ts'
import { Webhooks } from '../../migrations/0005-webhooks.ts'
import { SeriesOfPosts } from '../../migrations/0006-series.ts'
import { Templates } from '../../migrations/0007-templates.ts'
import { Desk } from '../../migrations/0008-desk.ts'
import { Metrics } from '../../migrations/0009-metrics.ts'
import { FollowPosts } from '../../migrations/0010-follow-posts.ts'

export const MIGRATIONS = [
  { name: '0001-spine', class: Spine },
  { name: '0002-timeline', class: Timeline },
  { name: '0003-attempts', class: Attempts },
  { name: '0004-posts', class: Posts },
  { name: '0005-webhooks', class: Webhooks },
  { name: '0006-series', class: SeriesOfPosts },
  { name: '0007-templates', class: Templates },
  { name: '0008-desk', class: Desk },
  { name: '0009-metrics', class: Metrics },
  { name: '0010-follow-posts', class: FollowPosts },
] as const
