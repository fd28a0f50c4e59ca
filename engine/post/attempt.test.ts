import { beforeEach, expect, test } from 'vitest'
import type { Answer, DueRow, Wish } from '../actors/ports.ts'
import type { PostCommand } from '../protocol/commands/post-command.ts'
import { type Reason, Refusal } from '../protocol/errors.ts'
import { type ManualClock, makeManualClock } from '../sim/manual-clock.ts'
import { attempt, type Told, type Visitor } from './attempt.ts'
import { makeRing } from './ring.ts'
import { BEGIN, create, EVIDENCE, plan, post, toRoom } from './testing.ts'

const PLACE = { postId: 'p', organisationId: 'home', targetId: 't1', step: 0 }
const OUT: Told = { outcome: { is: 'ok', id: '1', url: null }, evidence: EVIDENCE }

let clock: ManualClock
let it: ReturnType<typeof post>
/** Of the next visits to the post. */
let lostAnswers: number
/** What the conversation says next: an answer, or a refusal. */
let says: ('sent' | Reason)[]
let sent: Wish[]
let visitor: Visitor

beforeEach(() => {
  clock = makeManualClock(Date.parse(BEGIN))
  it = post()
  lostAnswers = 0
  says = []
  sent = []
  const answers = new Map<string, Answer>()
  let ids = 0
  visitor = {
    clock,
    newId: () => `worker-${++ids}`,
    read: async () => it.state,
    async deliver(wish) {
      if (wish.kind === 'conversation') return send(wish)
      it.at(new Date(clock.now()).toISOString())
      const { commandId } = wish
      if (!answers.has(commandId)) answers.set(commandId, answerOf(wish.command as PostCommand))
      if (lostAnswers-- > 0) throw new Refusal('UNAVAILABLE')
      return answers.get(commandId) as Answer
    },
  }
})

function answerOf(command: PostCommand): Answer {
  const event = it.ask(command)
  if (typeof event === 'string') throw new Refusal(event)
  return event
}

function send(wish: Wish): Answer {
  sent.push(wish)
  const said = says.shift() ?? 'sent'
  if (said !== 'sent') throw new Refusal(said)
  return { seq: 7, at: BEGIN, messageId: 'm7' }
}

test('a firing whose answer is lost is asked again, and nothing waits for a lease', async () => {
  due()
  lostAnswers = 2
  await soon(attempt(visitor, PLACE, { purpose: 'publish', leaseMs: 60_000 }, async () => OUT))
  expect(it.step()).toMatchObject({ life: 'published', attempt: 1 })
})

test('whoever was stopped for longer than its lease learns that it has no time left', async () => {
  due()
  const had: boolean[] = []
  await soon(
    attempt(visitor, PLACE, { purpose: 'publish', leaseMs: 60_000 }, async (_order, _step, hasTime) => {
      clock.advance(20_000)
      had.push(hasTime(39_000), hasTime(41_000))
      clock.advance(60_000)
      had.push(hasTime(0))
      return OUT
    }),
  )
  expect(had).toEqual([true, false, false])
})

test('proof of an attempt that was given up is taken while somebody looks for it', async () => {
  due()
  it.fire('publish')
  clock.advance(60_000)
  it.at(new Date(clock.now()).toISOString())
  it.accepts({ type: 'post.expire', targetId: 't1', step: 0, attempt: 1 })
  it.fire('reconcile')
  expect(it.settle({ is: 'rejected', code: '1', message: 'no' }, 't1', 0, 1)).toBe('ATTEMPT_OVER')
  expect(it.settle(OUT.outcome, 't1', 0, 3)).toBe('ATTEMPT_OVER')
  it.settle(OUT.outcome, 't1', 0, 1)
  expect(it.step()).toMatchObject({ life: 'published', lease: null })
})

test('what another worker says of an attempt with the same number is not believed', async () => {
  due()
  it.fire('publish')
  const refused = { is: 'throttled', retryAt: BEGIN, scope: 'app' } as const
  expect(it.settle(refused, 't1', 0, 1, 'of a lost timeline')).toBe('ATTEMPT_OVER')
  expect(it.life()).toBe('publishing')
  it.settle(refused)
  expect(it.life()).toBe('throttled')
})

test('a message whose answer is lost cannot be taken back, and is sent again under the same id', async () => {
  due()
  says = ['UNAVAILABLE']
  await ring('publish:t1:0')
  expect(it.life()).toBe('reconciling')
  expect(it.ask({ type: 'post.cancel', targetId: null })).toBe('POST_STANDS_OTHERWISE')
  clock.advance(1_000)
  await ring('reconcile:t1:0')
  expect(it.life()).toBe('published')
  expect(sent.map(({ commandId }) => commandId)).toEqual(['post:p:t1:0', 'post:p:t1:0'])
})

test('a conversation that refuses the second time has not had it the first time', async () => {
  due()
  says = ['UNAVAILABLE', 'ARCHIVED', 'ARCHIVED']
  await ring('publish:t1:0')
  clock.advance(1_000)
  await ring('reconcile:t1:0')
  expect(it.life()).toBe('armed')
  await ring('publish:t1:0')
  expect(it.step()).toMatchObject({ life: 'rejected', trouble: expect.stringMatching(/archived/i) })
})

test('a conversation that is busy has nothing, and people may change their mind', async () => {
  due()
  says = ['BUSY']
  await ring('publish:t1:0')
  expect(it.life()).toBe('armed')
  it.accepts({ type: 'post.cancel', targetId: null })
})

/** A post whose time has come. */
function due(): void {
  it.accepts(create({ targets: [toRoom()] }))
  it.accepts(plan())
  clock.advance(2 * 60 * 60_000)
  it.at(new Date(clock.now()).toISOString())
}

function ring(name: string): Promise<void> {
  const ringing = makeRing({ ...visitor, linksOf: async (_, ids) => ids, isHeld: async () => false })
  const row: DueRow = { roomId: 'p', name, dueAt: BEGIN }
  return soon(ringing(row))
}

/** Lets time pass until it is done. */
async function soon<Result>(work: Promise<Result>): Promise<Result> {
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  while (!isDone) {
    clock.advance(100)
    await new Promise(setImmediate)
  }
  return done
}
