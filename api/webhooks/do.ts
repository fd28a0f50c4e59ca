/** Acts on webhooks. */
import { randomBytes } from 'node:crypto'
import { isUuid } from '../../engine/kernel/ids.ts'
import { faultOf } from '../../engine/outside/webhooks/send.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import { LIMITS } from '../../engine/protocol/limits.ts'
import { Webhook } from '../../engine/store/entities/webhook.ts'
import { WebhookDelivery } from '../../engine/store/entities/webhook-delivery.ts'
import { derivedId } from '../derived-id.ts'
import { checkMayWithPost } from '../post-access.ts'
import type { SignedInCtx } from '../procedure.ts'
import { type DeliveryView, deliveryView, type WebhookView, webhookOf, webhookView } from './read.ts'

const DAY_MS = 24 * 3_600_000

export interface NewWebhook {
  readonly url: string
  /** None: all. */
  readonly events: readonly string[]
  readonly commandId?: string | undefined
}

/**
 * The webhook, with the secret that its deliveries are signed with: it is told this once. Told is what happens from now on.
 * Refuses with NO_PERMISSION, INVALID_INPUT for an address that is never asked, WEBHOOKS_FULL.
 */
export async function add(
  ctx: SignedInCtx,
  { url, events, commandId }: NewWebhook,
): Promise<{ webhook: WebhookView; secret: string }> {
  await checkMayWithPost(ctx, 'keepWebhooks', null)
  const { node, session } = ctx
  const { organisationId, userId } = session
  const allowPrivate = node.config.webhooksPrivate
  const fault = URL.canParse(url) ? faultOf(new URL(url), { allowPrivate }) : 'this is no address'
  if (fault !== null) refuse('INVALID_INPUT', { message: fault })
  const em = node.store.scoped(organisationId)
  if ((await em.count(Webhook, { removedAt: null })) >= LIMITS.webhooksMax) refuse('WEBHOOKS_FULL')
  const id = commandId ? derivedId(['webhook', organisationId, userId, commandId]) : node.newId()
  const secret = `whsec_${randomBytes(32).toString('base64url')}`
  const row = { id, organisationId, url: new URL(url).href, events: [...events], secret, createdBy: userId }
  await em.upsert(Webhook, row, { onConflictFields: ['id'], onConflictAction: 'ignore' })
  const webhook = await node.store.scoped(organisationId).findOneOrFail(Webhook, { id })
  return { webhook: webhookView(webhook), secret: webhook.secret }
}

/** It is told nothing more. Refuses with NO_PERMISSION, UNKNOWN_WEBHOOK. */
export async function remove(ctx: SignedInCtx, { webhookId }: { webhookId: string }): Promise<object> {
  await checkMayWithPost(ctx, 'keepWebhooks', null)
  const { node, session } = ctx
  const { id } = await webhookOf(ctx, webhookId)
  const removedAt = new Date(node.clock.now())
  await node.store.scoped(session.organisationId).nativeUpdate(Webhook, { id }, { removedAt })
  return {}
}

/** Sends it again, as if it had never been tried: what was given up, or was taken and lost. Refuses with UNKNOWN_DELIVERY. */
export async function redeliver(
  ctx: SignedInCtx,
  { deliveryId }: { deliveryId: string },
): Promise<{ delivery: DeliveryView }> {
  await checkMayWithPost(ctx, 'keepWebhooks', null)
  const { node, session } = ctx
  const em = node.store.scoped(session.organisationId)
  const delivery = isUuid(deliveryId) ? await em.findOne(WebhookDelivery, { id: deliveryId }) : null
  if (delivery === null) refuse('UNKNOWN_DELIVERY')
  await webhookOf(ctx, delivery.webhookId)
  const now = new Date(node.clock.now())
  const anew = {
    state: 'waiting' as const,
    attempts: 0,
    nextAt: now,
    givesUpAt: new Date(now.getTime() + DAY_MS),
    deliveredAt: null,
  }
  await em.nativeUpdate(WebhookDelivery, { id: deliveryId }, anew)
  return { delivery: deliveryView({ ...delivery, ...anew }) }
}
