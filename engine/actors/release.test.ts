import { beforeEach, describe, expect, it } from 'vitest'
import { shardOf } from '../kernel/shard.ts'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { makeOneNode, type OneNode } from '../sim/one-node.ts'
import { DEFAULT_LIMITS } from './parts.ts'

const create: ConversationCommand = {
  type: 'conversation.create',
  conversationKind: 'group',
  title: 'Friends',
  memberIds: ['bob'],
}
const say = (text: string): ConversationCommand => ({ type: 'message.send', text, replyTo: null })
const outcomeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (refusal) => refusal.reason,
  )
const SHARDS = new Set([shardOf('r')])

describe('letting go of shards', () => {
  let node: OneNode
  let letGo: () => void
  let isReleased: boolean

  beforeEach(async () => {
    node = makeOneNode()
    letGo = () => {}
    isReleased = false
    await node.ask('ann', 'r', create)
    return () => expect(node.violations).toEqual([])
  })
  /** Holds what the journal is asked next. */
  function holdJournal(): void {
    const held = new Promise<void>((resolve) => {
      letGo = resolve
    })
    node.faults.before = () => held
  }
  async function release(): Promise<void> {
    await node.runtime.release(SHARDS)
    isReleased = true
  }

  it('takes idle rooms out of memory at once, and leaves the others', async () => {
    const other = Array.from({ length: 100 }, (_, index) => `other ${index}`).find(
      (roomId) => !SHARDS.has(shardOf(roomId)),
    ) as string
    await node.ask('ann', other, create)
    await release()
    expect(node.runtime.inspectRoom('r')).toBeNull()
    expect(node.runtime.inspectRoom(other)).not.toBeNull()
    expect((await node.ask('bob', 'r', say('read again, if it comes back'))).seq).toBe(2)
  })

  it('waits until what is decided is durable, and answers it', async () => {
    holdJournal()
    const decided = outcomeOf(node.ask('bob', 'r', say('decided')))
    await node.settle()
    const releasing = release()
    await node.settle()
    expect(isReleased).toBe(false)
    letGo()
    await releasing
    expect(await decided).toBe('accepted')
    expect(node.journal.eventsOf('r')).toHaveLength(2)
    expect(node.runtime.inspect()).toMatchObject({ rooms: 0, waiting: 0 })
  })

  it('turns away at once what is not decided: the next owner does it', async () => {
    node.crash()
    holdJournal()
    const undecided = outcomeOf(node.ask('bob', 'r', say('the room is still being read')))
    await node.settle()
    await release()
    expect(await undecided).toBe('NOT_OWNER')
    letGo()
    await node.settle()
    expect(node.journal.eventsOf('r')).toHaveLength(1)
    expect(node.runtime.inspect()).toMatchObject({ rooms: 0, waiting: 0 })
  })

  it('waits for a bounded time, and then says that nobody knows', async () => {
    holdJournal()
    const decided = outcomeOf(node.ask('bob', 'r', say('on its way for too long')))
    await node.settle()
    const releasing = release()
    node.clock.advance(DEFAULT_LIMITS.releaseMs)
    await releasing
    expect(await decided).toBe('UNAVAILABLE')
    expect(node.runtime.inspectRoom('r')).toBeNull()
    // it was written after all, and is told
    letGo()
    await node.settle()
    expect(node.journal.eventsOf('r')).toHaveLength(2)
    expect(node.told).toHaveLength(2)
  })
})
