/** The questions that machine.ts asks before it lets a command change a conversation. Each is true when it is at fault. */

import { cleanText } from '../kernel/clean-text.ts'
import type { FoundMessage } from '../protocol/commands/asked.ts'
import { LIMITS } from '../protocol/limits.ts'
import { type Action, may, outranks, type Role } from '../protocol/permissions.ts'
import { type AskedOfConversation, newcomers, others } from './draft.ts'
import type { ConversationState } from './state.ts'

type State = ConversationState
type By = { readonly authorId: string }
type Target = { readonly userId: string }
type Speaking = { readonly found: FoundMessage | null }
type Create = Extract<AskedOfConversation, { type: 'conversation.create' }>

// who asks
export const fromElsewhere = (state: State, asked: { organisationId: string }) =>
  asked.organisationId !== state.organisationId
export const isStranger = (state: State, asked: By) => !state.members.has(asked.authorId)
export const mayNot = (action: Action) => (state: State, asked: By) =>
  !may(state.members.get(asked.authorId), action)

// what kind of conversation it is
export const isDirect = (state: State) => state.kind === 'direct'
export const isGroup = (state: State) => state.kind === 'group'

// text and titles
export const textIsEmpty = (_: State, asked: { text: string }) => cleanText(asked.text) === ''
export const textIsTooLong = (_: State, asked: { text: string }) =>
  cleanText(asked.text).length > LIMITS.textCharsMax
export const titleIsEmpty = (_: State, asked: { title: string | null }) => cleanText(asked.title ?? '') === ''
export const titleIsTooLong = (_: State, asked: { title: string | null }) =>
  cleanText(asked.title ?? '').length > LIMITS.titleCharsMax
export const titleIsTheSame = (state: State, asked: { title: string }) =>
  cleanText(asked.title) === state.title

// beginning
export const needsTwo = (_: State, asked: Create) =>
  asked.conversationKind === 'direct' && others(asked).length !== 1
export const needsTitle = (state: State, asked: Create) =>
  asked.conversationKind !== 'direct' && titleIsEmpty(state, asked)
export const needsShorterTitle = (state: State, asked: Create) =>
  asked.conversationKind !== 'direct' && titleIsTooLong(state, asked)
export const beginsTooFull = (_: State, asked: Create) => others(asked).length + 1 > LIMITS.membersMax

// members
export const isMember = (state: State, asked: By) => state.members.has(asked.authorId)
export const bringsNobodyNew = (state: State, asked: { userIds: readonly string[] }) =>
  newcomers(state, asked.userIds).length === 0
export const isFull = (state: State) => state.members.size >= LIMITS.membersMax
export const becomesTooFull = (state: State, asked: { userIds: readonly string[] }) =>
  state.members.size + newcomers(state, asked.userIds).length > LIMITS.membersMax
export const namesNoMember = (state: State, asked: Target) => !state.members.has(asked.userId)
export const namesSomebodyAbove = (state: State, asked: By & Target) =>
  !standsAsHighAs(state, asked.authorId, state.members.get(asked.userId))
export const givesMoreThanTheirs = (state: State, asked: By & { role: Role }) =>
  !standsAsHighAs(state, asked.authorId, asked.role)
export const roleIsTheSame = (state: State, asked: Target & { role: Role }) =>
  state.members.get(asked.userId) === asked.role
/** Others would stay behind without anybody to look after the room. */
export const authorIsLastOwner = (state: State, asked: By) =>
  state.members.size > 1 && isLastOwner(state, asked.authorId)
export const targetIsLastOwner = (state: State, asked: Target) => isLastOwner(state, asked.userId)

// messages
export const isUnknown = (_: State, asked: Speaking) => asked.found === null
export const isUnknownOrDeleted = (_: State, asked: Speaking) => asked.found === null || asked.found.deleted
export const answersNothing = (state: State, asked: Speaking & { replyTo: string | null }) =>
  asked.replyTo !== null && isUnknownOrDeleted(state, asked)
export const isDeleted = (_: State, asked: Speaking) => asked.found?.deleted === true
export const isBySomebodyElse = (_: State, asked: By & Speaking) => asked.found?.authorId !== asked.authorId
/** In a direct conversation both are owners, and still neither may delete what the other said. */
export const mayNotDelete = (state: State, asked: By & Speaking) =>
  isBySomebodyElse(state, asked) && (isDirect(state) || mayNot('deleteOthers')(state, asked))
export const textIsTheSame = (_: State, asked: Speaking & { text: string }) =>
  cleanText(asked.text) === asked.found?.text

function standsAsHighAs(state: State, userId: string, role: Role | undefined): boolean {
  const own = state.members.get(userId)
  return own !== undefined && role !== undefined && outranks(own, role)
}

function isLastOwner(state: State, userId: string): boolean {
  if (state.members.get(userId) !== 'owner') return false
  for (const [other, role] of state.members) if (role === 'owner' && other !== userId) return false
  return true
}
