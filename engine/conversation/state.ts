/** What a conversation's actor keeps in memory, and what a client knows of a room. Plain data. */
import type { Role } from '../protocol/permissions.ts'

export type ConversationKind = 'direct' | 'group' | 'channel'

export interface ConversationState {
  readonly organisationId: string
  readonly kind: ConversationKind
  /** Null for a direct conversation. */
  readonly title: string | null
  readonly archived: boolean
  /** seq of the last event; 0 before the conversation exists. */
  readonly head: number
  /** `at` of the last event; '' before the conversation exists. */
  readonly lastAt: string
  /** userId to role. Never changed in place. */
  readonly members: ReadonlyMap<string, Role>
}

export const NO_CONVERSATION: ConversationState = {
  organisationId: '',
  kind: 'group',
  title: null,
  archived: false,
  head: 0,
  lastAt: '',
  members: new Map(),
}

/** A conversation state as JSON: in snapshots, and in the `reset` that a client gets. */
export interface ConversationDump extends Omit<ConversationState, 'members'> {
  readonly members: readonly (readonly [userId: string, role: Role])[]
}

export function dumpConversation(state: ConversationState): ConversationDump {
  return { ...state, members: [...state.members] }
}

export function loadConversation(dump: ConversationDump): ConversationState {
  return { ...dump, members: new Map(dump.members) }
}
