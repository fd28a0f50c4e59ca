/** What lists and the calendar show of posts, and the pieces of SQL that find it. Each statement names the organisation itself. */
import { isUuid } from '../../engine/kernel/ids.ts'
import type { PostStatus } from '../../engine/post/status.ts'
import type { PostListing, TargetListing } from '../../engine/protocol/post-listing.ts'
import type { Filters } from './shapes.ts'

/** A row of the table `post` with its targets. */
export interface PostCard extends Omit<PostListing, 'organisationId'> {
  readonly id: string
  readonly status: PostStatus
  readonly createdAt: string
  /** A copy that a series made, or the post that one copies. */
  readonly inSeries: boolean
}

/** Of `p`, a row of `post`. Three descents a card: its targets, and two that nearly always find no series. */
export const CARD = `p.id, p.author_id, p.head, p.status, p.text, p.media_ids, p.tags, p.approval, p.at, p.local_at, p.time_zone,
  p.created_at, p.changed_at, (
    SELECT json_agg(json_build_array(t.target_id, t.to_kind, t.to_id, t.network, t.life, t.at, t.url, t.trouble) ORDER BY t.place)
      FROM post_target t WHERE t.post_id = p.id) AS targets,
  ((SELECT true FROM series_post c WHERE c.post_id = p.id LIMIT 1) IS TRUE
    OR (SELECT true FROM series s WHERE s.post_id = p.id AND s.state <> 'ended' LIMIT 1) IS TRUE) AS in_series`

/** Whether `p` is wanted. Its three parameters begin at `$first`; null lets everything through. */
export function wanted(first: number): string {
  const [statuses, accounts, tags] = [`$${first}::text[]`, `$${first + 1}::text[]`, `$${first + 2}::text[]`]
  return `(${statuses} IS NULL OR p.status = ANY(${statuses}))
    AND (${accounts} IS NULL OR p.to_ids && ${accounts})
    AND (${tags} IS NULL OR p.tags && ${tags})`
}

export function wantedValues({ statuses, accountIds, tags }: Filters) {
  return [statuses ?? null, accountIds?.filter(isUuid) ?? null, tags ?? null] as const
}

type TargetRow = [
  targetId: string,
  toKind: TargetListing['toKind'],
  toId: string,
  network: TargetListing['network'],
  life: string,
  at: string | null,
  url: string | null,
  trouble: string | null,
]

export interface CardRow {
  readonly id: string
  readonly author_id: string
  readonly head: string
  readonly status: PostStatus
  readonly text: string
  readonly media_ids: string[]
  readonly tags: string[]
  readonly approval: PostListing['approval']
  readonly at: Date | null
  readonly local_at: string | null
  readonly time_zone: string | null
  readonly created_at: Date
  readonly changed_at: Date
  readonly targets: TargetRow[] | null
  readonly in_series: boolean
}

export function cardOf(row: CardRow): PostCard {
  return {
    id: row.id,
    authorId: row.author_id,
    head: Number(row.head),
    status: row.status,
    text: row.text,
    mediaIds: row.media_ids,
    tags: row.tags,
    approval: row.approval,
    at: row.at?.toISOString() ?? null,
    localAt: row.local_at,
    timeZone: row.time_zone,
    createdAt: row.created_at.toISOString(),
    changedAt: row.changed_at.toISOString(),
    inSeries: row.in_series,
    targets: (row.targets ?? []).map(([targetId, toKind, toId, network, life, at, url, trouble]) => ({
      targetId,
      toKind,
      toId,
      network,
      life,
      at: at === null ? null : new Date(at).toISOString(),
      url,
      trouble,
    })),
  }
}
