/** `sealOld`: seals the secrets that lie in the database as they are, from before they were sealed. */
import { UNSEALED } from '../../engine/outside/keys/webhook-secrets.ts'
import type { WebhookParts } from './parts.ts'

const AT_ONCE = 500

/** Also those of webhooks that are removed. */
const OLD = 'SELECT id, secret FROM webhook WHERE starts_with(secret, ?) LIMIT ?'
const SEAL = 'UPDATE webhook SET secret = ? WHERE id = ? AND secret = ?'

/** May run anywhere and again: what is sealed is left alone. Answers how many it has sealed. */
export async function sealOld({ store, secrets }: Pick<WebhookParts, 'store' | 'secrets'>): Promise<number> {
  for (let sealed = 0; ; ) {
    const rows = await store.em().execute<{ id: string; secret: string }[]>(OLD, [UNSEALED, AT_ONCE])
    for (const { id, secret } of rows) await store.em().execute(SEAL, [secrets.seal(id, secret), id, secret])
    sealed += rows.length
    if (rows.length < AT_ONCE) return sealed
  }
}
