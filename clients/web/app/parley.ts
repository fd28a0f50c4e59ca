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

export interface WebParley {
  readonly session: Session
  readonly connection: Observable<ConnectionView>
  readonly conversations: Observable<ConversationListView>
  readonly people: People
  readonly presence: Presence
  open(conversationId: string): Room
  readonly api: WebApi
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
