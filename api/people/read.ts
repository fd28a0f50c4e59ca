/** Reads of people. Who is not of the asking person's organisation does not exist. */
import { isUuid } from '../../engine/kernel/ids.ts'
import type { SignedInCtx } from '../procedure.ts'

export interface Person {
  readonly id: string
  readonly name: string
}

export interface People {
  readonly items: readonly Person[]
}

/** People whose name or e-mail begins like `query`, not oneself, by name. Without a query: the first by name. */
export async function search(
  { node, session }: SignedInCtx,
  { query, limit }: { query: string; limit: number },
): Promise<People> {
  const prefix = `${query.toLowerCase().replace(/[\\%_]/g, '\\$&')}%`
  const items = await node.store.scoped(session.organisationId).execute<Person[]>(
    `SELECT u.id, u.name
       FROM "user" u JOIN membership m ON m.user_id = u.id
      WHERE m.organisation_id = ? AND u.id <> ? AND (lower(u.name) LIKE ? OR u.email LIKE ?)
      ORDER BY lower(u.name), u.id
      LIMIT ?`,
    [session.organisationId, session.userId, prefix, prefix, limit],
  )
  return { items }
}

/** The people among `ids`; ids of nobody here are left out. */
export async function byIds({ node, session }: SignedInCtx, ids: readonly string[]): Promise<People> {
  const wanted = [...new Set(ids)].filter(isUuid)
  if (wanted.length === 0) return { items: [] }
  const items = await node.store.scoped(session.organisationId).execute<Person[]>(
    `SELECT u.id, u.name
       FROM "user" u JOIN membership m ON m.user_id = u.id
      WHERE m.organisation_id = ? AND u.id = ANY(?::uuid[])`,
    [session.organisationId, `{${wanted.join(',')}}`],
  )
  return { items }
}
