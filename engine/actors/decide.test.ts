import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assign, setup, transition } from 'xstate'
import { conversationKind } from '../conversation/kind.ts'
import { NO_CONVERSATION } from '../conversation/state.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { makeDecide } from './decide.ts'
import type { AnyCommand, Asked, FoundMessage, RoomKind } from './ports.ts'

const kind = conversationKind as RoomKind
const people = ['ann', 'bob', 'cat']
const person = fc.constantFrom(...people)
const text = fc.constantFrom('', 'hello', 'x'.repeat(8_001))
const command: fc.Arbitrary<ConversationCommand> = fc.oneof(
  fc.record({
    type: fc.constant('conversation.create' as const),
    conversationKind: fc.constantFrom('direct', 'group', 'channel'),
    title: fc.option(text),
    memberIds: fc.subarray(people),
  }),
  fc.record({ type: fc.constant('message.send' as const), text, replyTo: fc.option(fc.constant('m')) }),
  fc.record({ type: fc.constant('message.edit' as const), messageId: fc.constant('m'), text }),
  fc.record({ type: fc.constant('message.delete' as const), messageId: fc.constant('m') }),
  fc.record({ type: fc.constant('conversation.rename' as const), title: text }),
  fc.record({ type: fc.constant('member.invite' as const), userIds: fc.subarray(people) }),
  fc.record({ type: fc.constant('member.remove' as const), userId: person }),
  fc.record({
    type: fc.constant('member.changeRole' as const),
    userId: person,
    role: fc.constantFrom('owner', 'admin', 'member'),
  }),
  fc.constantFrom<ConversationCommand>(
    { type: 'conversation.archive' },
    { type: 'conversation.restore' },
    { type: 'member.join' },
    { type: 'member.leave' },
  ),
)
const found: fc.Arbitrary<FoundMessage | null> = fc.option(
  fc.record({
    messageId: fc.constant('m'),
    authorId: person,
    text: fc.constant('hello'),
    deleted: fc.boolean(),
  }),
)
const asked = fc
  .record({ command, found, authorId: person, organisationId: fc.constantFrom('home', 'home', 'elsewhere') })
  .map(({ command, ...by }) => {
    return { ...command, ...by, commandId: 'c', at: '2026-11-21T00:00:00.000Z', freshId: 'm' }
  })

describe('decide', () => {
  it('equals the public transition() of XState, step by step', () => {
    const decide = makeDecide()
    fc.assert(
      fc.property(fc.array(asked, { size: 'max', maxLength: 40 }), (story) => {
        let snapshot = kind.machine.resolveState({ value: 'absent', context: NO_CONVERSATION })
        for (const command of story) {
          const [next, actions] = transition(kind.machine, snapshot, command)
          const decision = decide(kind, snapshot.context, command)
          const ours =
            'event' in decision
              ? { type: 'record', params: decision.event }
              : { type: 'refuse', params: { reason: decision.reason } }
          expect(actions.map(({ type, params }) => ({ type, params }))).toEqual([ours])
          if (!('event' in decision)) continue
          expect(decision.state).toEqual(next.context)
          // a room keeps its state only, so where the machine stands must follow from it
          expect(kind.valueOf(decision.state)).toEqual(next.value)
          snapshot = next
        }
      }),
    )
  })

  it('continues from a state as it does from the machine that reached it', () => {
    const decide = makeDecide()
    const create = ask({
      type: 'conversation.create',
      conversationKind: 'group',
      title: 'Friends',
      memberIds: [],
    })
    const created = decide(kind, NO_CONVERSATION, create)
    if (!('event' in created)) throw new Error('it should be accepted')
    const restored = kind.load(kind.dump(created.state), kind.version)
    const hello = ask({ type: 'message.send', text: 'hello', replyTo: null })
    expect(decide(kind, restored, hello)).toEqual(decide(kind, created.state, hello))
  })

  it('leaves the state it was given as it was, and one room out of the next', () => {
    const decide = makeDecide()
    const create = { type: 'conversation.create', conversationKind: 'group', title: 'T', memberIds: ['bob'] }
    const first = decide(kind, NO_CONVERSATION, ask(create as ConversationCommand))
    expect(NO_CONVERSATION).toMatchObject({ head: 0, members: new Map() })
    expect(decide(kind, NO_CONVERSATION, ask(create as ConversationCommand))).toEqual(first)
  })

  it('throws when a machine answers with nothing, or with too much', () => {
    const decide = makeDecide()
    const record = { type: 'record', params: {} } as const
    const machine = setup({ actions: { record: (_, _event: object) => {} } }).createMachine({
      on: { twice: { actions: [record, record] }, throws: { actions: assign(() => fail()) } },
    })
    const odd: RoomKind = { ...kind, machine, valueOf: () => ({}) as string }
    expect(() => decide(odd, {}, ask({ type: 'nothing' }))).toThrow('one action')
    expect(() => decide(odd, {}, ask({ type: 'twice' }))).toThrow('one action')
    expect(() => decide(odd, {}, ask({ type: 'throws' }))).toThrow('a bug')
    // A throw leaves nothing behind in the scope that the next decision shares.
    expect(() => decide(odd, {}, ask({ type: 'nothing' }))).toThrow('not 0')
  })
})

function ask<Command extends AnyCommand>(command: Command): Asked<Command> {
  const by = { authorId: 'ann', organisationId: 'home', commandId: 'c', found: null }
  return { ...command, ...by, at: '2026-11-21T00:00:00.000Z', freshId: 'fresh' }
}

function fail(): never {
  throw new Error('a bug')
}
