import { beforeEach, describe, expect, it } from 'vitest'
import type { ConversationCommand } from '../protocol/commands/conversation-command.ts'
import { makeOneNode, type OneNode, roomInLane } from '../sim/one-node.ts'

const create: ConversationCommand = {
  type: 'conversation.create',
  conversationKind: 'group',
  title: 'Friends',
  memberIds: ['bob', 'cat'],
}
const say = (text: string, replyTo: string | null = null): ConversationCommand => {
  return { type: 'message.send', text, replyTo }
}
const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (refusal) => refusal.reason,
  )

/** Holds what it is given back until told to let go. */
function gate() {
  const waiting: (() => void)[] = []
  return {
    get count() {
      return waiting.length
    },
    hold: () => new Promise<void>((open) => waiting.push(open)),
    letGo: () => {
      for (const open of waiting.splice(0)) open()
    },
  }
}

let node: OneNode
const texts = (roomId = 'r') =>
  node.journal.eventsOf(roomId).flatMap(({ payload }) => (payload as { text?: string }).text ?? [])
const seqs = (roomId = 'r') => node.journal.eventsOf(roomId).map((event) => event.seq)

beforeEach(() => {
  node = makeOneNode()
  return () => expect(node.violations).toEqual([])
})

describe('a command', () => {
  it('is answered with the place of its event', async () => {
    expect(await node.ask('ann', 'r', create)).toEqual({ seq: 1, at: '2026-11-21T00:00:00.000Z' })
    const answer = await node.ask('bob', 'r', say(' hello '))
    expect(answer).toMatchObject({ seq: 2, messageId: expect.any(String) })
    expect(node.journal.eventsOf('r')[1]).toMatchObject({ authorId: 'bob', payload: { text: 'hello' } })
  })

  it('is neither answered nor told before its commit', async () => {
    await node.ask('ann', 'r', create)
    const database = gate()
    node.faults.before = database.hold
    let isAnswered = false
    const sent = node.ask('ann', 'r', say('wait for it')).then(() => (isAnswered = true))
    await node.settle()
    expect(database.count).toBe(1)
    expect([isAnswered, node.told.length]).toEqual([false, 1])
    database.letGo()
    await sent
    expect(node.told.map(({ event }) => event.seq)).toEqual([1, 2])
  })

  it('that is refused gets its reason and writes nothing', async () => {
    await node.ask('ann', 'r', create)
    expect(await reasonOf(node.ask('stranger', 'r', say('hi')))).toBe('NOT_A_MEMBER')
    expect(await reasonOf(node.ask('ann', 'nowhere', say('hi')))).toBe('UNKNOWN_CONVERSATION')
    expect(seqs()).toEqual([1])
  })

  it('needs an id the database can keep', async () => {
    for (const commandId of ['', 'a\0b', 'two words', 'ü', 'x'.repeat(65)]) {
      expect(await reasonOf(node.ask('ann', 'r', create, commandId))).toBe('INVALID_INPUT')
    }
  })

  it('has the time of the one before it when the clock jumps back', async () => {
    const created = await node.ask('ann', 'r', create)
    node.clock.jump(-3_600_000)
    expect((await node.ask('ann', 'r', say('an hour ago'))).at).toBe(created.at)
  })
})

describe('commits', () => {
  it('hold all rooms of a lane, and what waited while the last one was under way', async () => {
    const database = gate()
    const rooms = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6']
    await Promise.all(rooms.map((roomId) => node.ask('ann', roomId, create)))
    const before = node.journal.calls.commit
    node.faults.before = (call) => (call.name === 'commit' ? database.hold() : undefined)
    const first = rooms.map((roomId) => node.ask('ann', roomId, say('first')))
    await node.settle()
    const during = rooms.flatMap((roomId) =>
      [1, 2, 3].map((n) => node.ask('ann', roomId, say(`during ${n}`))),
    )
    await node.settle()
    expect(node.journal.calls.commit - before).toBe(node.journal.lanes)
    database.letGo()
    await Promise.all(first)
    await node.settle()
    expect(node.journal.calls.commit - before).toBe(2 * node.journal.lanes)
    database.letGo()
    await Promise.all(during)
    for (const roomId of rooms) expect(texts(roomId)).toEqual(['first', 'during 1', 'during 2', 'during 3'])
  })

  it('begin at once when the lane is idle', async () => {
    const sent = node.ask('ann', 'r', create)
    await node.settle()
    expect(node.journal.calls.commit).toBe(1)
    await sent
  })

  it('carry a snapshot every so many events, and a reload begins there', async () => {
    node = makeOneNode({ limits: { snapshotEvery: 4 } })
    await node.ask('ann', 'r', create)
    for (let n = 2; n <= 10; n++) await node.ask('ann', 'r', say(`message ${n}`))
    const loaded = await node.journal.load('r')
    expect(loaded?.snapshot).toMatchObject({ seq: 8, version: 1 })
    expect(loaded?.events.map((event) => event.seq)).toEqual([9, 10])
    node.crash()
    expect(await node.ask('bob', 'r', say('and on'))).toMatchObject({ seq: 11 })
  })

  it('carry fewer snapshots of a room that is long to write down', async () => {
    node = makeOneNode({ limits: { snapshotEvery: 4 } })
    const memberIds = Array.from({ length: 40 }, (_, n) => `member-${n}`)
    await node.ask('ann', 'r', { ...create, memberIds })
    for (let n = 2; n <= 14; n++) await node.ask('ann', 'r', say(`message ${n}`))
    expect((await node.journal.load('r'))?.snapshot).toMatchObject({ seq: 9 })
  })
})

describe('a repeated commandId', () => {
  it('gets the first answer and writes nothing', async () => {
    await node.ask('ann', 'r', create)
    const first = await node.ask('ann', 'r', say('once'), 'c1')
    expect(await node.ask('ann', 'r', say('once'), 'c1')).toEqual(first)
    expect(texts()).toEqual(['once'])
  })

  it('while the first is on its way waits for the same answer', async () => {
    await node.ask('ann', 'r', create)
    const [first, second] = await Promise.all([
      node.ask('ann', 'r', say('once'), 'c1'),
      node.ask('ann', 'r', say('once'), 'c1'),
    ])
    expect(second).toEqual(first)
    expect(texts()).toEqual(['once'])
  })

  it('while the first is on its way, but for something else, is refused', async () => {
    await node.ask('ann', 'r', create)
    const first = node.ask('ann', 'r', say('this'), 'c1')
    expect(await reasonOf(node.ask('ann', 'r', say('that'), 'c1'))).toBe('COMMAND_ID_REUSED')
    await first
    expect(texts()).toEqual(['this'])
  })

  it('belongs to its author alone', async () => {
    await node.ask('ann', 'r', create)
    await node.ask('ann', 'r', say('mine'), 'c1')
    await node.ask('bob', 'r', say('mine too'), 'c1')
    expect(texts()).toEqual(['mine', 'mine too'])
  })

  it('gets the first answer after a crash', async () => {
    await node.ask('ann', 'r', create)
    const first = await node.ask('ann', 'r', say('once'), 'c1')
    node.crash()
    expect(await node.ask('ann', 'r', say('once'), 'c1')).toEqual(first)
    expect(texts()).toEqual(['once'])
  })

  it('gets the first answer when memory has forgotten it long ago, and so do those beside it', async () => {
    node = makeOneNode({ limits: { answersMax: 3 } })
    await node.ask('ann', 'r', create)
    const first = await node.ask('ann', 'r', say('old'), 'old')
    for (let n = 0; n < 10; n++) await node.ask('bob', 'r', say(`later ${n}`))
    const [before, repeated, after] = await Promise.all([
      node.ask('bob', 'r', say('before')),
      node.ask('ann', 'r', say('old'), 'old'),
      node.ask('cat', 'r', say('after')),
    ])
    expect(repeated).toEqual(first)
    expect([before.seq, after.seq]).toEqual([13, 14])
    expect(texts().slice(-2)).toEqual(['before', 'after'])
    expect(node.logged).toEqual([])
  })

  it('several forgotten ones at a time get their first answers', async () => {
    node = makeOneNode({ limits: { answersMax: 1 } })
    await node.ask('ann', 'r', create)
    const firsts = []
    for (const id of ['a', 'b', 'c']) firsts.push(await node.ask('ann', 'r', say(id), id))
    await node.ask('bob', 'r', say('forget'))
    const again = ['a', 'new', 'b', 'c'].map((id) => node.ask('ann', 'r', say(id), id))
    const [a, fresh, b, c] = await Promise.all(again)
    expect([a, b, c]).toEqual(firsts)
    expect(fresh).toMatchObject({ seq: 6 })
    expect(node.logged).toEqual([])
  })

  it('gets the first answer although the machine would refuse it now', async () => {
    node = makeOneNode({ limits: { answersMax: 1 } })
    await node.ask('ann', 'r', create)
    const left = await node.ask('bob', 'r', { type: 'member.leave' }, 'bye')
    await node.ask('ann', 'r', say('he is gone'))
    expect(await node.ask('bob', 'r', { type: 'member.leave' }, 'bye')).toEqual(left)
    expect(await reasonOf(node.ask('bob', 'r', { type: 'member.leave' }, 'again'))).toBe('NOT_A_MEMBER')
    expect(seqs()).toEqual([1, 2, 3])
  })
})

describe('refusals', () => {
  it('cost no read while the room remembers everything it ever accepted', async () => {
    await node.ask('ann', 'r', create)
    await Promise.all(Array.from({ length: 50 }, () => reasonOf(node.ask('stranger', 'r', say('let me in')))))
    expect(node.journal.calls.findCommand).toBe(0)
  })

  it('in a flood read few at a time, and the room goes on', async () => {
    node = makeOneNode({ limits: { answersMax: 1, refusalReadsMax: 2 } })
    const database = gate()
    await node.ask('ann', 'r', create)
    await node.ask('ann', 'r', say('hello'))
    node.faults.before = (call) => (call.name === 'findCommand' ? database.hold() : undefined)
    const flood = Array.from({ length: 20 }, () => reasonOf(node.ask('stranger', 'r', say('let me in'))))
    await node.ask('ann', 'r', say('undisturbed'))
    expect(database.count).toBe(2)
    node.faults.before = undefined
    database.letGo()
    expect(new Set(await Promise.all(flood))).toEqual(new Set(['NOT_A_MEMBER']))
  })

  it('wait for what they rest on, and do not outlive it', async () => {
    const database = gate()
    node.faults.before = (call) => (call.name === 'commit' ? database.hold() : undefined)
    const created = node.ask('ann', 'r', create)
    const second = reasonOf(node.ask('bob', 'r', create))
    await node.settle()
    expect(node.runtime.inspectRoom('r')?.waiting).toBe(2)
    database.letGo()
    await created
    expect(await second).toBe('ALREADY_EXISTS')

    node.faults.before = (call) => (call.name === 'commit' ? Promise.reject(new Error('away')) : undefined)
    const asked = [node.ask('ann', 'other', create), node.ask('bob', 'other', create)]
    expect(await Promise.all(asked.map(reasonOf))).toEqual(['UNAVAILABLE', 'UNAVAILABLE'])
    node.faults.before = undefined
    expect(await reasonOf(node.ask('bob', 'other', create))).toBe('accepted')
  })

  it('that cannot be confirmed are not final', async () => {
    node = makeOneNode({ limits: { answersMax: 1 } })
    await node.ask('ann', 'r', create)
    await node.ask('ann', 'r', say('hello'))
    node.faults.before = () => Promise.reject(new Error('the database is away'))
    expect(await reasonOf(node.ask('stranger', 'r', say('hi')))).toBe('UNAVAILABLE')
  })
})

describe('a command that speaks of a message', () => {
  it('finds what the commands before it made of the message, though they are still on their way', async () => {
    await node.ask('ann', 'r', create)
    const { messageId } = await node.ask('ann', 'r', say('hello'))
    const database = gate()
    node.faults.before = (call) => (call.name === 'commit' ? database.hold() : undefined)
    const removed = node.ask('ann', 'r', { type: 'message.delete', messageId: messageId as string })
    const edit: ConversationCommand = { type: 'message.edit', messageId: messageId as string, text: 'hi' }
    const edited = reasonOf(node.ask('ann', 'r', edit))
    await node.settle()
    node.faults.before = undefined
    database.letGo()
    expect(await removed).toMatchObject({ seq: 3, messageId })
    expect(await edited).toBe('UNKNOWN_MESSAGE')
  })

  it('lets its room wait, in order, and no other', async () => {
    await Promise.all([node.ask('ann', 'r', create), node.ask('ann', 'other', create)])
    const { messageId } = await node.ask('ann', 'r', say('hello'))
    const database = gate()
    node.faults.before = (call) => (call.name === 'findMessage' ? database.hold() : undefined)
    const reply = node.ask('bob', 'r', say('an answer', messageId as string))
    const behind = node.ask('cat', 'r', say('behind it'))
    await node.ask('ann', 'other', say('elsewhere'))
    expect(texts()).toEqual(['hello'])
    database.letGo()
    expect((await reply).seq).toBeLessThan((await behind).seq)
  })

  it('is UNAVAILABLE when the message cannot be looked up, and the room goes on', async () => {
    await node.ask('ann', 'r', create)
    const { messageId } = await node.ask('ann', 'r', say('hello'))
    node.faults.before = (call) =>
      call.name === 'findMessage' ? Promise.reject(new Error('away')) : undefined
    const remove: ConversationCommand = { type: 'message.delete', messageId: messageId as string }
    const [removal, next] = [node.ask('ann', 'r', remove), node.ask('ann', 'r', say('next'))]
    expect(await reasonOf(removal)).toBe('UNAVAILABLE')
    expect((await next).seq).toBe(3)
  })
})

describe('bounds', () => {
  it('a room that has too much waiting is BUSY and says when to come back', async () => {
    node = makeOneNode({ limits: { mailboxMax: 3 } })
    const database = gate()
    node.faults.before = database.hold
    const waiting = [
      node.ask('ann', 'r', create),
      node.ask('ann', 'r', say('1')),
      node.ask('ann', 'r', say('2')),
    ]
    await expect(node.ask('ann', 'r', say('3'))).rejects.toMatchObject({ reason: 'BUSY', retryAfterMs: 1000 })
    node.faults.before = undefined
    database.letGo()
    await Promise.all(waiting)
    expect(await node.ask('ann', 'r', say('3'))).toMatchObject({ seq: 4 })
  })

  it('a node that has too much waiting is BUSY in all rooms', async () => {
    node = makeOneNode({ limits: { waitingMax: 2 } })
    const database = gate()
    node.faults.before = database.hold
    const waiting = [node.ask('ann', 'r1', create), node.ask('ann', 'r2', create)]
    expect(await reasonOf(node.ask('ann', 'r3', create))).toBe('BUSY')
    node.faults.before = undefined
    database.letGo()
    await Promise.all(waiting)
    expect(await reasonOf(node.ask('ann', 'r3', create))).toBe('accepted')
  })

  it('a commit takes no more than its limit, and the rest goes into the next', async () => {
    node = makeOneNode({ limits: { batchEventsMax: 2 } })
    const rooms = ['r1', 'r2', 'r3', 'r4', 'r5', 'r6', 'r7', 'r8']
    const sizes: number[] = []
    node.faults.before = (call) => {
      if (call.name === 'commit') sizes.push(call.writes.length)
      return undefined
    }
    await Promise.all(rooms.map((roomId) => node.ask('ann', roomId, create)))
    expect(Math.max(...sizes)).toBe(2)
    expect(node.told).toHaveLength(8)
  })
})

it('a busy room writes so many events at a time, and its snapshot is of the last one written', async () => {
  node = makeOneNode({ limits: { roomEventsMax: 3, snapshotEvery: 4 } })
  await node.ask('ann', 'r', create)
  const titles = Array.from({ length: 10 }, (_, n) =>
    node.ask('ann', 'r', { type: 'conversation.rename', title: `${n}` }),
  )
  await Promise.all(titles)
  expect(node.journal.calls.commit).toBe(1 + 4)
  expect((await node.journal.load('r'))?.snapshot).toMatchObject({ seq: 10, dump: { head: 10, title: '8' } })
})

it('a listener that throws costs nobody an answer', async () => {
  node = makeOneNode({ deafTo: 'message.sent' })
  await node.ask('ann', 'r', create)
  expect(await node.ask('ann', 'r', say('is this thing on'))).toMatchObject({ seq: 2 })
  expect(node.logged).toEqual(['a listener threw'])
})

describe('a commit whose outcome is unknown', () => {
  const tear = (when: 'before' | 'after') => {
    node.faults[when] = (call) => (call.name === 'commit' ? Promise.reject(new Error('torn')) : undefined)
  }
  const mend = () => {
    node.faults.before = undefined
    node.faults.after = undefined
  }

  it('turns its callers away, who send again: written after all', async () => {
    await node.ask('ann', 'r', create)
    tear('after')
    await expect(node.ask('ann', 'r', say('once'), 'c1')).rejects.toMatchObject({
      reason: 'UNAVAILABLE',
      retryAfterMs: 1000,
    })
    mend()
    expect(await node.ask('ann', 'r', say('once'), 'c1')).toMatchObject({ seq: 2 })
    expect(texts()).toEqual(['once'])
    expect(node.told.map(({ event }) => event.seq)).toEqual([1, 2])
  })

  it('turns its callers away, who send again: never written', async () => {
    await node.ask('ann', 'r', create)
    tear('before')
    expect(await reasonOf(node.ask('ann', 'r', say('once'), 'c1'))).toBe('UNAVAILABLE')
    mend()
    expect(await node.ask('ann', 'r', say('once'), 'c1')).toMatchObject({ seq: 2 })
    expect(texts()).toEqual(['once'])
  })

  it('takes with it what was decided on top of it and what waits behind', async () => {
    await node.ask('ann', 'r', create)
    const database = gate()
    node.faults.before = (call) =>
      call.name === 'commit' ? database.hold().then(() => Promise.reject(new Error('torn'))) : undefined
    const first = reasonOf(node.ask('ann', 'r', say('first')))
    await node.settle()
    const onTop = reasonOf(node.ask('bob', 'r', say('on top')))
    const behind = reasonOf(node.ask('cat', 'r', say('an answer', 'some message')))
    database.letGo()
    expect(await Promise.all([first, onTop, behind])).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'UNAVAILABLE'])
    mend()
    expect(await node.ask('ann', 'r', say('afterwards'))).toMatchObject({ seq: 2 })
  })

  it('is told as soon as the room can be read again, though nobody asks', async () => {
    await node.ask('ann', 'r', create)
    tear('after')
    expect(await reasonOf(node.ask('ann', 'r', say('is anybody there')))).toBe('UNAVAILABLE')
    node.faults.before = () => Promise.reject(new Error('the database is away'))
    node.clock.advance(1_000)
    await node.settle()
    expect(node.told).toHaveLength(1)
    mend()
    node.clock.advance(1_000)
    await node.settle()
    expect(node.told.map(({ event }) => event.seq)).toEqual([1, 2])
  })

  it('does not hold up the other lane', async () => {
    const rooms = [0, 1].map((lane) => roomInLane(lane, node.journal.lanes))
    await Promise.all(rooms.map((roomId) => node.ask('ann', roomId, create)))
    node.faults.before = (call) =>
      call.name === 'commit' && call.lane === 0 ? Promise.reject(new Error('torn')) : undefined
    const asked = rooms.map((roomId) => reasonOf(node.ask('ann', roomId, say('hi'))))
    expect(await Promise.all(asked)).toEqual(['UNAVAILABLE', 'accepted'])
  })
})

describe('ownership', () => {
  it('that was lost stops the writer at once', async () => {
    await node.ask('ann', 'r', create)
    node.loseEverything()
    expect(await reasonOf(node.ask('ann', 'r', say('from a zombie')))).toBe('NOT_OWNER')
    expect(node.lost).toHaveLength(1)
    expect(await reasonOf(node.ask('ann', 'r', say('still here')))).toBe('NOT_OWNER')
    expect(seqs()).toEqual([1])
  })

  it('that was lost and regained begins from the journal, whatever an old commit says', async () => {
    await node.ask('ann', 'r', create)
    const database = gate()
    node.faults.before = (call) => (call.name === 'commit' ? database.hold() : undefined)
    const old = reasonOf(node.ask('ann', 'r', say('under the old term')))
    await node.settle()
    node.regainEverything()
    const fresh = node.ask('bob', 'r', say('under the new one'))
    expect(await old).toBe('UNAVAILABLE')
    node.faults.before = undefined
    database.letGo()
    expect(await fresh).toMatchObject({ seq: 2 })
    expect(node.lost).toEqual([])
    expect(texts()).toEqual(['under the new one'])
  })

  it('that another process has taken over continues where the first one stopped', async () => {
    await node.ask('ann', 'r', create)
    const zombie = node.runtime
    node.crash()
    expect(await node.ask('ann', 'r', say('from the new owner'))).toMatchObject({ seq: 2 })
    const command = say('from the old one')
    const wish = { kind: 'conversation', roomId: 'r', organisationId: 'home', authorId: 'ann' } as const
    expect(await reasonOf(zombie.deliver({ ...wish, commandId: 'z', command }))).toBe('NOT_OWNER')
    expect(texts()).toEqual(['from the new owner'])
  })
})

describe('rooms in memory', () => {
  it('leave when nobody has asked for a while, and come back as they were', async () => {
    await node.ask('ann', 'r', create)
    const before = node.runtime.inspectRoom('r')?.state
    node.clock.advance(6 * 60_000)
    expect(node.runtime.inspect().rooms).toBe(0)
    expect(await node.ask('bob', 'r', say('hello again'))).toMatchObject({ seq: 2 })
    expect(node.runtime.inspectRoom('r')?.state).toMatchObject({
      ...(before as object),
      head: 2,
      lastAt: '2026-11-21T00:06:00.000Z',
    })
  })

  it('stay while something waits in them', async () => {
    await node.ask('ann', 'r', create)
    const database = gate()
    node.faults.before = database.hold
    const slow = node.ask('ann', 'r', say('slow'))
    await node.settle()
    node.clock.advance(20 * 60_000)
    expect(node.runtime.inspect().rooms).toBe(1)
    database.letGo()
    await slow
  })

  it('are at most so many, and the one used longest ago goes first', async () => {
    node = makeOneNode({ limits: { residentMax: 3 } })
    for (const roomId of ['r1', 'r2', 'r3']) await node.ask('ann', roomId, create)
    node.clock.advance(2_000)
    await node.ask('ann', 'r1', say('still needed'))
    await node.ask('ann', 'r4', create)
    expect(node.runtime.inspect().rooms).toBe(3)
    expect(node.runtime.inspectRoom('r2')).toBeNull()
    expect(node.runtime.inspectRoom('r1')).not.toBeNull()
  })

  it('that cannot be read are UNAVAILABLE, and readable again afterwards', async () => {
    node.faults.before = () => Promise.reject(new Error('the database is away'))
    const asked = [node.ask('ann', 'r', create), node.ask('bob', 'r', say('hi'))].map(reasonOf)
    expect(await Promise.all(asked)).toEqual(['UNAVAILABLE', 'UNAVAILABLE'])
    node.faults.before = undefined
    expect(await node.ask('ann', 'r', create)).toMatchObject({ seq: 1 })
  })
})

describe('stopping', () => {
  it('finishes what waits and takes nothing more', async () => {
    await node.ask('ann', 'r', create)
    const last = node.ask('ann', 'r', say('the last word'))
    const drained = node.runtime.drain()
    expect(await reasonOf(node.ask('ann', 'r', say('too late')))).toBe('SHUTTING_DOWN')
    await drained
    expect(await last).toMatchObject({ seq: 2 })
    expect(node.runtime.inspect()).toMatchObject({ rooms: 0, waiting: 0 })
    await node.runtime.drain()
  })
})
