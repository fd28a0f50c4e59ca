/** `claimUntold`: an account whose posts do not know how it is; `keepTelling` and `done`: who tells them says so in its row. */
import type { Store } from '../../engine/store/store.ts'

type Em = { readonly store: Pick<Store, 'em'> }

export interface Untold {
  readonly accountId: string
  readonly organisationId: string
  readonly health: 'healthy' | 'dead'
  /** The claim's name in the row: whoever claims it next writes another one. */
  readonly until: string
}

/** Much longer than one part of the posts takes. */
const CLAIM_MS = 30_000

/**
 * What was told is unknown from the claim on: of an account that lives again before all of its posts heard that it had died,
 * some are held, and must be told. Parameter: claim in ms.
 */
const CLAIM = `
UPDATE social_account SET told_health = NULL, telling_until = now() + ?::bigint * interval '1 ms'
WHERE id = (
  SELECT id FROM social_account
  WHERE health IS DISTINCT FROM told_health AND (telling_until IS NULL OR telling_until <= now())
  LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id AS "accountId", organisation_id AS "organisationId", health, telling_until::text AS until`

/** Null when there is none that nobody is at. */
export async function claimUntold({ store }: Em): Promise<Untold | null> {
  const rows = await store.em().execute<Untold[]>(CLAIM, [CLAIM_MS])
  return rows[0] ?? null
}

const KEEP = `
UPDATE social_account SET telling_until = now() + ?::bigint * interval '1 ms'
WHERE id = ? AND telling_until = ?::timestamptz RETURNING telling_until::text AS until`

/** Null when another process has gone on. */
export async function keepTelling({ store }: Em, untold: Untold): Promise<Untold | null> {
  const values = [CLAIM_MS, untold.accountId, untold.until]
  const [row] = await store.em().execute<{ until: string }[]>(KEEP, values)
  return row === undefined ? null : { ...untold, until: row.until }
}

const DONE = `
UPDATE social_account SET told_health = ?, telling_until = NULL WHERE id = ? AND telling_until = ?::timestamptz`

/** All of its posts know; should it have changed meanwhile, they are told again. */
export async function done({ store }: Em, { accountId, health, until }: Untold): Promise<void> {
  await store.em().execute(DONE, [health, accountId, until])
}
