/** What the web app asks and is told about posts, accounts, media and reviews: `PostsApi` and its shapes. */

import type { Life } from '../../../engine/post/chart.ts'
import type { MediaFacts } from '../../../engine/post/networks/contract.ts'
import type { PostStatus } from '../../../engine/post/status.ts'
import type { Reason } from '../../../engine/protocol/errors.ts'
import type { PostListing } from '../../../engine/protocol/post-listing.ts'
import type { PostAction } from '../../../engine/protocol/post-permissions.ts'
import type {
  Approval,
  Destination,
  Evidence,
  Holder,
  Network,
  Plan,
  TargetContent,
} from '../../../engine/protocol/post-shapes.ts'
import type { PostMetrics } from '../../sdk/posts.ts'

interface Query<Input, Output> {
  query(input: Input): Promise<Output>
}
interface Mutation<Input, Output> {
  mutate(input: Input): Promise<Output>
}

/** A post as the calendar and lists show it. */
export interface PostCard extends Omit<PostListing, 'organisationId' | 'status'> {
  readonly id: string
  readonly status: PostStatus
  /** A copy that a series made, or the post that one copies. */
  readonly inSeries: boolean
}

/** In the list of all posts, a card also says how the post does. */
export interface ListedCard extends PostCard {
  readonly numbers: Readonly<Record<'views' | 'likes' | 'comments' | 'shares', number | null>> | null
}

export interface MediaView extends MediaFacts {
  readonly id: string
  readonly name: string
  /** Signed, good for some hours, needs no session. */
  readonly url: string
}

export interface StepView {
  readonly life: Life
  readonly attempt: number
  readonly result: { readonly id: string | null; readonly url: string | null; readonly at: string } | null
  readonly trouble: string | null
  readonly evidence: Evidence | null
  readonly retryAt: string | null
  /** When something happens to it next; ISO 8601 in UTC. */
  readonly nextAt: string | null
}

export interface TargetView {
  readonly id: string
  readonly to: Destination
  /** Of an account; null for others. */
  readonly account: AccountFace | null
  /** Of a conversation; null for others. */
  readonly title: string | null
  readonly content: TargetContent
  readonly held: readonly Holder[]
  readonly steps: readonly StepView[]
}

export interface AccountFace {
  readonly name: string
  readonly handle: string | null
  readonly network: Network
  readonly pictureUrl: string | null
}

export interface PostView {
  readonly id: string
  readonly status: PostStatus
  readonly head: number
  readonly authorId: string
  readonly text: string
  readonly media: readonly MediaView[]
  readonly tags: readonly string[]
  readonly approval: Approval
  readonly isApprovedInside: boolean
  readonly together: boolean
  readonly plan: (Plan & { readonly instant: string | null }) | null
  readonly targets: readonly TargetView[]
  readonly createdAt: string
  readonly changedAt: string
  /** What this person may do with it, however it stands. */
  readonly may: readonly PostAction[]
}

/** A local time somewhere; what is left out is `after` a gap and the `first` of two. */
export type WantedTime = Pick<Plan['at'], 'localDateTime' | 'timeZone'> & Partial<Plan['at']>
/** Where it goes, and what it says there otherwise than the post. */
export type NewTarget = { to: Destination } & Partial<TargetContent>

export interface NewPost {
  text: string
  media?: string[]
  targets: NewTarget[]
  approval?: Approval
  tags?: string[]
  together?: boolean
  commandId: string
}

interface OfPost {
  postId: string
  commandId?: string
}
interface OfStep extends OfPost {
  targetId: string
  step?: number
}
type Changed = { post: PostView }

export interface Filters {
  statuses?: PostStatus[]
  accountIds?: string[]
  tags?: string[]
}

export interface CalendarDay {
  /** `2026-11-21` */
  readonly date: string
  /** Of all posts of the day, also those that are not among `items`. */
  readonly count: number
  readonly items: readonly PostCard[]
}

export interface StoryLine {
  readonly at: string
  readonly seq: number
  readonly who: { readonly kind: 'person' | 'worker'; readonly id: string; readonly name: string }
  readonly says: string
  readonly targetId?: string | null
  readonly evidence?: Evidence | null
}
export interface NextLine {
  readonly targetId: string
  readonly step: number
  readonly work: string
  readonly at: string
  readonly says: string
}

/** How one step of a post does where it is public. */
export type StepMetrics = PostMetrics['items'][number]

export interface CsvRow {
  readonly line: number
  readonly ok: boolean
  readonly postId?: string
  readonly problems: readonly string[]
}

export interface AccountView {
  readonly id: string
  readonly network: Network
  readonly name: string
  readonly handle: string | null
  /** From the top of this server. */
  readonly pictureUrl: string | null
  /** Whether something can be published with it now. */
  readonly health: 'healthy' | 'dead'
  /** Why not, for a person. */
  readonly trouble: string | null
  readonly expiresAt: string | null
  readonly scopes: readonly string[]
}
export interface NetworkView {
  readonly name: Network
  readonly title: string
  /** Whether this installation has the network's keys. */
  readonly isConfigured: boolean
}

/** A post as a client sees it, without an account here. */
export interface ReviewView {
  readonly post: Pick<
    PostView,
    'id' | 'text' | 'media' | 'status' | 'plan' | 'approval' | 'isApprovedInside'
  > & {
    readonly targets: readonly Pick<TargetView, 'id' | 'to' | 'account' | 'title' | 'content'>[]
    /** Of variants and parts: those that `media` does not hold. */
    readonly otherMedia: readonly MediaView[]
  }
  readonly organisation: string
  readonly comments: readonly { readonly at: string; readonly name: string; readonly says: string }[]
}

interface Guest {
  token: string
  name: string
  /** The same name and commandId get the first answer. */
  commandId?: string
}

export interface ReviewApi {
  get: Query<{ token: string }, ReviewView>
  approve: Mutation<Guest, ReviewView>
  requestChanges: Mutation<Guest & { note: string }, ReviewView>
  comment: Mutation<Guest & { text: string }, ReviewView>
}

export interface PostsApi {
  posts: {
    schedule: Mutation<NewPost & { at: WantedTime; lateness?: Plan['lateness'] }, Changed>
    create: Mutation<NewPost, Changed>
    edit: Mutation<
      OfPost & {
        text?: string
        media?: string[]
        tags?: string[]
        add?: NewTarget[]
        remove?: string[]
        change?: ({ targetId: string } & TargetContent)[]
      },
      Changed
    >
    reschedule: Mutation<OfPost & { at: WantedTime; lateness?: Plan['lateness'] }, Changed>
    unplan: Mutation<OfPost, Changed>
    submit: Mutation<OfPost, Changed>
    approve: Mutation<OfPost & { as?: 'internal' | 'client' }, Changed>
    requestChanges: Mutation<OfPost & { note: string }, Changed>
    comment: Mutation<OfPost & { text: string }, Changed>
    cancel: Mutation<OfPost & { targetId?: string | null }, Changed>
    retry: Mutation<OfStep, Changed>
    resolve: Mutation<OfStep & { as: 'there' | 'absent'; url?: string | null }, Changed>
    duplicate: Mutation<OfPost, Changed>
    get: Query<{ postId: string }, Changed>
    metrics: Query<{ postId: string }, PostMetrics>
    explain: Query<{ postId: string }, { lines: readonly StoryLine[]; next: readonly NextLine[] }>
    list: Query<
      Filters & { cursor?: string; limit?: number; query?: string; order?: 'changed' | 'at' },
      { items: readonly ListedCard[]; nextCursor?: string }
    >
    calendar: Query<
      Filters & { from: string; days: number; timeZone: string; perDay?: number },
      { days: readonly CalendarDay[] }
    >
    bulkReschedule: Mutation<
      {
        postIds: string[]
        /** One of the two. */
        shift?: { days?: number; minutes?: number }
        at?: WantedTime
        commandId?: string
      },
      { results: readonly { postId: string; ok: boolean; reason?: Reason | undefined }[] }
    >
    importCsv: Mutation<{ csv: string; timeZone: string; dryRun?: boolean }, { rows: readonly CsvRow[] }>
    hold: Mutation<{ isHeld: boolean; commandId?: string }, { isHeld: boolean }>
    holding: Query<void, { isHeld: boolean }>
  }
  accounts: {
    list: Query<void, readonly AccountView[]>
    networks: Query<void, readonly NetworkView[]>
    connect: Mutation<{ network: Network; accountId?: string }, { url: string }>
    disconnect: Mutation<{ accountId: string }, unknown>
  }
  media: {
    describe: Mutation<{ mediaId: string; altText: string }, unknown>
  }
  review: { link: Mutation<{ postId: string }, { url: string }> }
}
