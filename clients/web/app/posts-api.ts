/** What the web app asks and is told about posts, accounts, media and reviews: `PostsApi` and its shapes, all as the router has them. */
import type { Answer, Api, Asked, Calls } from './calls.ts'

export interface PostsApi {
  readonly posts: Calls<
    Pick<
      Api['posts'],
      | 'schedule'
      | 'create'
      | 'edit'
      | 'reschedule'
      | 'unplan'
      | 'submit'
      | 'approve'
      | 'requestChanges'
      | 'comment'
      | 'cancel'
      | 'retry'
      | 'resolve'
      | 'duplicate'
      | 'get'
      | 'explain'
      | 'metrics'
      | 'list'
      | 'calendar'
      | 'bulkReschedule'
      | 'importCsv'
      | 'hold'
      | 'holding'
    >
  >
  readonly accounts: Calls<Pick<Api['accounts'], 'list' | 'networks' | 'connect' | 'disconnect'>>
  readonly media: Calls<Pick<Api['media'], 'describe'>>
}

/** What a client may do who has a signed link, without an account here. */
export type ReviewApi = Calls<Pick<Api['review'], 'get' | 'approve' | 'requestChanges' | 'comment'>>
export type ReviewView = Answer<ReviewApi['get']['query']>

type Posts = PostsApi['posts']

export type PostView = Answer<Posts['get']['query']>['post']
export type TargetView = PostView['targets'][number]
export type StepView = TargetView['steps'][number]
export type AccountFace = NonNullable<TargetView['account']>
export type MediaView = PostView['media'][number]

/** A day of the calendar; `count` is of all its posts, also those that are not among `items`. */
export type CalendarDay = Answer<Posts['calendar']['query']>['days'][number]
/** A post as the calendar and lists show it. */
export type PostCard = CalendarDay['items'][number]
/** In the list of all posts, a card also says how the post does. */
export type ListedCard = Answer<Posts['list']['query']>['items'][number]

export type NewPost = Asked<Posts['create']['mutate']>
/** Where it goes, and what it says there otherwise than the post. */
export type NewTarget = NewPost['targets'][number]
/** A local time somewhere; what is left out is `after` a gap and the `first` of two. */
export type WantedTime = Asked<Posts['reschedule']['mutate']>['at']
export type Filters = Pick<Asked<Posts['calendar']['query']>, 'statuses' | 'accountIds' | 'tags'>

export type StoryLine = Answer<Posts['explain']['query']>['lines'][number]
export type NextLine = Answer<Posts['explain']['query']>['next'][number]
export type StepMetrics = Answer<Posts['metrics']['query']>['items'][number]
export type CsvRow = Answer<Posts['importCsv']['mutate']>['rows'][number]

export type AccountView = Answer<PostsApi['accounts']['list']['query']>[number]
export type NetworkView = Answer<PostsApi['accounts']['networks']['query']>[number]
