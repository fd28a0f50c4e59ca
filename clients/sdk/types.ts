/** The public surface of the SDK: what an application sees. Everything a screen shows is an `Observable`. */

import type { TRPCClient } from '@trpc/client'
import type { Message } from '../../engine/conversation/message.ts'
import type { ConversationState } from '../../engine/conversation/state.ts'
import type { Reason } from '../../engine/protocol/errors.ts'
import type { AppRouter } from './app-router.ts'
import type { Posts } from './posts.ts'
import type { Storage } from './storage/port.ts'

/** A value that changes. `get` returns the same reference until it does, so it fits `useSyncExternalStore`. */
export interface Observable<Value> {
  get(): Value
  /** Calls `changed` after each change. Returns a function that stops it. */
  subscribe(changed: () => void): () => void
}

export interface Person {
  readonly id: string
  readonly name: string
}

export type SessionState =
  | { readonly status: 'unknown' }
  | { readonly status: 'signedOut' }
  | {
      readonly status: 'signedIn'
      readonly user: Person & { readonly email: string }
      readonly organisationId: string
    }

export interface Session extends Observable<SessionState> {
  signUp(input: { email: string; password: string; name: string }): Promise<void>
  signIn(input: { email: string; password: string }): Promise<void>
  /** Forgets tokens and everything stored for this person on this device. */
  signOut(): Promise<void>
}

export interface ConnectionView {
  /** See the drawing on top of connection.ts. */
  readonly state: 'idle' | 'connecting' | 'live' | 'waiting' | 'closed'
  /** When the next attempt is made, ms since 1970; null unless waiting. */
  readonly retryAt: number | null
  /** Commands in the outbox that have no answer yet. */
  readonly unanswered: number
}

export interface ConversationSummary {
  readonly id: string
  readonly kind: ConversationState['kind']
  /** What to call it: its title, or the other person's name. */
  readonly name: string
  readonly title: string | null
  readonly archived: boolean
  /** The other person of a direct conversation. */
  readonly peer: Person | null
  readonly head: number
  /** Messages by others after the read position; 100 means "100 or more". */
  readonly unread: number
  readonly lastAt: string
  readonly lastMessage: {
    readonly authorId: string
    readonly text: string
    readonly at: string
    readonly deleted: boolean
  } | null
}

export interface ConversationListView {
  readonly status: 'loading' | 'ready'
  /** Newest activity first. */
  readonly items: readonly ConversationSummary[]
}

/**
 * A message as a screen shows it: confirmed ones have a seq, waiting ones stand after them. Of one message
 * `authorId` and `commandId` never change, so together they are the key in a list; `messageId` is the commandId
 * until the server has answered, and both may be given to `edit` and `delete`.
 */
export interface ShownMessage extends Message {
  /** `sending` until answered, `failed` when refused for good; both keep seq 0 until they are `sent`. */
  readonly state: 'sending' | 'sent' | 'failed'
  /** Why it failed. */
  readonly reason: Reason | null
}

export interface RoomView {
  readonly status: 'loading' | 'ready' | 'gone'
  /** Why it is gone: not a member any more, unknown. */
  readonly reason: Reason | null
  readonly conversation: ConversationState | null
  /** Oldest first. */
  readonly messages: readonly ShownMessage[]
  readonly hasOlder: boolean
  readonly loadingOlder: boolean
  /** seq up to which this person has read; where to draw the "new" line. */
  readonly readSeq: number
}

/** One conversation on a screen. Opened by `Parley.open`; `release` when the screen goes. */
export interface Room {
  readonly id: string
  readonly view: Observable<RoomView>
  /** Ids of the others who type now, who began first first; five at most. Followed for as long as somebody subscribes. */
  readonly typing: Observable<readonly string[]>
  /** To be called at each change of the text: the others are told at once, and again every three seconds. */
  startTyping(): void
  /** The text was given up. Sending, and the loss of the connection, do it by themselves. */
  stopTyping(): void
  /** Shows the message at once and sends it until it is answered. Returns its commandId. */
  send(text: string, options?: { replyTo?: string }): string
  edit(messageId: string, text: string): string
  delete(messageId: string): string
  /** Tries a failed command again. */
  retry(commandId: string): void
  /** Drops a failed command and the message it shows. */
  discard(commandId: string): void
  /** Reads the page before the oldest message; resolves when it is in `view`. */
  loadOlder(): Promise<void>
  /** Everything shown is read. */
  markRead(): void
  release(): void
}

/** Names for ids. Whoever is asked for and not known yet is fetched, many in one call. */
export interface People {
  /** Undefined until known; `subscribe` tells when more people are. */
  get(id: string): Person | undefined
  subscribe(changed: () => void): () => void
}

/** Who is online, of the people one shares a conversation with; of all others it is never said. */
export interface Presence {
  /** False while it is not known. Asked for as long as somebody subscribes; the 200 wanted last are followed. */
  of(userId: string): Observable<boolean>
}

/** One signed-in (or not yet signed-in) person's view of a server. Made by `createParley` in client.ts. */
export interface Parley {
  /** Every procedure of the server, typed. Rejects with TRPCClientError; see `reasonOf` in link.ts. */
  readonly api: TRPCClient<AppRouter>
  readonly session: Session
  readonly connection: Observable<ConnectionView>
  readonly conversations: Observable<ConversationListView>
  readonly people: People
  readonly presence: Presence
  /** Scheduled posts: live copies, lists and calendars. */
  readonly posts: Posts
  /** Shows what is stored at once, then the present. The same conversation may be opened several times. */
  open(conversationId: string): Room
  /** Finds or begins the conversation with one other person. Resolves with its id, as the next two do. */
  createDirect(userId: string): Promise<string>
  createGroup(input: { title: string; memberIds: readonly string[] }): Promise<string>
  createChannel(input: { title: string; memberIds?: readonly string[] }): Promise<string>
  /** Ends connection and timers; what is stored stays. */
  close(): Promise<void>
}

export interface ParleyOptions {
  /** http(s) origin of the server, without a path: `https://chat.example`. */
  readonly url: string
  /** Where things are kept across a reload. Default: IndexedDB where there is one, else memory. */
  readonly storage?: Storage
  /** The organisation to act in. Default: the home organisation. */
  readonly organisationId?: string
  /** True: tokens live in HttpOnly cookies, never in JavaScript. For pages served by the server itself. */
  readonly cookies?: boolean
  /** Default: the global one. */
  readonly WebSocket?: typeof WebSocket
}
