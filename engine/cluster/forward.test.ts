import { expect, test } from 'vitest'
import type { Answer, Wish } from '../actors/ports.ts'
import { shardOf } from '../kernel/shard.ts'
import { type Reason, Refusal } from '../protocol/errors.ts'
import { makeManualClock } from '../sim/manual-clock.ts'
import { type ForwardLimits, makeForward } from './forward.ts'
import { makeLocalBroker } from './local-bus.ts'
import { makeToldDirectory } from './told-directory.ts'
import { wishSubject } from './wire.ts'

const ROOM = 'room'
const SHARD = shardOf(ROOM)
const ANSWER: Answer = { seq: 7, at: '2026-11-21T10:00:00.000Z', messageId: 'm7' }

function wishOf(commandId: string): Wish {
  const command = { type: 'messages.send', text: 'hello «🦜»' }
  return { kind: 'conversation', roomId: ROOM, organisationId: 'o', authorId: 'ann', commandId, command }
}

/** Nodes on one bus in standing time. Each knows of owners what it is told. */
function makeTown() {
  const clock = makeManualClock()
  const broker = makeLocalBroker({ clock, log: { error() {} } })

  function join(nodeId: string, limits: Partial<ForwardLimits> = {}) {
    const bus = broker.connect()
    const directory = makeToldDirectory(nodeId)
    const delivered: string[] = []
    const outcomes: string[] = []
    const logged: string[] = []
    const runtime = {
      deliver: async (wish: Wish): Promise<Answer> => {
        if (directory.termOf(SHARD) === null) throw new Refusal('NOT_OWNER')
        delivered.push(wish.commandId)
        return ANSWER
      },
    }
    const forward = makeForward({
      bus,
      directory,
      deliver: (wish) => runtime.deliver(wish),
      clock,
      gauges: {
        forwarded: (outcome) => void outcomes.push(outcome),
        redirected: () => void outcomes.push('redirect'),
        waiting() {},
      },
      log: { warn() {}, error: (_detail, message) => void logged.push(message) },
      addressOf: (id) => (id === 'silent' ? null : `https://${id}.example.org`),
      limits,
    })
    const owns = (owner: string, term: number) => directory.tell(SHARD, { nodeId: owner, term })
    const deliver = (commandId = 'c') => track(forward.deliver(wishOf(commandId)))
    return { bus, directory, runtime, forward, delivered, outcomes, logged, owns, deliver }
  }
  return { clock, join }
}

/** What has become of a delivery so far. */
function track(delivery: Promise<Answer>) {
  const seen: {
    now: 'waiting' | 'answered' | Reason | 'bug'
    refusal: Refusal | null
    answer: Answer | null
  } = {
    now: 'waiting',
    refusal: null,
    answer: null,
  }
  delivery.then(
    (answer) => {
      seen.now = 'answered'
      seen.answer = answer
    },
    (error: unknown) => {
      seen.refusal = error instanceof Refusal ? error : null
      seen.now = seen.refusal?.reason ?? 'bug'
    },
  )
  return seen
}

/** Everything that needs no time has happened: turns, not milliseconds, which pass on a busy machine without a turn. */
async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
}

test('a wish for a room of ours stays here', async () => {
  const ann = makeTown().join('ann')
  ann.owns('ann', 1)
  const wish = ann.deliver()
  await settle()
  expect([wish.now, ann.delivered, ann.outcomes]).toEqual(['answered', ['c'], []])
})

test('a wish for a room of another node is answered by that node', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann'), town.join('bob')]
  for (const node of [ann, bob]) node.owns('bob', 3)
  const wish = ann.deliver()
  await settle()
  expect(wish.answer).toEqual(ANSWER)
  expect([ann.delivered, bob.delivered, ann.outcomes]).toEqual([[], ['c'], ['ok']])
})

test('a refusal crosses with everything it says', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann'), town.join('bob')]
  for (const node of [ann, bob]) node.owns('bob', 3)
  const said = { retryAfterMs: 50, message: 'So many people!', data: { waiting: 3 } }
  bob.runtime.deliver = () => Promise.reject(new Refusal('BUSY', said))
  const wish = ann.deliver()
  await settle()
  expect(wish.refusal).toMatchObject({ reason: 'BUSY', ...said })
})

test('whoever asks for a busy room is told so without asking its owner, for a moment', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann'), town.join('bob')]
  for (const node of [ann, bob]) node.owns('bob', 3)
  let asked = 0
  bob.runtime.deliver = () => {
    asked++
    return Promise.reject(new Refusal('BUSY', { retryAfterMs: 1_000 }))
  }
  ann.deliver('first')
  await settle()
  const crowd = ['a', 'b', 'c'].map((commandId) => ann.deliver(commandId))
  await settle()
  expect(asked).toBe(1)
  expect(crowd.map((wish) => wish.refusal?.reason)).toEqual(['BUSY', 'BUSY', 'BUSY'])
  // not all at once
  expect(new Set(crowd.map((wish) => wish.refusal?.retryAfterMs)).size).toBe(3)

  town.clock.advance(25)
  ann.deliver('later')
  await settle()
  expect(asked).toBe(2)
})

test('a bug of the other node is INTERNAL here and in its log there', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann'), town.join('bob')]
  for (const node of [ann, bob]) node.owns('bob', 3)
  bob.runtime.deliver = () => Promise.reject(new Error('planted'))
  const wish = ann.deliver()
  await settle()
  expect([wish.now, bob.logged]).toEqual(['INTERNAL', ['a forwarded wish failed']])
})

test('who is asked in error says who it is, and the asker remembers', async () => {
  const town = makeTown()
  const [ann, bob, eve] = [town.join('ann'), town.join('bob'), town.join('eve')]
  ann.owns('bob', 1)
  for (const node of [bob, eve]) node.owns('eve', 2)
  const wish = ann.deliver()
  await settle()
  expect([wish.now, bob.delivered, eve.delivered]).toEqual(['answered', [], ['c']])
  expect(ann.outcomes).toEqual(['elsewhere', 'redirect', 'ok'])
  expect(ann.directory.ownerOf(SHARD)).toEqual({ nodeId: 'eve', term: 2 })
})

test('nobody is sent round in circles: one redirect, then a refusal to be tried again', async () => {
  const town = makeTown()
  const [ann, bob, eve] = [town.join('ann'), town.join('bob'), town.join('eve')]
  ann.owns('bob', 1)
  bob.owns('eve', 2)
  eve.owns('bob', 3)
  const wish = ann.deliver()
  await settle()
  expect(wish.refusal).toMatchObject({ reason: 'NOT_OWNER', retryAfterMs: 500 })
  expect(ann.directory.ownerOf(SHARD)).toEqual({ nodeId: 'bob', term: 3 })
})

test('where nobody listens is suspected, and the wish goes to whoever takes over', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann'), town.join('bob')]
  ann.owns('gone', 1)
  const wish = ann.deliver()
  await settle()
  expect([wish.now, ann.directory.suspected]).toEqual(['waiting', ['gone']])
  town.clock.advance(700)
  for (const node of [bob, ann]) node.owns('bob', 2)
  await settle()
  expect([wish.now, bob.delivered, ann.outcomes]).toEqual(['answered', ['c'], ['nobody', 'ok']])
})

test('it goes here when we are the ones who take over', async () => {
  const town = makeTown()
  const ann = town.join('ann')
  ann.owns('gone', 1)
  const wish = ann.deliver()
  await settle()
  ann.owns('ann', 2)
  await settle()
  expect([wish.now, ann.delivered]).toEqual(['answered', ['c']])
})

test('nobody takes over: after 2 s it is refused, with the address for whoever can reach it', async () => {
  const town = makeTown()
  const ann = town.join('ann')
  ann.owns('gone', 1)
  const wish = ann.deliver()
  await settle()
  town.clock.advance(1_999)
  await settle()
  expect(wish.now).toBe('waiting')
  town.clock.advance(1)
  await settle()
  const data = { address: 'https://gone.example.org' }
  expect(wish.refusal).toMatchObject({ reason: 'NOT_OWNER', retryAfterMs: 500, data })
})

test('an owner that was away from the bus for a moment is asked again', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann'), town.join('bob')]
  for (const node of [ann, bob]) node.owns('bob', 1)
  bob.bus.cut()
  const wish = ann.deliver()
  await settle()
  bob.bus.mend()
  town.clock.advance(2_000)
  await settle()
  expect([wish.now, ann.outcomes]).toEqual(['answered', ['nobody', 'ok']])
})

test('a shard without an owner is waited for', async () => {
  const ann = makeTown().join('ann')
  const wish = ann.deliver()
  await settle()
  expect(wish.now).toBe('waiting')
  ann.owns('ann', 1)
  await settle()
  expect(wish.now).toBe('answered')
})

test('only so many wait', async () => {
  const town = makeTown()
  const ann = town.join('ann', { waitingMax: 2 })
  const wishes = ['1', '2', '3'].map((id) => ann.deliver(id))
  await settle()
  expect(wishes.map((wish) => wish.now)).toEqual(['waiting', 'waiting', 'BUSY'])
  expect(ann.forward.inspect()).toEqual({ underWay: 0, waiting: 2 })
  town.clock.advance(2_000)
  await settle()
  expect(ann.forward.inspect()).toEqual({ underWay: 0, waiting: 0 })
})

test('a frozen owner leaves the outcome unknown, and takes no more than its share of what may be under way', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann', { underWayMax: 2 }), town.join('bob')]
  for (const node of [ann, bob]) node.owns('bob', 1)
  bob.runtime.deliver = () => new Promise(() => {})
  const wishes = ['1', '2', '3'].map((id) => ann.deliver(id))
  await settle()
  expect(wishes.map((wish) => wish.now)).toEqual(['waiting', 'waiting', 'BUSY'])
  expect(ann.forward.inspect()).toEqual({ underWay: 2, waiting: 0 })
  town.clock.advance(1_000)
  await settle()
  expect(wishes.map((wish) => wish.now)).toEqual(['UNAVAILABLE', 'UNAVAILABLE', 'BUSY'])
  expect([ann.directory.suspected, ann.forward.inspect().underWay]).toEqual([[], 0])
})

test('cut off from the bus, rooms of ours go on, and others are refused at once with their address', async () => {
  const town = makeTown()
  const ann = town.join('ann')
  ann.bus.cut()
  for (const [owner, data] of [
    ['bob', { address: 'https://bob.example.org' }],
    ['silent', undefined],
  ] as const) {
    ann.owns(owner, 1)
    const wish = ann.deliver()
    await settle()
    expect(wish.refusal).toMatchObject({ reason: 'OWNER_UNREACHABLE', retryAfterMs: 500 })
    expect(wish.refusal?.data).toEqual(data)
  }
  ann.owns('ann', 2)
  const own = ann.deliver()
  await settle()
  expect(own.now).toBe('answered')
})

test('a room that is being handed over is followed to its new owner, from inside and from outside', async () => {
  const town = makeTown()
  const [ann, bob, eve] = [town.join('ann'), town.join('bob'), town.join('eve')]
  for (const node of [ann, bob, eve]) node.owns('ann', 1)
  ann.runtime.deliver = () => Promise.reject(new Refusal('NOT_OWNER'))
  const [inside, outside] = [ann.deliver('inside'), eve.deliver('outside')]
  await settle()
  expect([inside.now, outside.now]).toEqual(['waiting', 'waiting'])
  for (const node of [ann, bob, eve]) node.owns('bob', 2)
  await settle()
  expect([inside.now, outside.now, bob.delivered]).toEqual(['answered', 'answered', ['inside', 'outside']])
})

test('an owner that has not heard yet of its own term is given a moment', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann'), town.join('bob')]
  ann.owns('bob', 2)
  bob.owns('ann', 1)
  const wish = ann.deliver()
  await settle()
  expect(wish.now).toBe('waiting')
  bob.owns('bob', 2)
  await settle()
  expect([wish.now, bob.delivered]).toEqual(['answered', ['c']])
})

test('under an older term than the asker knows of, nothing is done', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann'), town.join('bob')]
  ann.owns('bob', 5)
  bob.owns('bob', 1)
  const wish = ann.deliver()
  await settle()
  for (const ms of [500, 2_000, 500]) {
    expect(wish.now).toBe('waiting')
    town.clock.advance(ms)
    await settle()
  }
  expect([wish.now, bob.delivered]).toEqual(['NOT_OWNER', []])
})

test('nonsense on the subject is left without an answer', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann'), town.join('bob')]
  const asked = ann.bus.request(wishSubject('bob'), 'not JSON', 100)
  const fault = asked.catch((error: unknown) => error)
  await settle()
  town.clock.advance(100)
  expect(await fault).toMatchObject({ kind: 'timeout' })
  expect(bob.delivered).toEqual([])
})

test('a wish on its way to a node that dies is asked of whoever takes over, without waiting for its time to run out', async () => {
  const town = makeTown()
  const [ann, bob, cid] = [town.join('ann'), town.join('bob'), town.join('cid')]
  for (const node of [ann, bob, cid]) node.owns('bob', 3)
  let answerLate = (_answer: Answer) => {}
  bob.runtime.deliver = () => new Promise((resolve) => (answerLate = resolve))
  const wish = ann.deliver()
  await settle()
  // news of another shard change nothing
  ann.directory.tell(SHARD + 1, { nodeId: 'cid', term: 1 })
  await settle()
  expect([wish.now, ann.forward.inspect()]).toEqual(['waiting', { underWay: 1, waiting: 0 }])
  for (const node of [ann, cid]) node.owns('cid', 4)
  await settle()
  expect([wish.answer, cid.delivered, ann.outcomes]).toEqual([ANSWER, ['c'], ['moved', 'ok']])
  // what the old owner says now is nobody's any more
  answerLate({ ...ANSWER, seq: 99 })
  await settle()
  expect([wish.answer, ann.forward.inspect()]).toEqual([ANSWER, { underWay: 0, waiting: 0 }])
})

test('an answer that nobody can read may have come after the deed: ask again', async () => {
  const town = makeTown()
  const ann = town.join('ann')
  ann.owns('bob', 3)
  ann.bus.answer(wishSubject('bob'), async () => '{"ok":')
  const wish = ann.deliver()
  await settle()
  expect([wish.now, ann.outcomes]).toEqual(['UNAVAILABLE', ['UNAVAILABLE']])
})

test('closed, it hears no more of others and lets go of what waits', async () => {
  const town = makeTown()
  const [ann, bob] = [town.join('ann'), town.join('bob')]
  ann.owns('bob', 1)
  const waiting = bob.deliver()
  await settle()
  bob.forward.close()
  await settle()
  expect(waiting.now).toBe('NOT_OWNER')
  ann.deliver()
  await settle()
  expect(ann.directory.suspected).toEqual(['bob'])
})
