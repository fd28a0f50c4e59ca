/**
 * What may be asked of a post, and when: the only truth for what is allowed. Silent: it calls nobody.
 *
 *      ┌────────┐  create   ┌────────┐
 *   ──▶│ absent ├──────────▶│  open  │──▶ stays; where its targets stand is chart.ts
 *      └────────┘           └────────┘
 *
 * Each command is a table read from the top: the first refusal whose question is true wins, else it is accepted.
 * An accepted command records exactly one event; fold.ts says what that event changes.
 */
import { assign, setup } from 'xstate'
import type { Reason } from '../protocol/errors.ts'
import type { PostEvent } from '../protocol/events/post-event.ts'
import type { Move } from './chart.ts'
import { type AskedOfPost, draft } from './draft.ts'
import { fold } from './fold.ts'
import * as is from './rules.ts'
import { NO_POST, type PostState } from './state.ts'

const silent = setup({
  types: { context: {} as PostState, events: {} as AskedOfPost },
  actions: {
    // Data, not deeds: actors/decide.ts reads them.
    record: (_, _event: PostEvent) => {},
    refuse: (_, _why: { reason: Reason }) => {},
  },
})

type In<Asked> = { readonly context: PostState; readonly event: Asked }

/** Refuses with `reason` when `isAtFault`. */
function refuse<Asked>(reason: Reason, isAtFault: (state: PostState, asked: Asked) => boolean) {
  return {
    guard: ({ context, event }: In<Asked>) => isAtFault(context, event),
    actions: { type: 'refuse' as const, params: { reason } },
  }
}

/** Records the event; its fold is the new context. */
const change = [
  { type: 'record' as const, params: ({ context, event }: In<AskedOfPost>) => draft(context, event) },
  assign<PostState, AskedOfPost, undefined, AskedOfPost, never>(({ context, event }) =>
    fold(context, draft(context, event)),
  ),
] as const
const accept = { actions: change }

const always = () => true
const elsewhere = refuse('UNKNOWN_POST', is.fromElsewhere)
const otherwise = <Asked>(isAtFault: (state: PostState, asked: Asked) => boolean) =>
  refuse('POST_STANDS_OTHERWISE', isAtFault)
const ofTarget = [elsewhere, refuse('UNKNOWN_TARGET', is.namesNoTarget)] as const
const ofStep = [elsewhere, refuse('UNKNOWN_TARGET', is.namesNoStep)] as const

export const postMachine = silent.createMachine({
  id: 'post',
  context: NO_POST,
  initial: 'absent',
  states: {
    absent: {
      on: {
        'post.create': [
          refuse('TEXT_TOO_LONG', is.textIsTooLong),
          refuse('TARGETS_FULL', is.beginsTooWide),
          refuse('UNKNOWN_TARGET', is.followsNobody),
          { target: 'open', actions: change },
        ],
        '*': refuse('UNKNOWN_POST', always),
      },
    },
    open: {
      on: {
        'post.create': [elsewhere, refuse('ALREADY_EXISTS', always)],
        'post.edit': [
          elsewhere,
          refuse('NOTHING_TO_CHANGE', is.changesNothing),
          refuse('TEXT_TOO_LONG', is.textIsTooLong),
          refuse('UNKNOWN_TARGET', is.editNamesNoTarget),
          otherwise(is.editsWhatIsOut),
          otherwise(is.editsInFlight),
          refuse('TARGETS_FULL', is.becomesTooWide),
          refuse('UNKNOWN_TARGET', is.editFollowsNobody),
          accept,
        ],
        'post.plan': [
          elsewhere,
          refuse('NO_TARGETS', is.goesNowhere),
          refuse('TIME_INVALID', is.timeIsNone),
          refuse('TIME_SKIPPED', is.timeIsSkipped),
          refuse('TIME_PAST', is.timeHasPassed),
          otherwise(is.cannotBePlanned),
          accept,
        ],
        'post.unplan': [elsewhere, otherwise(is.isInFlight), otherwise(is.cannotBeUnplanned), accept],
        'post.submit': [elsewhere, otherwise(is.needsNobody), otherwise(is.cannotAll('submit')), accept],
        'post.approve': [
          elsewhere,
          otherwise(is.needsNobody),
          otherwise(is.isNotTheirTurn),
          otherwise(is.cannotAll('approve')),
          accept,
        ],
        'post.requestChanges': [
          elsewhere,
          otherwise(is.isInFlight),
          otherwise(is.cannotAll('requestChanges')),
          accept,
        ],
        'post.comment': [
          elsewhere,
          refuse('TEXT_EMPTY', is.saysNothing),
          refuse('TEXT_TOO_LONG', is.textIsTooLong),
          accept,
        ],
        'post.cancel': [...ofTarget, otherwise(is.cannotCancel), accept],
        'post.retry': [...ofStep, otherwise(is.cannot(() => 'retry')), accept],
        'post.resolve': [
          ...ofStep,
          otherwise(is.cannot(({ as }: { as: 'there' | 'absent' }): Move => `resolve.${as}`)),
          accept,
        ],
        'post.hold': [...ofTarget, refuse('NOTHING_TO_CHANGE', is.holdChangesNothing), accept],
        'post.release': [...ofTarget, refuse('NOTHING_TO_CHANGE', is.releaseChangesNothing), accept],
        'post.fire': [
          ...ofStep,
          otherwise(is.isUnderWay),
          otherwise(is.cannot(({ purpose }: { purpose: 'publish' }): Move => `fire.${purpose}`)),
          otherwise(is.isNotPrepared),
          refuse('POST_HELD', is.isHeld),
          refuse('NOT_DUE', is.isNotDue),
          accept,
        ],
        'post.settle': [
          ...ofStep,
          refuse('ATTEMPT_OVER', is.attemptIsOver),
          otherwise(is.outcomeMakesNoSense),
          accept,
        ],
        'post.expire': [
          ...ofStep,
          refuse('ATTEMPT_OVER', is.nobodyIsAtIt),
          refuse('NOT_DUE', is.leaseStillRuns),
          accept,
        ],
      },
    },
  },
})
