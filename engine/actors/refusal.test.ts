/** A refusal leaves no trace that the journal could fence, so only an owner that is sure to be one may refuse. */
import { expect, it } from 'vitest'
import { makeOneNode } from '../sim/one-node.ts'

it('an owner that may have been replaced refuses nobody for good', async () => {
  const node = makeOneNode()
  const title = { conversationKind: 'group' as const, title: 'Title', memberIds: [] }
  await node.ask('ann', 'r1', { type: 'conversation.create', ...title })
  const send = { type: 'message.send', text: 'hello', replyTo: null } as const
  await expect(node.ask('bob', 'r1', send)).rejects.toMatchObject({ reason: 'NOT_A_MEMBER' })

  node.isCertain = false
  await expect(node.ask('bob', 'r1', send)).rejects.toMatchObject({ reason: 'UNAVAILABLE' })
  // What is accepted goes through the fence, so it need not wait.
  expect(await node.ask('ann', 'r1', send)).toMatchObject({ seq: 2 })

  node.isCertain = true
  await expect(node.ask('bob', 'r1', send)).rejects.toMatchObject({ reason: 'NOT_A_MEMBER' })
  expect(node.violations).toEqual([])
})
