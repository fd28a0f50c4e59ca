/** `takeLease`: follows the journal on behalf of all processes, until another one does. */
import { BEGINNING, type JournalPosition } from '../../engine/store/follow.ts'
import type { WebhookParts } from './parts.ts'

/** Of our row among those who follow. */
export const FOLLOWER_NAME = 'webhooks'
/** Much longer than a round; a process that dies keeps others waiting for so long. */
export const LEASE_MS = 15_000

/** By the database's clock. Parameters: name, holder, epoch, beginning, lease in ms. */
const TAKE = `
  INSERT INTO follower AS f (name, holder, epoch, position, held_until)
  VALUES (?, ?, ?, ?, now() + ? * interval '1 ms')
  ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, held_until = excluded.held_until, epoch = excluded.epoch,
    position = CASE WHEN f.epoch = excluded.epoch THEN f.position ELSE excluded.position END
  WHERE f.holder = excluded.holder OR f.held_until IS NULL OR f.held_until < now()
  RETURNING position`

/**
 * Takes the lease, or keeps it. Null while another process has it. In a new epoch positions of the old one mean nothing: it begins
 * anew, and passes over what has been told already.
 */
export async function takeLease(
  { store }: Pick<WebhookParts, 'store'>,
  holder: string,
): Promise<JournalPosition | null> {
  const values = [FOLLOWER_NAME, holder, store.epoch, BEGINNING, LEASE_MS]
  const rows = await store.em().execute<{ position: JournalPosition }[]>(TAKE, values)
  return rows[0]?.position ?? null
}

/** Lets another process go on at once. */
export async function leaveLease({ store }: Pick<WebhookParts, 'store'>, holder: string): Promise<void> {
  await store
    .em()
    .execute('UPDATE follower SET held_until = NULL WHERE name = ? AND holder = ?', [FOLLOWER_NAME, holder])
}
