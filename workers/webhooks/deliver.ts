/** `deliverDue`: sends what is due, webhook by webhook, each in the order of its numbers. */
import { type Sent, sendWebhook } from '../../engine/outside/webhooks/send.ts'
import { signatureOf } from '../../engine/outside/webhooks/sign.ts'
import { nextAttemptMs } from './backoff.ts'
import type { WebhookParts } from './parts.ts'

const TIMEOUT_MS = 10_000
/** Webhooks that are sent to at once; one that is slow holds up itself alone. */
const WEBHOOKS_AT_ONCE = 32
const DELIVERIES_AT_ONCE = 50

/** A delivery with the event it tells of. */
interface DueRow {
  readonly id: string
  readonly number: string
  readonly attempts: number
  readonly givesUpAt: Date | string
  readonly webhookId: string
  readonly organisationId: string
  readonly url: string
  /** As it is stored. */
  readonly secret: string
  readonly roomId: string
  readonly seq: string
  readonly kind: string
  readonly authorId: string
  readonly at: Date | string
  readonly payload: unknown
}

/** Parameters: webhooks that are being sent to, how many webhooks, how many deliveries of each. */
const DUE = `
SELECT d.id, d.number, d.attempts, d.gives_up_at AS "givesUpAt", d.kind, d.room_id AS "roomId", d.seq,
  w.id AS "webhookId", w.organisation_id AS "organisationId", w.url, w.secret,
  e.author_id AS "authorId", e.at, e.payload
FROM (
  SELECT DISTINCT webhook_id FROM webhook_delivery
  WHERE state = 'waiting' AND next_at <= now() AND webhook_id <> ALL(?::uuid[]) LIMIT ?
) AS h
JOIN webhook w ON w.id = h.webhook_id AND w.removed_at IS NULL
CROSS JOIN LATERAL (
  SELECT * FROM webhook_delivery d
  WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_at <= now() ORDER BY d.number LIMIT ?
) AS d
JOIN event e ON e.room_id = d.room_id AND e.seq = d.seq
ORDER BY w.id, d.number`

/** Parameters: status, id, attempts before. */
const DELIVERED = `
UPDATE webhook_delivery SET state = 'delivered', attempts = attempts + 1, status = ?, trouble = NULL, next_at = NULL,
  answered_at = now(), delivered_at = now()
WHERE id = ? AND attempts = ? AND state = 'waiting'`

/** Parameters: state, status, trouble, ms until the next attempt, id, attempts before. */
const FAILED = `
UPDATE webhook_delivery SET state = ?, attempts = attempts + 1, status = ?, trouble = ?, answered_at = now(),
  next_at = now() + ?::bigint * interval '1 ms'
WHERE id = ? AND attempts = ? AND state = 'waiting'`

/** Webhooks that are being sent to now. */
export type Busy = Map<string, Promise<void>>

/** Begins to send what is due to webhooks that are not busy; `busy` holds who is until they are done. */
export async function deliverDue(parts: WebhookParts, busy: Busy): Promise<void> {
  const free = WEBHOOKS_AT_ONCE - busy.size
  if (free <= 0) return
  const values = [`{${[...busy.keys()].join()}}`, free, DELIVERIES_AT_ONCE]
  const rows = await parts.store.em().execute<DueRow[]>(DUE, values)
  for (const webhookId of new Set(rows.map((row) => row.webhookId))) {
    const due = rows.filter((row) => row.webhookId === webhookId)
    const sending = sendAll(parts, due)
      .catch((error) => parts.log.warn({ err: error, webhookId }, 'a webhook could not be sent to'))
      .finally(() => busy.delete(webhookId))
    busy.set(webhookId, sending)
  }
}

/** Up to the first that is not taken: whoever does not answer that one will hardly answer the next. */
async function sendAll(parts: WebhookParts, due: readonly DueRow[]): Promise<void> {
  for (const row of due) if (!(await sendOne(parts, row))) return
}

async function sendOne(parts: WebhookParts, row: DueRow): Promise<boolean> {
  const { store, clock } = parts
  const sent = await sendSigned(parts, row)
  const status = 'status' in sent ? sent.status : null
  if (status !== null && status >= 200 && status < 300) {
    await store.em().execute(DELIVERED, [status, row.id, row.attempts])
    return true
  }
  const trouble = 'trouble' in sent ? sent.trouble : `answered ${sent.status}`
  const waitMs = nextAttemptMs(row.attempts + 1)
  const isLast = waitMs === null || clock.now() + waitMs > new Date(row.givesUpAt).getTime()
  const values = [isLast ? 'dead' : 'waiting', status, trouble, isLast ? null : waitMs, row.id, row.attempts]
  await store.em().execute(FAILED, values)
  return false
}

async function sendSigned({ clock, secrets, allowPrivate }: WebhookParts, row: DueRow): Promise<Sent> {
  const secret = secrets.open(row.webhookId, row.secret)
  if (secret === null) return { trouble: 'its secret was sealed with a key that is not kept any more' }
  const body = bodyOf(row)
  const headers = {
    'parley-delivery': row.id,
    'parley-number': String(row.number),
    'parley-signature': signatureOf(secret, body, clock.now()),
  }
  return sendWebhook({ url: row.url, body, headers }, { allowPrivate, timeoutMs: TIMEOUT_MS })
}

/** The same bytes each time: what is told is the event, which never changes. */
function bodyOf(row: DueRow): string {
  const { id, number, webhookId, organisationId, roomId: postId, seq, kind, authorId, at, payload } = row
  const event = { postId, seq: Number(seq), kind, authorId, at: new Date(at).toISOString(), payload }
  return JSON.stringify({ id, number: Number(number), webhookId, organisationId, event })
}
