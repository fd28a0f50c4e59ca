/** Reads of webhooks and of what they were told. */
import { isUuid } from '../../engine/kernel/ids.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { Webhook } from '../../engine/store/entities/webhook.ts'
import { WebhookDelivery } from '../../engine/store/entities/webhook-delivery.ts'
import { makeCursor, readCursor } from '../cursor.ts'
import { checkMayWithPost } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'

export interface WebhookView {
  readonly id: string
  readonly url: string
  /** Kinds of events; none means all of posts. */
  readonly events: readonly string[]
  /** Number of its newest delivery. */
  readonly lastNumber: number
  readonly createdAt: string
  /** Deliveries that are still tried. */
  readonly waiting: number
  /** Those that were given up. */
  readonly dead: number
  /** What it answered last; null before the first attempt. */
  readonly last: Pick<DeliveryView, 'status' | 'trouble' | 'answeredAt'> | null
}

export interface DeliveryView {
  readonly id: string
  readonly number: number
  readonly postId: string
  readonly seq: number
  readonly kind: string
  /** `dead`: nobody took it within a day; `redeliver` sends it again. */
  readonly state: 'waiting' | 'delivered' | 'dead'
  readonly attempts: number
  /** When it is tried next; null when it is not. */
  readonly nextAt: string | null
  /** HTTP status of the newest answer. */
  readonly status: number | null
  /** Why the newest attempt failed. */
  readonly trouble: string | null
  /** When the newest attempt ended. */
  readonly answeredAt: string | null
  readonly createdAt: string
  readonly deliveredAt: string | null
}

/** Refuses with NO_PERMISSION. */
export async function list(ctx: SignedInCtx): Promise<{ items: WebhookView[] }> {
  await checkMayWithPost(ctx, 'keepWebhooks', null)
  const { node, session } = ctx
  const found = await node.store
    .scoped(session.organisationId)
    .find(Webhook, { removedAt: null }, { orderBy: { createdAt: 'asc', id: 'asc' } })
  const tallies = await node.store.em().execute<Tally[]>(TALLIES, [session.organisationId])
  const byId = new Map(tallies.map((tally) => [tally.id, tally]))
  return { items: found.map((webhook) => webhookView(webhook, byId.get(webhook.id))) }
}

/** By the partial indexes of those states, and the end of the one by number. Parameter: organisation. */
const TALLIES = `
SELECT w.id, l.status, l.trouble, l.answered_at AS "answeredAt",
  (SELECT count(*)::int FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'waiting') AS waiting,
  (SELECT count(*)::int FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'dead') AS dead
FROM webhook w LEFT JOIN LATERAL (
  SELECT status, trouble, answered_at FROM webhook_delivery d
  WHERE d.webhook_id = w.id AND d.answered_at IS NOT NULL ORDER BY d.number DESC LIMIT 1
) AS l ON true
WHERE w.organisation_id = ? AND w.removed_at IS NULL`

interface Tally {
  readonly id: string
  readonly waiting: number
  readonly dead: number
  readonly status: number | null
  readonly trouble: string | null
  readonly answeredAt: Date | string | null
}

/** Refuses with UNKNOWN_WEBHOOK what is not the organisation's, or removed. */
export async function webhookOf({ node, session }: SignedInCtx, webhookId: string): Promise<Webhook> {
  const em = node.store.scoped(session.organisationId)
  const found = isUuid(webhookId) ? await em.findOne(Webhook, { id: webhookId, removedAt: null }) : null
  return found ?? refuse('UNKNOWN_WEBHOOK')
}

export interface DeliveriesPage {
  readonly webhookId: string
  readonly state?: DeliveryView['state'] | undefined
  readonly cursor?: string | undefined
  readonly limit: number
}

/** Newest first. Refuses with NO_PERMISSION, UNKNOWN_WEBHOOK. */
export async function deliveries(
  ctx: SignedInCtx,
  { webhookId, state, cursor, limit }: DeliveriesPage,
): Promise<{ items: DeliveryView[]; nextCursor?: string }> {
  await checkMayWithPost(ctx, 'keepWebhooks', null)
  const { id } = await webhookOf(ctx, webhookId)
  const { node, session } = ctx
  const [before] = cursor ? readCursor(cursor, [(part) => /^\d{1,15}$/.test(part)]) : []
  const rows = await node.store.scoped(session.organisationId).find(
    WebhookDelivery,
    {
      webhookId: id,
      ...(state !== undefined && { state }),
      ...(before !== undefined && { number: { $lt: Number(before) } }),
    },
    { orderBy: { number: 'desc' }, limit: limit + 1 },
  )
  const items = rows.slice(0, limit).map(deliveryView)
  const last = items.at(-1)
  if (rows.length <= limit || last === undefined) return { items }
  return { items, nextCursor: makeCursor([String(last.number)]) }
}

/** Without a tally it is new. */
export function webhookView(
  { id, url, events, lastNumber, createdAt }: Webhook,
  { waiting, dead, status, trouble, answeredAt }: Partial<Tally> = {},
): WebhookView {
  const at = answeredAt ? new Date(answeredAt).toISOString() : null
  return {
    id,
    url,
    events,
    lastNumber,
    createdAt: createdAt.toISOString(),
    waiting: waiting ?? 0,
    dead: dead ?? 0,
    last: at === null ? null : { status: status ?? null, trouble: trouble ?? null, answeredAt: at },
  }
}

export function deliveryView(row: WebhookDelivery): DeliveryView {
  const { id, number, roomId, seq, kind, state, attempts, createdAt } = row
  return {
    id,
    number,
    postId: roomId,
    seq,
    kind,
    state,
    attempts,
    nextAt: row.nextAt?.toISOString() ?? null,
    status: row.status ?? null,
    trouble: row.trouble ?? null,
    answeredAt: row.answeredAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    deliveredAt: row.deliveredAt?.toISOString() ?? null,
  }
}
