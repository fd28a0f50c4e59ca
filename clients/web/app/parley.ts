/** What the web app needs of Parley: the SDK's object, or the demo's. Features take it from the context. */
import { createContext, useContext, useSyncExternalStore } from 'react'
import { must } from '../../../engine/kernel/assert.ts'
import type {
  ConnectionView,
  ConversationListView,
  Observable,
  People,
  Person,
  Presence,
  Room,
  Session,
} from '../../sdk/types.ts'
import type { WebApi } from './api.ts'
import type { Captions } from './captions.ts'
import type { MediaView, ReviewApi } from './posts-api.ts'

export interface WebParley {
  readonly session: Session
  readonly connection: Observable<ConnectionView>
  readonly conversations: Observable<ConversationListView>
  readonly people: People
  readonly presence: Presence
  open(conversationId: string): Room
  readonly api: WebApi
  /** Calls `changed` after each change of the post, until the function it returns is called. */
  followPost(postId: string, changed: () => void): () => void
  /** Brings a picture or a film to the server. */
  upload(file: File, options: UploadOptions): Promise<MediaView>
  /** Words for a post by a machine. */
  readonly captions: Captions
  /** For whoever has a client's link: asks without an account. */
  readonly review: ReviewApi
}

export interface UploadOptions {
  /** Of 1. */
  readonly onProgress: (share: number) => void
  readonly signal: AbortSignal
}

export type Me = Person & { readonly email: string }

export const ParleyContext = createContext<WebParley | null>(null)
export const MeContext = createContext<Me | null>(null)

export function useParley(): WebParley {
  return must(useContext(ParleyContext), 'a ParleyContext stands around the app')
}

/** The person who is signed in. */
export function useMe(): Me {
  return must(useContext(MeContext), 'a MeContext stands around everything behind sign-in')
}

/** The value of `observable` now and after each change. */
export function useObservable<Value>(observable: Observable<Value>): Value {
  return useSyncExternalStore(observable.subscribe, observable.get)
}
