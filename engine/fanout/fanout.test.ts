import { describe, expect, it } from 'vitest'
import type { AnyEvent } from '../actors/ports.ts'
import { makeFanout } from './fanout.ts'
import type { History } from './history.ts'
import type { Batch } from './sink.ts'

const ROOM = 'room-1'
const EPOCH = 'e1'

/** A journal in an array, with a count of how often it was read. */
function world(tailLimits?: { roomCharsMax: number; totalCharsMax: number }) {
  const journal = new Map<string, AnyEvent[]>()
  const reads: string[] = []
  const wantedRooms: string[][] = []
  const ticks: (() => void)[] = []
  const history: History = {
    async eventsAfter(wanted, limit) {
      reads.push('eventsAfter')
      wantedRooms.push(wanted.map(({ roomId }) => roomId))
      return wanted.map(({ roomId, after }) => {
        const all = journal.get(roomId) ?? []
        const events = all.filter(({ seq }) => seq > after)
        return { roomId, head: all.length, events: events.length > limit ? null : events }
      })
    },
    async resets(roomIds) {
      reads.push('resets')
      const known = roomIds.filter((roomId) => journal.has(roomId))
      return new Map(
        known.map((roomId) => {
          const seq = (journal.get(roomId) as AnyEvent[]).length
          return [roomId, { seq, json: `{"kind":"reset","seq":${seq}}` }]
        }),
      )
    },
  }
  const soon = (run: () => void) => void ticks.push(run)
  const clock = { now: () => 0, after: () => () => {}, nextTick: soon, soon }
  const fanout = makeFanout({ epoch: EPOCH, history, clock, ...(tailLimits && { tailLimits }) })
  const published: Batch[] = []
  const detach = fanout.attach({
    publish: (batch) => published.push(batch),
    lastSeqOf: () => undefined,
    expect() {},
    moved() {},
    recheck() {},
  })
  return {
    fanout,
    published,
    reads,
    wanted: wantedRooms,
    detach,
    /** Puts events into the journal that this fan-out never hears of. */
    others(roomId: string, ...kinds: [kind: string][]) {
      journal.set(
        roomId,
        kinds.map(([kind], index) => event(index + 1, kind, {})),
      )
    },
    /** Commits events of these kinds, as the runtime does, and tells them. */
    commits(roomId: string, ...kinds: [kind: string, payload?: unknown][]) {
      const room = journal.get(roomId) ?? []
      journal.set(roomId, room)
      const events = kinds.map(([kind, payload = {}], index) => event(room.length + 1 + index, kind, payload))
      room.push(...events)
      fanout.tell('conversation', roomId, events)
    },
    tick() {
      for (const run of ticks.splice(0)) run()
    },
  }
}

function event(seq: number, kind: string, payload: unknown): AnyEvent {
  return { seq, kind, authorId: 'ann', commandId: `c${seq}`, at: '2026-01-01T00:00:00.000Z', payload }
}

function seqsOf(missed: readonly { json: string }[]): number[] {
  return missed.flatMap(({ json }) => (JSON.parse(json) as AnyEvent[]).map(({ seq }) => seq))
}

describe('fan-out', () => {
  it('makes one batch of everything a room committed in one tick', () => {
    const { commits, tick, published } = world()
    commits(ROOM, ['message.sent'], ['message.sent'])
    commits('room-2', ['message.sent'])
    commits(ROOM, ['message.sent'])
    expect(published).toEqual([])
    tick()
    expect(
      published.map(({ roomId, firstSeq, lastSeq, position }) => [roomId, firstSeq, lastSeq, position]),
    ).toEqual([
      [ROOM, 1, 3, 'e1:3'],
      ['room-2', 1, 1, 'e1:1'],
    ])
    expect(seqsOf(published.slice(0, 1))).toEqual([1, 2, 3])
  })

  it('names who joined and who left, by the last word on each', () => {
    const { commits, tick, published } = world()
    commits(
      ROOM,
      ['conversation.created', { members: [{ userId: 'ann', role: 'owner' }] }],
      ['member.invited', { userIds: ['bob', 'cid'] }],
      ['member.removed', { userId: 'bob' }],
    )
    tick()
    expect(published[0]).toMatchObject({ joined: ['ann', 'cid'], left: ['bob'] })
  })

  it('says nothing to a sink that has gone', () => {
    const { commits, tick, published, detach } = world()
    detach()
    commits(ROOM, ['message.sent'])
    tick()
    expect(published).toEqual([])
  })
})

describe('resume', () => {
  it('answers a short absence from memory, once somebody has asked the journal for the head', async () => {
    const { fanout, commits, tick, reads } = world()
    commits(ROOM, ['message.sent'])
    tick()
    await fanout.resume([{ roomId: ROOM, from: null }])
    expect(reads.splice(0)).toEqual(['eventsAfter'])
    for (let count = 1; count < 4; count++) {
      commits(ROOM, ['message.sent'])
      tick()
    }
    const [room] = await fanout.resume([{ roomId: ROOM, from: { epoch: EPOCH, seq: 2 } }])
    expect(seqsOf(room?.missed ?? [])).toEqual([3, 4])
    expect(room).toMatchObject({ head: 4, reset: false })
    expect(reads).toEqual([])
  })

  it('answers from the journal what memory no longer holds, in one read for all rooms', async () => {
    const { fanout, commits, tick, reads } = world({ roomCharsMax: 1, totalCharsMax: 1 })
    for (const room of ['a', 'b'])
      for (let count = 0; count < 3; count++, tick()) commits(room, ['message.sent'])
    const rooms = await fanout.resume(
      ['a', 'b'].map((roomId) => ({ roomId, from: { epoch: EPOCH, seq: 1 } })),
    )
    expect(rooms.map(({ roomId, missed }) => [roomId, seqsOf(missed)])).toEqual([
      ['a', [2, 3]],
      ['b', [2, 3]],
    ])
    expect(reads).toEqual(['eventsAfter'])
  })

  it('reads for all who come back at once together, each room once', async () => {
    const { fanout, commits, tick, reads, wanted } = world({ roomCharsMax: 1, totalCharsMax: 1 })
    for (const room of ['a', 'b'])
      for (let count = 0; count < 3; count++, tick()) commits(room, ['message.sent'])
    const comesBack = (...rooms: string[]) =>
      fanout.resume(rooms.map((roomId) => ({ roomId, from: { epoch: EPOCH, seq: 1 } })))
    const all = await Promise.all([comesBack('a'), comesBack('a', 'b'), comesBack('b', 'a'), comesBack('b')])
    expect(all.map((rooms) => rooms.map(({ roomId, missed }) => [roomId, seqsOf(missed)]))).toEqual([
      [['a', [2, 3]]],
      [
        ['a', [2, 3]],
        ['b', [2, 3]],
      ],
      [
        ['b', [2, 3]],
        ['a', [2, 3]],
      ],
      [['b', [2, 3]]],
    ])
    expect(reads).toEqual(['eventsAfter', 'eventsAfter'])
    // who was first did not wait for the others
    expect(wanted).toEqual([['a'], ['a', 'b']])
  })

  it('remembers what it has read, and what follows', async () => {
    const { fanout, commits, tick, reads, others } = world()
    others(ROOM, ['message.sent'], ['message.sent'], ['message.sent'])
    const comesBack = async (seq: number) => {
      const [room] = await fanout.resume([{ roomId: ROOM, from: { epoch: EPOCH, seq } }])
      return seqsOf(room?.missed ?? [])
    }
    expect(await comesBack(1)).toEqual([2, 3])
    expect(await comesBack(1)).toEqual([2, 3])
    expect(await comesBack(3)).toEqual([])
    commits(ROOM, ['message.sent'])
    tick()
    expect(await comesBack(1)).toEqual([2, 3, 4])
    expect(reads).toEqual(['eventsAfter'])
  })

  it('keeps nothing that was read while the same room spoke', async () => {
    const { fanout, commits, tick, others } = world()
    others(ROOM, ['message.sent'])
    const from = { epoch: EPOCH, seq: 0 }
    const reading = fanout.resume([{ roomId: ROOM, from }])
    commits(ROOM, ['message.sent'])
    tick()
    await reading
    const [room] = await fanout.resume([{ roomId: ROOM, from }])
    expect(room?.head).toBe(2)
    expect(seqsOf(room?.missed ?? [])).toEqual([1, 2])
  })

  it('continues inside a batch from the journal, so nothing comes twice', async () => {
    const { fanout, commits, tick } = world()
    commits(ROOM, ['message.sent'], ['message.sent'], ['message.sent'])
    tick()
    const [room] = await fanout.resume([{ roomId: ROOM, from: { epoch: EPOCH, seq: 2 } }])
    expect(seqsOf(room?.missed ?? [])).toEqual([3])
  })

  it('starts at the head without a position', async () => {
    const { fanout, commits, tick, reads } = world()
    commits(ROOM, ['message.sent'])
    tick()
    for (let asked = 0; asked < 2; asked++) {
      expect(await fanout.resume([{ roomId: ROOM, from: null }])).toEqual([
        { roomId: ROOM, head: 1, missed: [], reset: false },
      ])
    }
    expect(reads).toEqual(['eventsAfter'])
  })

  it.each([
    ['another epoch', { epoch: 'e0', seq: 1 }],
    ['a seq the journal does not have', { epoch: EPOCH, seq: 9_999 }],
    ['more events than a resume carries', { epoch: EPOCH, seq: 0 }],
  ])('resets on %s', async (_what, from) => {
    const { fanout, commits, tick } = world({ roomCharsMax: 1, totalCharsMax: 1 })
    for (let count = 0; count < 501; count++, tick()) commits(ROOM, ['message.sent'])
    const [room] = await fanout.resume([{ roomId: ROOM, from }])
    expect(room).toMatchObject({ reset: true, head: 501 })
    expect(JSON.parse(room?.missed[0]?.json ?? '')).toEqual([{ kind: 'reset', seq: 501 }])
  })

  it('leaves out a room that does not exist only when it must reset', async () => {
    const { fanout } = world()
    expect(await fanout.resume([{ roomId: 'nowhere', from: { epoch: 'e0', seq: 3 } }])).toEqual([])
  })

  it('forgets the old tail of a room it has not followed without a hole', async () => {
    const { fanout, commits, tick, reads } = world()
    commits(ROOM, ['message.sent'])
    tick()
    fanout.tell('conversation', ROOM, [event(5, 'message.sent', {})])
    tick()
    const [room] = await fanout.resume([{ roomId: ROOM, from: { epoch: EPOCH, seq: 0 } }])
    expect(reads).toEqual(['eventsAfter'])
    expect(seqsOf(room?.missed ?? [])).toEqual([1])
  })
})
