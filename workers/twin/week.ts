/** `Week`: what a twin knows of the world it plays: posts, accounts, budgets and files, as the database had them at one moment. */
import type { MediaFacts } from '../../engine/post/networks/contract.ts'
import type { WeeklySlot } from '../../engine/post/slots.ts'
import type { PostEvent } from '../../engine/protocol/events/post-event.ts'
import type { Role } from '../../engine/protocol/permissions.ts'
import type { Network } from '../../engine/protocol/post-shapes.ts'

export interface Week {
  /** Ms since 1970: where the twin's clock begins. */
  readonly nowMs: number
  readonly untilMs: number
  readonly posts: readonly WeekPost[]
  readonly accounts: readonly WeekAccount[]
  readonly budgets: readonly WeekBudget[]
  readonly media: readonly WeekMedia[]
  readonly conversations: readonly WeekConversation[]
  /** Those that are not paused. */
  readonly slots: readonly WeekSlot[]
  /** Organisations that have stopped all their posts. */
  readonly held: readonly string[]
}

export interface WeekPost {
  readonly id: string
  /** All, in order. */
  readonly events: readonly PostEvent[]
}

/** An account without its tokens: a twin opens no seal. */
export interface WeekAccount {
  readonly id: string
  readonly organisationId: string
  readonly network: Network
  readonly accountRef: string
  readonly name: string
  readonly handle: string | null
  readonly scopes: readonly string[]
  /** ISO 8601 in UTC; null when the token does not end. */
  readonly expiresAt: string | null
  readonly refreshedAt: string
  readonly health: 'healthy' | 'dead'
  readonly trouble: string | null
  readonly isRemoved: boolean
}

export interface WeekBudget {
  readonly key: string
  readonly used: number
  readonly limitAtMost: number | null
  readonly blockedUntil: string | null
  readonly endsAt: string
}

export interface WeekMedia extends MediaFacts {
  readonly id: string
  readonly organisationId: string
}

export interface WeekSlot extends WeeklySlot {
  readonly accountId: string
}

export interface WeekConversation {
  readonly id: string
  readonly organisationId: string
  readonly title: string | null
  readonly isArchived: boolean
  readonly members: readonly { readonly userId: string; readonly role: Role }[]
}
