/** Acts on webhooks. */
import { must } from '../../engine/kernel/assert.ts'
import { isUuid } from '../../engine/kernel/ids.ts'
import { faultOf } from '../../engine/outside/strangers/reach.ts'
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
  const secrets = node.outside.webhookSecrets
  const secret = secrets.seal(id, secrets.make())
  const row = { id, organisationId, url: new URL(url).href, events: [...events], secret, createdBy: userId }
  await em.upsert(Webhook, row, { onConflictFields: ['id'], onConflictAction: 'ignore' })
  const webhook = await node.store.scoped(organisationId).findOneOrFail(Webhook, { id })
  const told = must(secrets.open(id, webhook.secret), 'what was sealed just now opens')
  return { webhook: webhookView(webhook), secret: told }
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
  const anew = anewAt(node.clock.now())
  await em.nativeUpdate(WebhookDelivery, { id: deliveryId }, anew)
  return { delivery: deliveryView({ ...delivery, ...anew }) }
}

/** Sends all of a webhook again that were given up, in the order of their numbers. Refuses with NO_PERMISSION, UNKNOWN_WEBHOOK. */
export async function redeliverAll(
  ctx: SignedInCtx,
  { webhookId }: { webhookId: string },
): Promise<{ count: number }> {
  await checkMayWithPost(ctx, 'keepWebhooks', null)
  const { node, session } = ctx
  const { id } = await webhookOf(ctx, webhookId)
  const em = node.store.scoped(session.organisationId)
  const dead = { webhookId: id, state: 'dead' as const }
  return { count: await em.nativeUpdate(WebhookDelivery, dead, anewAt(node.clock.now())) }
}

/** As if it had never been tried. */
function anewAt(nowMs: number) {
  return {
    state: 'waiting' as const,
    attempts: 0,
    nextAt: new Date(nowMs),
    givesUpAt: new Date(nowMs + DAY_MS),
    deliveredAt: null,
  }
}
