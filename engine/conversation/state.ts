/** What a conversation's actor keeps in memory, and what a client knows of a room. Plain data. */
import { makeIntern } from '../kernel/intern.ts'
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

/** For ids that a state keeps: people are in many rooms, and an organisation has many. 100,000 people are 10 MB at most. */
export const internId = makeIntern(100_000)

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
  const members = new Map(dump.members.map(([userId, role]) => [internId(userId), role]))
  return { ...dump, organisationId: internId(dump.organisationId), members }
}
