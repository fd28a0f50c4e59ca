/** `demoDesk`: the demo's desk: many posts at once, links for clients, and webhooks that have seen something. */
import type { PostCommand } from '../../../../engine/protocol/commands/post-command.ts'
import { refuse } from '../../../../engine/protocol/errors.ts'
import { POST_ACTIONS } from '../../../../engine/protocol/post-permissions.ts'
import type { DeliveryView, WebApi, WebhookView } from '../../app/api.ts'
import { ask } from './demo-post.ts'
import { type DemoPosts, outcomeOf } from './demo-posts-api.ts'

export interface DemoDesk {
  readonly posts: Pick<WebApi['posts'], 'bulk' | 'may'>
  readonly review: Pick<WebApi['review'], 'link' | 'shared' | 'withdraw'>
  readonly webhooks: WebApi['webhooks']
}

interface DeskParts {
  readonly posts: Pick<DemoPosts, 'find' | 'tell'>
  readonly isEmpty: boolean
  readonly wait: <Value>(value: Value) => Promise<Value>
}

const COMMANDS: Readonly<Record<'submit' | 'approve' | 'cancel', PostCommand>> = {
  submit: { type: 'post.submit' },
  approve: { type: 'post.approve', as: 'internal' },
  cancel: { type: 'post.cancel', targetId: null },
}
const DAY_MS = 86_400_000

export function demoDesk({ posts: { find, tell }, isEmpty, wait }: DeskParts): DemoDesk {
  const links = new Map<string, { url: string; endsAt: string }>()
  return {
    posts: {
      may: { query: () => wait({ may: [...POST_ACTIONS] }) },
      bulk: {
        async mutate({ postIds, act }) {
          await wait(null)
          const results = postIds.map((postId) =>
            outcomeOf(postId, () => {
              ask(find(postId), COMMANDS[act], Date.now())
              tell(postId)
            }),
          )
          return { results }
        },
      },
    },
    review: {
      shared: { query: ({ postId }) => wait({ link: links.get(postId) ?? null }) },
      link: {
        mutate({ postId }) {
          const endsAt = new Date(Date.now() + 14 * DAY_MS).toISOString()
          links.set(postId, { url: `${location.pathname}#/review/${postId}`, endsAt })
          return wait(links.get(postId) ?? refuse('UNKNOWN_POST'))
        },
      },
      withdraw: {
        mutate({ postId }) {
          links.delete(postId)
          return wait({})
        },
      },
    },
    webhooks: demoWebhooks(isEmpty, wait),
  }
}

function demoWebhooks(isEmpty: boolean, wait: DeskParts['wait']): WebApi['webhooks'] {
  const webhooks: WebhookView[] = isEmpty ? [] : [...WEBHOOKS]
  let deliveries: DeliveryView[] = [...DELIVERIES]
  const ofWebhook = (id: string) => (id === WEBHOOKS[0]?.id ? deliveries : [])
  const counted = (webhook: WebhookView): WebhookView => ({
    ...webhook,
    waiting: ofWebhook(webhook.id).filter(({ state }) => state === 'waiting').length,
    dead: ofWebhook(webhook.id).filter(({ state }) => state === 'dead').length,
  })
  const again = (isMeant: (delivery: DeliveryView) => boolean) => {
    const before = deliveries
    deliveries = before.map((one) => (isMeant(one) ? { ...one, state: 'waiting', attempts: 0 } : one))
    return before.filter(isMeant).length
  }
  return {
    list: { query: () => wait({ items: webhooks.map(counted) }) },
    add: {
      mutate({ url, events = [] }) {
        if (!url.startsWith('https://')) return refuse('INVALID_INPUT')
        const plain = { waiting: 0, dead: 0, last: null, lastNumber: 0, createdAt: new Date().toISOString() }
        const webhook = { ...plain, id: `w-${webhooks.length + 1}`, url, events }
        webhooks.push(webhook)
        return wait({ webhook, secret: 'whsec_8Jr2mXk0Qe5vT1yLw9ZbN4cHs7uGfPdA3oRiVtKxEqM' })
      },
    },
    remove: {
      mutate({ webhookId }) {
        webhooks.splice(0, webhooks.length, ...webhooks.filter(({ id }) => id !== webhookId))
        return wait({})
      },
    },
    deliveries: {
      query: ({ webhookId, state }) =>
        wait({ items: ofWebhook(webhookId).filter((one) => state === undefined || one.state === state) }),
    },
    redeliver: {
      mutate({ deliveryId }) {
        again(({ id }) => id === deliveryId)
        return wait({
          delivery: deliveries.find(({ id }) => id === deliveryId) ?? refuse('UNKNOWN_DELIVERY'),
        })
      },
    },
    redeliverAll: { mutate: () => wait({ count: again(({ state }) => state === 'dead') }) },
  }
}

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString()

const WEBHOOKS: readonly WebhookView[] = [
  {
    id: 'w-1',
    url: 'https://hooks.northwind.example/parley',
    events: [],
    lastNumber: 1_204,
    createdAt: ago(90 * 1_440),
    waiting: 0,
    dead: 0,
    last: { status: 503, trouble: 'answered 503', answeredAt: ago(4) },
  },
  {
    id: 'w-2',
    url: 'https://automation.example.org/in/7f31c0',
    events: ['post.settled', 'post.approved'],
    lastNumber: 88,
    createdAt: ago(12 * 1_440),
    waiting: 0,
    dead: 0,
    last: { status: 204, trouble: null, answeredAt: ago(37) },
  },
]

const plain = {
  postId: 'post-1',
  seq: 3,
  attempts: 1,
  status: 200,
  trouble: null,
  nextAt: null,
  state: 'delivered',
} as const
const failed = { status: 503, trouble: 'answered 503', deliveredAt: null }

const DELIVERIES: readonly DeliveryView[] = [
  {
    ...plain,
    ...failed,
    id: 'd-6',
    number: 1_204,
    kind: 'post.settled',
    state: 'waiting',
    attempts: 2,
    nextAt: ago(-1),
    answeredAt: ago(4),
    createdAt: ago(5),
  },
  {
    ...plain,
    ...failed,
    id: 'd-5',
    number: 1_203,
    kind: 'post.fired',
    state: 'dead',
    attempts: 9,
    answeredAt: ago(300),
    createdAt: ago(1_700),
  },
  {
    ...plain,
    ...failed,
    id: 'd-4',
    number: 1_202,
    kind: 'post.planned',
    state: 'dead',
    attempts: 9,
    trouble: 'no answer within 10 s',
    status: null,
    answeredAt: ago(310),
    createdAt: ago(1_720),
  },
  ...[1_201, 1_200, 1_199].map((number, index) => ({
    ...plain,
    id: `d-${3 - index}`,
    number,
    kind: (['post.approved', 'post.submitted', 'post.created'] as const)[index] ?? 'post.created',
    answeredAt: ago(1_800 + index),
    createdAt: ago(1_800 + index),
    deliveredAt: ago(1_800 + index),
  })),
]
