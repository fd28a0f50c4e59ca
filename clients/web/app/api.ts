/** The one-off calls that screens make beside the live state: what they read once, and what they change. */
import type { Answer, Api, Asked, Calls } from './calls.ts'
import type { PostsApi } from './posts-api.ts'

/** The part of the server's typed API that the web app uses. */
export interface WebApi extends Omit<PostsApi, 'posts'> {
  readonly posts: PostsApi['posts'] & Calls<Pick<Api['posts'], 'bulk' | 'may'>> & SeriesCalls
  readonly review: Calls<Pick<Api['review'], 'link' | 'shared' | 'withdraw'>>
  readonly webhooks: Calls<
    Pick<Api['webhooks'], 'list' | 'add' | 'remove' | 'deliveries' | 'redeliver' | 'redeliverAll'>
  >
  readonly people: Calls<Pick<Api['people'], 'search'>>
  readonly conversations: Calls<
    Pick<
      Api['conversations'],
      | 'create'
      | 'browse'
      | 'join'
      | 'leave'
      | 'invite'
      | 'remove'
      | 'changeRole'
      | 'rename'
      | 'archive'
      | 'restore'
    >
  >
  readonly slots: Calls<
    Pick<Api['slots'], 'list' | 'coming' | 'next' | 'add' | 'remove' | 'pause' | 'shuffle'>
  >
  readonly templates: Calls<Pick<Api['templates'], 'list' | 'get' | 'save' | 'rename' | 'remove'>>
  readonly cluster: Calls<Pick<Api['cluster'], 'mayOperate' | 'status'>>
  readonly messages: Calls<Pick<Api['messages'], 'edits'>>
}

/** Posts that come again. */
export type SeriesCalls = Calls<Pick<Api['posts'], 'recur' | 'series' | 'endSeries' | 'skipInSeries'>>

/** A post that comes again, as its page shows it. */
export type SeriesView = Answer<SeriesCalls['series']['query']>['items'][number]

/** A weekly time of an account, and when it comes with what sits in it. */
export type Slot = Answer<WebApi['slots']['list']['query']>['items'][number]
export type ComingSlot = Answer<WebApi['slots']['coming']['query']>['items'][number]
export type NewSlot = Asked<WebApi['slots']['add']['mutate']>

/** A named starting point for posts: as a list shows it, whole, and what is sent to keep one. */
export type TemplateCard = Answer<WebApi['templates']['list']['query']>['items'][number]
export type Template = Answer<WebApi['templates']['get']['query']>['template']
export type NewTemplate = Asked<WebApi['templates']['save']['mutate']>

/** What an operator is told. */
export type ClusterStatus = Answer<WebApi['cluster']['status']['query']>

/** What became of each post of several. */
export type BulkOutcome = Answer<WebApi['posts']['bulk']['mutate']>['results'][number]
export type WebhookView = Answer<WebApi['webhooks']['list']['query']>['items'][number]
export type DeliveryView = Answer<WebApi['webhooks']['deliveries']['query']>['items'][number]
