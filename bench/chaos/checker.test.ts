/** The checker can fail: a good history passes, and each planted fault is found and called by its name. */
import { expect, test } from 'vitest'
import { check, faultsOf, type Verdict } from './checker.ts'
import type { History, Operation, Row, Stream, Struck } from './history.ts'

interface World {
  operations: Operation[]
  streams: Stream[]
  journal: Row[]
  faults: Struck[]
  reconnects: number
}

/** Ann and Ben send ten messages each in one room, one every 10 ms; a kill strikes at 95; Cleo listens. */
function goodWorld(): World {
  const created: Row = {
    roomId: 'r',
    seq: 1,
    kind: 'conversation.created',
    authorId: 'ann-id',
    commandId: 'create',
    text: null,
    term: 1,
    projected: true,
  }
  const world: World = {
    operations: [],
    streams: [],
    journal: [created],
    faults: [{ at: 95, healedAt: 95, breaksSockets: true }],
    reconnects: 1,
  }
  for (let number = 0; number < 20; number++) {
    const client = number % 2 === 0 ? 'ann' : 'ben'
    const message = { roomId: 'r', authorId: `${client}-id`, commandId: `c${number}`, text: `text ${number}` }
    const seq = number + 2
    world.journal.push({ ...message, seq, kind: 'message.sent', term: number < 10 ? 1 : 2, projected: true })
    world.operations.push({
      ...message,
      client,
      invokedAt: number * 10,
      endedAt: number * 10 + 5,
      outcome: 'ok',
      seq,
    })
  }
  const heard = world.journal
    .slice(1)
    .map(({ seq, commandId }) => ({ kind: 'event' as const, seq, commandId }))
  world.streams.push({ client: 'cleo', roomId: 'r', after: 1, heard })
  return world
}

function judge(plant: (world: World) => unknown): Verdict {
  const world = goodWorld()
  plant(world)
  const history: History = { ...world, ordered: new Set(['ann', 'ben']) }
  return check(history, world.journal)
}

test('a good history has no fault, and its recovery is measured from the kill to an answer to a later wish', () => {
  const verdict = judge(() => undefined)
  expect(faultsOf(verdict)).toEqual([])
  expect(verdict).toMatchObject({ attempted: 20, acked: 20, unknown: 0, lost: 0, holes: 0, reconnects: 1 })
  expect(verdict.recoveryMs).toEqual([60]) // sent at 150, the first after 95 + 50, acked at 155
  expect(verdict.recoveryOfAllMs).toEqual([70])
})

test('an acked message that is not in the journal is lost', () => {
  const verdict = judge(({ journal, streams }) => {
    journal.splice(5, 1)
    streams.length = 0
  })
  expect(verdict.lost).toBe(1)
  expect(verdict.brokenJournal).toBeGreaterThan(0)
  expect(faultsOf(verdict)).toContain('lost is 1')
})

test('an acked message at another seq than promised is lost too', () => {
  expect(judge(({ operations }) => Object.assign(operations[3]!, { seq: 9 })).lost).toBe(1)
})

test('one commandId twice, or one text under two commandIds, is a double', () => {
  const again = (world: World, change: Partial<Row>) =>
    void world.journal.push({ ...world.journal[4]!, seq: 22, term: 2, ...change })
  expect(judge((world) => again(world, {})).duplicated).toBe(1)
  expect(judge((world) => again(world, { commandId: 'another' })).duplicated).toBe(1)
})

test('who was acked before another began stands before it', () => {
  const verdict = judge(({ operations, journal }) => {
    const [early, late] = [operations[2]!, operations[15]!]
    const [earlyRow, lateRow] = [journal[3]!, journal[16]!]
    journal[3] = { ...lateRow, seq: earlyRow.seq, term: 1 }
    journal[16] = { ...earlyRow, seq: lateRow.seq, term: 2 }
    ;[early.seq, late.seq] = [late.seq, early.seq]
  })
  expect(verdict.lost).toBe(0)
  expect(verdict.outOfOrder).toBeGreaterThan(0)
})

test('a sender that sends in order finds its messages in that order, even while none is acked', () => {
  const verdict = judge(({ operations, journal }) => {
    const [first, second] = [operations[0]!, operations[2]!]
    const [firstRow, secondRow] = [journal[1]!, journal[3]!]
    journal[1] = { ...secondRow, seq: firstRow.seq }
    journal[3] = { ...firstRow, seq: secondRow.seq }
    ;[first.seq, second.seq] = [second.seq, first.seq]
    for (const operation of operations) operation.endedAt = 1_000
  })
  expect(verdict.outOfOrder).toBe(1)
})

test('a subscriber that misses an event has a hole, and one that was told to reload has none', () => {
  const missed = judge(({ streams }) => void streams[0]!.heard.splice(4, 3))
  expect(missed.holes).toBe(3)
  expect([...missed.holesOf]).toEqual([['cleo in r', 3]])
  const told = judge(({ streams }) => void streams[0]!.heard.splice(4, 3, { kind: 'reset', seq: 8 }))
  expect(told).toMatchObject({ holes: 0, resets: 1 })
  expect(faultsOf(told)).toEqual([])
})

test('a subscriber that hears something twice, or something else, has misheard', () => {
  expect(judge(({ streams }) => void streams[0]!.heard.push(streams[0]!.heard[3]!)).misheard).toBe(1)
  const other = { kind: 'event' as const, seq: 6, commandId: 'of a phantom' }
  expect(judge(({ streams }) => streams[0]!.heard.splice(4, 1, other)).misheard).toBe(1)
})

test('a subscriber that never reaches the end is behind', () => {
  expect(judge(({ streams }) => void streams[0]!.heard.pop()).behind).toBe(1)
})

test('an unknown outcome may be in the journal or not; a refused one may not', () => {
  const forget = (operation: Operation, outcome: 'unknown' | 'refused') =>
    Object.assign(operation, { outcome, endedAt: Infinity, seq: null })
  const unknown = judge(({ operations }) => void forget(operations[4]!, 'unknown'))
  expect(unknown.unknown).toBe(1)
  expect(faultsOf(unknown)).toEqual([])
  expect(judge(({ operations }) => void forget(operations[4]!, 'refused')).invented).toBe(1)
})

test('a message that nobody sent is invented', () => {
  const verdict = judge(({ journal }) => {
    journal.push({ ...journal[4]!, seq: 22, term: 2, commandId: 'x', text: 'from nowhere' })
  })
  expect(verdict.invented).toBe(1)
})

test('a term that falls along seq shows two owners', () => {
  const verdict = judge(({ journal }) => Object.assign(journal[14]!, { term: 1 }))
  expect(verdict.brokenJournal).toBe(1)
})

test('an event that the table of messages does not show is told', () => {
  expect(judge(({ journal }) => Object.assign(journal[9]!, { projected: false })).brokenJournal).toBe(1)
})

test('a run that proves nothing fails: no fault, a kill that nobody noticed, no recovery', () => {
  expect(faultsOf(judge(({ faults }) => void faults.pop()))).toEqual(['there was no fault'])
  const unnoticed = judge((world) => Object.assign(world, { reconnects: 0 }))
  expect(faultsOf(unnoticed)).toEqual(['the faults caused no reconnect, so they did nothing'])
  const silent = judge(({ operations }) => {
    for (const operation of operations) if (operation.invokedAt > 95) operation.outcome = 'unknown'
  })
  expect(faultsOf(silent)).toEqual(['it did not recover after a fault'])
})

test('what was refused for good is counted: people here say nothing that may be refused', () => {
  const verdict = judge((world) => {
    world.journal.pop()
    Object.assign(world.operations.at(-1)!, { outcome: 'refused', seq: null, reason: 'INVALID_INPUT' })
    world.streams[0]!.heard.pop()
  })
  expect(faultsOf(verdict)).toEqual(['refused is 1'])
  expect(verdict.examples).toEqual(['refused: text 19: INVALID_INPUT'])
})

test('where history may be lost it is counted, and whoever was not told to reload breaks the promise', () => {
  const world = goodWorld()
  // the failover took the last two messages, and what came next got their places
  const taken = world.journal.splice(-2)
  const again = { authorId: 'ann-id', kind: 'message.sent', roomId: 'r', term: 3, projected: true }
  world.journal.push({ ...again, seq: 20, commandId: 'c20', text: 'text 20' })
  const [stream] = world.streams as [Stream]
  const told = {
    ...stream,
    heard: [...stream.heard, { kind: 'reset', seq: 19 }, heardAs(20, 'c20')],
  } as Stream
  const untold = { ...stream, client: 'dora' }
  const operations = [
    ...world.operations,
    { ...world.operations[0]!, commandId: 'c20', text: 'text 20', invokedAt: 500, endedAt: 505, seq: 20 },
  ]
  const judge = (streams: Stream[]) =>
    check({ ...world, operations, streams, ordered: new Set(['ann']) }, world.journal, { mayLose: true })

  const good = judge([told])
  expect(faultsOf(good, { mayLose: true })).toEqual([])
  expect(good).toMatchObject({ lost: taken.length, retracted: taken.length, unreset: 0, outOfOrder: 0 })
  const bad = judge([told, untold])
  expect(faultsOf(bad, { mayLose: true })).toContain('unreset is 1')
  expect(faultsOf(good)).toContain(`lost is ${taken.length}`)
})

function heardAs(seq: number, commandId: string) {
  return { kind: 'event' as const, seq, commandId }
}
