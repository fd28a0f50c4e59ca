/** Webhooks: which addresses outside are told what happens to posts, what they answered, and what nobody took. */
import { Plus, Webhook } from 'lucide-react'
import { useState } from 'react'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import { errorText } from '../../../app/reasons.ts'
import { CALENDAR_PATH } from '../../../app/routes.ts'
import { Button } from '../../../ui/button.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { ScreenHeader } from '../../../ui/screen-header.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { AddWebhook } from './add-webhook.tsx'
import { useWebhooks } from './use-webhooks.ts'
import { WebhookCard } from './webhook-card.tsx'

export function WebhooksScreen() {
  const webhooks = useWebhooks()
  const [isAdding, setAdding] = useState(false)
  const items = webhooks.data?.items ?? []
  const add = (
    <Button
      look="primary"
      disabled={items.length >= LIMITS.webhooksMax}
      title={items.length >= LIMITS.webhooksMax ? `At most ${LIMITS.webhooksMax}` : undefined}
      onClick={() => setAdding(true)}
    >
      <Plus size={16} aria-hidden="true" />
      Add a webhook
    </Button>
  )
  return (
    <section aria-label="Webhooks" className="flex h-full min-h-0 flex-col">
      <ScreenHeader
        title="Webhooks"
        detail="Addresses that are told what happens to posts"
        back={{ href: CALENDAR_PATH, label: 'Back to the calendar' }}
      >
        {items.length > 0 && add}
      </ScreenHeader>
      <div className="min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto max-w-3xl space-y-4 px-4 py-6 md:px-8">
          {webhooks.isPending && <SkeletonRows count={3} label="Loading webhooks" />}
          {webhooks.isError && items.length === 0 && (
            <p role="alert" className="text-danger">
              {errorText(webhooks.error)}
            </p>
          )}
          {webhooks.isSuccess && items.length === 0 && (
            <Empty icon={<Webhook size={22} />} title="Nobody is told yet" action={add}>
              Give an address, and it is told of every change to a post: numbered, signed, and again until it
              takes it.
            </Empty>
          )}
          {items.map((webhook) => (
            <WebhookCard key={webhook.id} webhook={webhook} />
          ))}
        </div>
      </div>
      {isAdding && <AddWebhook onClose={() => setAdding(false)} />}
    </section>
  )
}
