/** A crowded room beside others is written seldom and much at a time; alone it is written at once. */
import { beforeEach, expect, it } from 'vitest'
import { shardOf } from '../kernel/shard.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { makeOneNode, type OneNode } from '../sim/one-node.ts'

const create: ConversationCommand = {
  type: 'conversation.create',
  conversationKind: 'group',
  title: 'Fans',
  memberIds: [],
}
const say = { type: 'message.send', text: 'hello', replyTo: null } as const
const REST_MS = 20
/** Of one lane: they are committed together. */
const [quiet, crowd] = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'].filter((id) => shardOf(id) % 2 === 0) as [
  string,
  string,
]

let node: OneNode
let written: string[][]

beforeEach(() => {
  node = makeOneNode()
  written = []
  node.faults.before = (call) => {
    if (call.name === 'commit')
      written.push(
        call.writes.map(({ roomId, events }) => `${roomId === crowd ? 'crowd' : 'quiet'} ${events.length}`),
      )
    return undefined
  }
  return () => expect(node.violations).toEqual([])
})

/** So many speak at once, and nothing moves any more. */
async function say10(roomId: string): Promise<void> {
  for (let n = 0; n < 10; n++) void node.ask('ann', roomId, say)
  await node.settle()
}

it('rests after a large commit when there are others, who do not wait for it', async () => {
  await node.ask('ann', quiet, create)
  await node.ask('ann', crowd, create)
  await say10(crowd)
  written.length = 0
  await say10(crowd)
  await node.ask('ann', quiet, say)
  await say10(crowd)
  expect(written).toEqual([['quiet 1']])
  node.clock.advance(REST_MS)
  await node.settle()
  expect(written).toEqual([['quiet 1'], ['crowd 20']])
})

it('does not rest when nobody else has been there for a second', async () => {
  await node.ask('ann', quiet, create)
  await node.ask('ann', crowd, create)
  node.clock.advance(1_000)
  await say10(crowd)
  written.length = 0
  await say10(crowd)
  expect(written).toEqual([['crowd 10']])
})

it('does not rest when little is said', async () => {
  await node.ask('ann', quiet, create)
  await node.ask('ann', crowd, create)
  written.length = 0
  await node.ask('ann', crowd, say)
  await node.ask('ann', crowd, say)
  expect(written).toEqual([['crowd 1'], ['crowd 1']])
})
