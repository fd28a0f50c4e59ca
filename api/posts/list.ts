/** `list`: the organisation's posts, page by page. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { isInstant, makeCursor, readCursor } from '../cursor.ts'
import type { SignedInCtx } from '../procedure.ts'
import { type CardNumbers, numbersOf } from './card-numbers.ts'
import { CARD, type CardRow, cardOf, type PostCard, wanted, wantedValues } from './cards.ts'
import type { ListInput } from './shapes.ts'

export interface ListedCard extends PostCard {
  /** How it does where it is public; null before anything was told. */
  readonly numbers: CardNumbers | null
}

export interface Listed {
  readonly items: readonly ListedCard[]
  /** Absent on the last page. */
  readonly nextCursor?: string
}

/** Parameters: organisation, filters (3), part of the text, cursor instant, cursor id, limit. */
export const LIST_CHANGED = `
SELECT ${CARD} FROM post p
WHERE p.organisation_id = $1 AND (p.changed_at, p.id) < ($6::timestamptz, $7::uuid)
  AND ${wanted(2)} AND ($5::text IS NULL OR p.text ILIKE $5)
ORDER BY p.changed_at DESC, p.id DESC LIMIT $8`

/** By the time of the plan, soonest first; posts without one are left out. */
export const LIST_AT = `
SELECT ${CARD} FROM post p
WHERE p.organisation_id = $1 AND (p.at, p.id) > ($6::timestamptz, $7::uuid)
  AND ${wanted(2)} AND ($5::text IS NULL OR p.text ILIKE $5)
ORDER BY p.at, p.id LIMIT $8`

const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/** Newest change first, or by their time. Refuses with INVALID_INPUT for a cursor that is not ours. */
export async function list({ node, session }: SignedInCtx, input: ListInput): Promise<Listed> {
  const { cursor, limit, query, order } = input
  const isByChange = order === 'changed'
  const start = [isByChange ? 'infinity' : '-infinity', FIRST_ID]
  const [instant, id] = cursor ? readCursor(cursor, [isInstant, isUuid]) : start
  const like = query === undefined ? null : `%${query.trim().replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await node.store.reads.query<CardRow>({
    name: isByChange ? 'post-list-changed' : 'post-list-at',
    text: isByChange ? LIST_CHANGED : LIST_AT,
    values: [session.organisationId, ...wantedValues(input), like, instant, id, limit + 1],
  })
  const cards = rows.slice(0, limit).map(cardOf)
  const out = cards.filter(({ targets }) => targets.some(({ life }) => life === 'published'))
  const numbers = await numbersOf(
    node,
    session.organisationId,
    out.map((card) => card.id),
  )
  const items = cards.map((card) => ({ ...card, numbers: numbers.get(card.id) ?? null }))
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  return { items, nextCursor: makeCursor([(isByChange ? last.changedAt : last.at) ?? '', last.id]) }
}
