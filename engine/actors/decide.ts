/** Asks a machine what a command becomes. The only file that knows how XState works inside. */
import type { AnyMachineSnapshot, AnyStateMachine } from 'xstate'
import { assert } from '../kernel/assert.ts'
import type { Reason } from '../protocol/errors.ts'
import type { AnyCommand, AnyEvent, Asked, RoomKind } from './ports.ts'

/** Either the event and the room after it, or why not. */
export type Decision = { readonly event: AnyEvent; readonly state: unknown } | { readonly reason: Reason }

/** Throws when the machine does, and when it answers with anything but exactly one record or refusal. */
export type Decide = (kind: RoomKind, state: unknown, asked: Asked<AnyCommand>) => Decision

type Scope = Parameters<AnyStateMachine['transition']>[2]

/** What custom actions look like to whoever executes them. */
interface ActionData {
  readonly type: string
  readonly params: unknown
}

/**
 * XState's public `transition()` builds an actor each time: 21 to 38 µs. `machine.transition` with one inert scope
 * that is used again and again takes 2 to 4 µs and hands out the same actions; decide.test.ts compares both.
 */
export function makeDecide(): Decide {
  const actions: ActionData[] = []
  const scope = inertScope((action) => actions.push(action))
  const standing = makeStanding()
  return (kind, state, asked) => {
    actions.length = 0
    const next = kind.machine.transition(standing(kind, state), asked, scope)
    const action = actions[0]
    assert(actions.length === 1 && action, `one action for ${asked.type}, not ${actions.length}`)
    if (action.type === 'refuse') return { reason: (action.params as { reason: Reason }).reason }
    assert(action.type === 'record', `an action that is data, not ${action.type}`)
    return { event: action.params as AnyEvent, state: next.context }
  }
}

/**
 * The machine as it stands when the room's state is `state`. A snapshot of XState's takes 700 bytes, so a room keeps
 * its state only, and all rooms that stand alike share one snapshot, lent to each for the time of its decision.
 */
function makeStanding(): (kind: RoomKind, state: unknown) => AnyMachineSnapshot {
  const snapshots = new Map<RoomKind, Map<string, AnyMachineSnapshot>>()
  return (kind, state) => {
    let ofKind = snapshots.get(kind)
    if (ofKind === undefined) {
      ofKind = new Map()
      snapshots.set(kind, ofKind)
    }
    const value = kind.valueOf(state)
    let snapshot = ofKind.get(value)
    if (snapshot === undefined) {
      snapshot = kind.machine.resolveState({ value, context: state })
      ofKind.set(value, snapshot)
    }
    snapshot.context = state
    return snapshot
  }
}

/** A scope that starts, sends, logs and inspects nothing. Silent machines ask nothing else of it. */
function inertScope(execute: (action: ActionData) => void): Scope {
  const nothing = () => {}
  const scope = {
    self: {},
    system: { _sendInspectionEvent: nothing },
    id: 'inert',
    sessionId: 'inert',
    logger: nothing,
    defer: nothing,
    stopChild: nothing,
    emit: nothing,
    actionExecutor: execute,
  }
  // XState's types want a living actor here; the test beside this file shows that a silent machine needs none.
  return scope as unknown as Scope
}
