/** A room takes as many commands as it may; the others come back, and not all at once. */
import { expect, it } from 'vitest'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { makeOneNode } from '../sim/one-node.ts'

const create: ConversationCommand = {
  type: 'conversation.create',
  conversationKind: 'group',
  title: 'Fans',
  memberIds: [],
}
const say = { type: 'message.send', text: 'hello', replyTo: null } as const

it('turns away who comes past its bound, each until another time, and takes them in once there is room', async () => {
  const node = makeOneNode({ limits: { mailboxMax: 10 } })
  await node.ask('ann', 'r', create)
  let letGo = () => {}
  const isOpen = new Promise<void>((open) => {
    letGo = open
  })
  node.faults.before = () => isOpen
  const times: number[] = []
  const crowd = () => {
    for (let n = 0; n < 13; n++)
      void node.ask('ann', 'r', say).catch((refusal) => times.push(refusal.retryAfterMs))
  }
  crowd()
  await node.settle()
  expect(new Set(times).size).toBe(3)
  expect(times.every((ms) => ms >= 1_000 && ms < 2_000)).toBe(true)
  letGo()
  node.faults.before = undefined
  await node.settle()
  await node.ask('ann', 'r', say)
  expect(node.violations).toEqual([])
})
