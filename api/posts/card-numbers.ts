/** `numbersOf`: what networks told last of each post of a list, in sum: one read for the page. */
import type { ParleyNode } from '../../engine/node.ts'

/** Of all places where it is public. Null is what no network tells. */
export interface CardNumbers {
  readonly views: number | null
  readonly likes: number | null
  readonly comments: number | null
  readonly shares: number | null
}

/** One descent a post; parameters: organisation, posts. A sum leaves out what is null, and is null of nothing else. */
export const NEWEST = `
SELECT post_id, sum(views)::float8 AS views, sum(likes)::float8 AS likes, sum(comments)::float8 AS comments,
  sum(shares)::float8 AS shares
FROM (
  SELECT DISTINCT ON (post_id, target_id, step) post_id, views, likes, comments, shares FROM measurement
  WHERE organisation_id = $1 AND post_id = ANY($2::uuid[]) ORDER BY post_id, target_id, step, at DESC
) AS newest
GROUP BY post_id`

/** Posts of which nothing was told are left out. */
export async function numbersOf(
  { store }: Pick<ParleyNode, 'store'>,
  organisationId: string,
  postIds: readonly string[],
): Promise<ReadonlyMap<string, CardNumbers>> {
  if (postIds.length === 0) return new Map()
  const { rows } = await store.reads.query<CardNumbers & { post_id: string }>({
    name: 'post-card-numbers',
    text: NEWEST,
    values: [organisationId, postIds],
  })
  return new Map(rows.map(({ post_id, ...numbers }) => [post_id, numbers]))
}
