/** What the hands of webhooks are given; a `ParleyNode` has all of it. */
import type { Logger } from '../../engine/host/log.ts'
import type { Clock } from '../../engine/kernel/clock.ts'
import type { WebhookSecrets } from '../../engine/outside/keys/webhook-secrets.ts'
import type { Store } from '../../engine/store/store.ts'

export interface WebhookParts {
  readonly store: Pick<Store, 'em' | 'follow' | 'epoch'>
  readonly clock: Clock
  readonly newId: () => string
  readonly log: Logger
  readonly secrets: WebhookSecrets
  /** Also to private addresses, and without TLS. */
  readonly allowPrivate: boolean
}
