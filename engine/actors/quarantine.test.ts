import { beforeEach, describe, expect, it } from 'vitest'
import { conversationKind } from '../conversation/kind.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { makeOneNode, type OneNode } from '../sim/one-node.ts'
import type { RoomKind } from './ports.ts'

const create: ConversationCommand = {
  type: 'conversation.create',
  conversationKind: 'group',
  title: 'Friends',
  memberIds: ['bob'],
}
const say = (text: string): ConversationCommand => ({ type: 'message.send', text, replyTo: null })
/** No row of the machine knows it, so decide throws: a bug as bugs come. */
const poison = { type: 'no.such.command' } as unknown as ConversationCommand
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (refusal) => refusal.reason,
  )

let node: OneNode
beforeEach(() => {
  node = makeOneNode()
  return () => expect(node.violations).toEqual([])
})

describe('a machine that throws', () => {
  it('answers INTERNAL to the one who asked, and the others of the room never notice', async () => {
    await node.ask('ann', 'r', create)
    const before = node.ask('ann', 'r', say('before'))
    const fault = reasonOf(node.ask('ann', 'r', poison))
    const after = node.ask('bob', 'r', say('after'))
    expect(await fault).toBe('INTERNAL')
    expect([(await before).seq, (await after).seq]).toEqual([2, 3])
    expect(node.logged).toEqual(['a machine threw'])
  })

  it('three times in a row has its room set aside; other rooms go on', async () => {
    await Promise.all([node.ask('ann', 'r', create), node.ask('ann', 'other', create)])
    for (let n = 0; n < 3; n++) expect(await reasonOf(node.ask('ann', 'r', poison))).toBe('INTERNAL')
    await expect(node.ask('ann', 'r', say('hi'))).rejects.toMatchObject({
      reason: 'QUARANTINED',
      retryAfterMs: 30_000,
    })
    expect(node.runtime.inspect().quarantined).toEqual(['r'])
    expect(await node.ask('ann', 'other', say('hi'))).toMatchObject({ seq: 2 })
  })

  it('in between good commands is only a nuisance', async () => {
    await node.ask('ann', 'r', create)
    for (let n = 0; n < 10; n++) {
      expect(await reasonOf(node.ask('ann', 'r', poison))).toBe('INTERNAL')
      expect(await reasonOf(node.ask('ann', 'r', say('good')))).toBe('accepted')
    }
  })

  it('gets one trial after its rest, and is well again when that succeeds', async () => {
    await node.ask('ann', 'r', create)
    for (let n = 0; n < 3; n++) await reasonOf(node.ask('ann', 'r', poison))
    node.clock.advance(30_000)
    expect(await reasonOf(node.ask('ann', 'r', poison))).toBe('INTERNAL')
    expect(await reasonOf(node.ask('ann', 'r', say('hi')))).toBe('QUARANTINED')
    node.clock.advance(30_000)
    expect(await reasonOf(node.ask('ann', 'r', say('hi')))).toBe('accepted')
    expect(await reasonOf(node.ask('ann', 'r', say('and again')))).toBe('accepted')
    expect(node.runtime.inspect().quarantined).toEqual([])
  })

  it('turns away what waits when its room is set aside', async () => {
    await node.ask('ann', 'r', create)
    const asked = [poison, poison, poison, say('behind them')].map((command) => node.ask('ann', 'r', command))
    expect(await Promise.all(asked.map(reasonOf))).toEqual([
      'INTERNAL',
      'INTERNAL',
      'INTERNAL',
      'QUARANTINED',
    ])
  })
})

it('a room whose events cannot be folded is set aside as well', async () => {
  const brittle: RoomKind = {
    ...(conversationKind as RoomKind),
    fold(state, event) {
      if (event.kind === 'message.sent') throw new Error('a fault in the fold')
      return conversationKind.fold(state as never, event as never)
    },
  }
  node = makeOneNode({ kinds: [brittle] })
  await node.ask('ann', 'r', create)
  await node.ask('ann', 'r', say('the machine has its own fold'))
  node.crash()
  for (let n = 0; n < 3; n++) expect(await reasonOf(node.ask('ann', 'r', say('hi')))).toBe('INTERNAL')
  expect(await reasonOf(node.ask('ann', 'r', say('hi')))).toBe('QUARANTINED')
  expect(await reasonOf(node.ask('ann', 'other', create))).toBe('accepted')
})
