/** A room that keeps its people waiting takes few more, so that its neighbours need not wait with them. */
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
/** Of the same lane. */
const neighbour =
  ['r1', 'r2', 'r3', 'r4', 'r5', 'r6'].find((id) => shardOf(id) % 2 === shardOf('r') % 2) ?? ''
const LIMITS = { mailboxFew: 4, waitMs: 40, mailboxMax: 10 }

let node: OneNode
let letGo: () => void

beforeEach(async () => {
  node = makeOneNode({ limits: LIMITS })
  await node.ask('ann', neighbour, create)
  await node.ask('ann', 'r', create)
  const isOpen = new Promise<void>((open) => {
    letGo = open
  })
  node.faults.before = () => isOpen
  return () => expect(node.violations).toEqual([])
})

/** How many of so many who speak at once are refused, and when they may come back. */
async function refusedOf(people: number): Promise<number[]> {
  const times: number[] = []
  for (let n = 0; n < people; n++)
    void node.ask('ann', 'r', say).catch((refusal) => times.push(refusal.retryAfterMs))
  await node.settle()
  return times
}

it('takes in a crowd that comes at once', async () => {
  expect(await refusedOf(10)).toEqual([])
  letGo()
})

it('turns a crowd away that comes while others have waited for long, one after another', async () => {
  expect(await refusedOf(5)).toEqual([])
  node.clock.advance(41)
  const times = await refusedOf(3)
  expect(new Set(times).size).toBe(3)
  expect(times.every((ms) => ms >= 1_000 && ms < 2_000)).toBe(true)
  letGo()
  node.faults.before = undefined
  await node.settle()
  expect(await refusedOf(10)).toEqual([])
})

it('turns nobody away by time where all rooms wait alike', async () => {
  const rooms = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  letGo()
  for (const room of rooms) await node.ask('ann', room, create)
  node.faults.before = () =>
    new Promise<void>((open) => {
      letGo = open
    })
  const refused: string[] = []
  const all = () => {
    for (const room of rooms)
      for (let n = 0; n < 4; n++) void node.ask('ann', room, say).catch(() => refused.push(room))
  }
  all()
  await node.settle()
  node.clock.advance(500)
  all()
  await node.settle()
  expect(refused).toEqual([])
  node.faults.before = undefined
  letGo()
})

it('takes a few however long they wait', async () => {
  expect(await refusedOf(2)).toEqual([])
  node.clock.advance(500)
  expect(await refusedOf(2)).toEqual([])
  expect(await refusedOf(1)).toHaveLength(1)
  letGo()
})

it('takes them all when there is nobody else to be considerate of', async () => {
  node.clock.advance(1_000)
  expect(await refusedOf(5)).toEqual([])
  node.clock.advance(41)
  expect(await refusedOf(3)).toEqual([])
  letGo()
})
