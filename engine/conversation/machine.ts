/**
 * What may be asked of a conversation, and when: the only truth for what is allowed. Silent: it calls nobody.
 *
 *                      create                     archive
 *      ┌────────┐               ┌──────────────┐              ┌────────────┐
 *   ──▶│ absent ├──────────────▶│     open     ├─────────────▶│  archived  │
 *      └────────┘               │              │◀─────────────┤            │
 *                               └──┬───────────┘    restore   └──┬─────────┘
 *                                  │ rename join invite leave    │ leave
 *                                  │ remove changeRole           └──▶ stays
 *                                  │ send edit delete
 *                                  └──▶ stays
 *
 * Each command is a table read from the top: the first refusal whose question is true wins, else it is accepted.
 * An accepted command records exactly one event; fold.ts says what that event changes.
 */
import { assign, setup } from 'xstate'
import type { Reason } from '../protocol/errors.ts'
import type { ConversationEvent } from '../protocol/events/conversation-event.ts'
import type { Action } from '../protocol/permissions.ts'
import { type AskedOfConversation, draft } from './draft.ts'
import { fold } from './fold.ts'
import * as is from './rules.ts'
import { type ConversationState, NO_CONVERSATION } from './state.ts'

const silent = setup({
  types: { context: {} as ConversationState, events: {} as AskedOfConversation },
  actions: {
    // Data, not deeds: actors/decide.ts reads them.
    record: (_, _event: ConversationEvent) => {},
    refuse: (_, _why: { reason: Reason }) => {},
  },
})

type In<Asked> = { readonly context: ConversationState; readonly event: Asked }

/** Refuses with `reason` when `isAtFault`. */
function refuse<Asked>(reason: Reason, isAtFault: (state: ConversationState, asked: Asked) => boolean) {
  return {
    guard: ({ context, event }: In<Asked>) => isAtFault(context, event),
    actions: { type: 'refuse' as const, params: { reason } },
  }
}

/**
 * The event, drafted once: a change asks for it twice, to record it and to fold it. Pure all the same, because who
 * asks with the same two objects gets what they would get anyway.
 */
const draftOnce = (() => {
  let last: { context: ConversationState; asked: AskedOfConversation; event: ConversationEvent } | null = null
  return (context: ConversationState, asked: AskedOfConversation): ConversationEvent => {
    if (last?.context !== context || last.asked !== asked) {
      last = { context, asked, event: draft(context, asked) }
    }
    return last.event
  }
})()

/** Records the event; its fold is the new context. */
const change = [
  {
    type: 'record' as const,
    params: ({ context, event }: In<AskedOfConversation>) => draftOnce(context, event),
  },
  assign<ConversationState, AskedOfConversation, undefined, AskedOfConversation, never>(
    ({ context, event }) => fold(context, draftOnce(context, event)),
  ),
] as const

/** Accepts, and stays in the same state. */
const accept = () => ({ actions: change })
/** Accepts, and goes to `target`. */
const acceptInto = (target: 'open' | 'archived') => ({ target, actions: change })

const always = () => true
const elsewhere = refuse('UNKNOWN_CONVERSATION', is.fromElsewhere)
const insider = [elsewhere, refuse('NOT_A_MEMBER', is.isStranger)] as const
const insiderWho = (action: Action) => [...insider, refuse('NO_PERMISSION', is.mayNot(action))] as const
const fixed = refuse('DIRECT_IS_FIXED', is.isDirect)

const leave = [...insider, fixed, refuse('LAST_OWNER', is.authorIsLastOwner), accept()] as const

export const conversationMachine = silent.createMachine({
  id: 'conversation',
  context: NO_CONVERSATION,
  initial: 'absent',
  states: {
    absent: {
      on: {
        'conversation.create': [
          refuse('DIRECT_NEEDS_TWO', is.needsTwo),
          refuse('TITLE_EMPTY', is.needsTitle),
          refuse('TITLE_TOO_LONG', is.needsShorterTitle),
          refuse('MEMBERS_FULL', is.beginsTooFull),
          acceptInto('open'),
        ],
        '*': refuse('UNKNOWN_CONVERSATION', always),
      },
    },
    open: {
      on: {
        'conversation.create': [elsewhere, refuse('ALREADY_EXISTS', always)],
        'conversation.rename': [
          ...insiderWho('rename'),
          fixed,
          refuse('TITLE_EMPTY', is.titleIsEmpty),
          refuse('TITLE_TOO_LONG', is.titleIsTooLong),
          refuse('NOTHING_TO_CHANGE', is.titleIsTheSame),
          accept(),
        ],
        'conversation.archive': [...insiderWho('archive'), fixed, acceptInto('archived')],
        'conversation.restore': [...insiderWho('archive'), refuse('NOT_ARCHIVED', always)],
        'member.join': [
          elsewhere,
          fixed,
          refuse('ALREADY_A_MEMBER', is.isMember),
          refuse('NOT_JOINABLE', is.isGroup),
          refuse('MEMBERS_FULL', is.isFull),
          accept(),
        ],
        'member.invite': [
          ...insiderWho('invite'),
          fixed,
          refuse('ALREADY_A_MEMBER', is.bringsNobodyNew),
          refuse('MEMBERS_FULL', is.becomesTooFull),
          accept(),
        ],
        'member.leave': leave,
        'member.remove': [
          ...insiderWho('remove'),
          fixed,
          refuse('UNKNOWN_PERSON', is.namesNoMember),
          refuse('NO_PERMISSION', is.namesSomebodyAbove),
          refuse('LAST_OWNER', is.targetIsLastOwner),
          accept(),
        ],
        'member.changeRole': [
          ...insiderWho('changeRole'),
          fixed,
          refuse('UNKNOWN_PERSON', is.namesNoMember),
          refuse('NO_PERMISSION', is.namesSomebodyAbove),
          refuse('NO_PERMISSION', is.givesMoreThanTheirs),
          refuse('NOTHING_TO_CHANGE', is.roleIsTheSame),
          refuse('LAST_OWNER', is.targetIsLastOwner),
          accept(),
        ],
        'message.send': [
          ...insiderWho('send'),
          refuse('TEXT_EMPTY', is.textIsEmpty),
          refuse('TEXT_TOO_LONG', is.textIsTooLong),
          refuse('UNKNOWN_MESSAGE', is.answersNothing),
          accept(),
        ],
        'message.edit': [
          ...insider,
          refuse('UNKNOWN_MESSAGE', is.isUnknownOrDeleted),
          refuse('NO_PERMISSION', is.isBySomebodyElse),
          refuse('TEXT_EMPTY', is.textIsEmpty),
          refuse('TEXT_TOO_LONG', is.textIsTooLong),
          refuse('NOTHING_TO_CHANGE', is.textIsTheSame),
          accept(),
        ],
        'message.delete': [
          ...insider,
          refuse('UNKNOWN_MESSAGE', is.isUnknown),
          refuse('NO_PERMISSION', is.mayNotDelete),
          refuse('NOTHING_TO_CHANGE', is.isDeleted),
          accept(),
        ],
      },
    },
    archived: {
      on: {
        'conversation.restore': [...insiderWho('archive'), acceptInto('open')],
        'member.leave': leave,
        '*': [elsewhere, refuse('ARCHIVED', always)],
      },
    },
  },
})
