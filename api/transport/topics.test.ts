import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { makeLog } from '../../engine/host/log.ts'
import { systemClock } from '../../engine/host/system-clock.ts'
import { refuse } from '../../engine/protocol/errors.ts'
import type { Position } from '../../engine/protocol/position.ts'
import { weighted } from '../../engine/testing/weighted.ts'
import { BEGINNING, type FeedPlan, type Outlet } from '../live.ts'
import type { Pace } from './rounds.ts'
import { EPOCH, makeRooms, until } from './testing.ts'
import { makeTopics } from './topics.ts'

/** Outlets in memory that obey the same contract as sockets: topics reach who joined, in order. */
function world(pace?: Pace) {
  const rooms = makeRooms()
  const subscribers = new Map<string, Set<Reader>>()
  let publishes = 0
  const topics = makeTopics({
    epoch: EPOCH,
    resume: rooms.fanout.resume,
    interest: rooms.fanout.interest,
    clock: systemClock,
    log: makeLog({ logLevel: 'silent' }),
    delivered() {},
    ...(pace && { pace }),
    publish(topic, frame) {
      publishes++
      for (const reader of subscribers.get(topic) ?? []) reader.take(seqsIn(frame))
    },
  })
  rooms.fanout.attach(topics)
  return {
    rooms,
    topics,
    publishes: () => publishes,
    follow(options: Partial<ReaderOptions> = {}): Reader {
      const reader = makeReader(subscribers, { ...DEFAULTS, ...options })
      const following = topics.follow(reader.plan, reader.outlet)
      reader.stop = () => following.stop()
      return reader
    },
  }
}

interface ReaderOptions {
  key: string
  userId: string
  shape: FeedPlan['shape']
  followNew: boolean
  native: boolean
  rooms: () => Promise<ReadonlyMap<string, Position | null>>
  mine: () => Promise<readonly string[]>
}

const DEFAULTS: ReaderOptions = {
  key: '1',
  userId: 'ann',
  shape: 'room',
  followNew: false,
  native: true,
  rooms: async () => new Map([['r', null]]),
  mine: async () => ['r'],
}

interface Reader {
  readonly plan: FeedPlan
  readonly outlet: Outlet
  readonly seqs: number[]
  hasBegun: boolean
  /** Undefined while it goes on. */
  ended: unknown
  /** Begins and ends to be slow. */
  isSlow: boolean
  wake(): void
  take(seqs: readonly number[]): void
  stop: () => void
}

function makeReader(subscribers: Map<string, Set<Reader>>, options: ReaderOptions): Reader {
  const { key, native, userId, ...rest } = options
  const plan: FeedPlan = { ...rest, person: { userId, organisationId: 'o' } }
  let waiting: (() => void)[] = []
  const reader: Reader = {
    plan,
    seqs: [],
    hasBegun: false,
    ended: undefined,
    isSlow: false,
    stop: () => {},
    take: (seqs) => void reader.seqs.push(...seqs),
    wake() {
      reader.isSlow = false
      for (const run of waiting.splice(0)) run()
      waiting = []
    },
    outlet: {
      begin() {
        reader.hasBegun = true
      },
      deliver: (_roomId, { json }) => reader.take(seqsIn(json)),
      together: (deliver) => deliver(),
      ready: () => !reader.isSlow,
      whenReady: () =>
        reader.isSlow ? new Promise((resolve) => void waiting.push(resolve)) : Promise.resolve(),
      end: (error) => {
        reader.ended = error
      },
      ...(native && {
        topic: {
          key,
          join: (topic) => {
            subscribers.set(topic, (subscribers.get(topic) ?? new Set()).add(reader))
          },
          part: (topic) => void subscribers.get(topic)?.delete(reader),
        },
      }),
    },
  }
  return reader
}

/** Every event of a frame, or of an array of events, in order. */
function seqsIn(text: string): number[] {
  return [...text.matchAll(/"seq":(\d+)/g)].map(([, seq]) => Number(seq))
}

const from =
  (seq: number, roomId = 'r') =>
  async () =>
    new Map([[roomId, { epoch: EPOCH, seq }]])
const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

describe('topics', () => {
  it('publishes once a room, a tick and a request id', async () => {
    const { rooms, follow, publishes } = world()
    rooms.commits('r', 'one')
    const readers = ['1', '1', '1', '"sync"'].map((key) => follow({ key }))
    await turn()
    await turn()
    rooms.commits('r', 'two')
    await until('all heard', () => readers.every(({ seqs }) => seqs.length === 1))
    const before = publishes()
    rooms.commits('r', 'three', 'four')
    rooms.commits('r', 'five')
    await until('all heard again', () => readers.every(({ seqs }) => seqs.length === 4))
    expect(publishes() - before).toBe(2)
  })

  it('gives every follower every event once and in order, whatever happens when', async () => {
    const step = weighted({
      commit: 6,
      'write, tell later': 2,
      follow: 3,
      'follow in JavaScript': 2,
      'somebody slows': 2,
      'somebody reads again': 2,
      'somebody stops': 2,
      'the journal stalls': 1,
      'a turn': 3,
    })
    await fc.assert(
      fc.asyncProperty(
        fc.record({ groupMax: fc.integer({ min: 1, max: 4 }), toldATurn: fc.integer({ min: 1, max: 6 }) }),
        fc.array(step, { minLength: 5, maxLength: 60 }),
        fc.infiniteStream(fc.nat()),
        async (pace, steps, random) => {
          const { rooms, follow } = world(pace)
          const pick = (below: number) => (random.next().value as number) % below
          const readers: { reader: Reader; after: number }[] = []
          let written = 0
          let tells: (() => void)[] = []
          rooms.commits('r', String(++written))
          for (const what of steps) {
            if (what === 'commit' || what === 'write, tell later') {
              const texts = Array.from({ length: 1 + pick(3) }, () => String(++written))
              tells.push(rooms.writes('r', ...texts))
              // The runtime tells in the order of the journal, sometimes a while after it.
              if (what === 'commit') for (const tell of tells.splice(0)) tell()
            } else if (what.startsWith('follow')) {
              const after = pick(written + 1)
              const reader = follow({
                rooms: from(after),
                key: String(pick(3)),
                native: what === 'follow',
              })
              readers.push({ reader, after })
            } else if (what === 'the journal stalls') {
              let reads = 0
              rooms.beforeRead = async () => {
                for (let turns = pick(4); turns > 0; turns--) await turn()
                if (reads++ % 5 === 4) throw new Error('the database is away')
              }
            } else if (what === 'a turn') await turn()
            else {
              const at = pick(Math.max(1, readers.length))
              const chosen = readers[at]?.reader
              if (what === 'somebody stops') {
                chosen?.stop()
                readers.splice(at, 1)
              } else if (what === 'somebody reads again') chosen?.wake()
              else if (chosen !== undefined) chosen.isSlow = true
            }
          }
          tells = tells.splice(0)
          for (const tell of tells) tell()
          await turn()
          for (const { reader } of readers) reader.wake()
          rooms.beforeRead = () => undefined
          rooms.commits('r', String(++written))
          await until('all have all', () => readers.every(({ reader }) => reader.seqs.at(-1) === written))
          for (const { reader, after } of readers) {
            expect(reader.seqs).toEqual(
              Array.from({ length: written - after }, (_, index) => after + 1 + index),
            )
          }
          for (const { reader } of readers) reader.stop()
        },
      ),
      { numRuns: 150 },
    )
  })

  it('begins at the head only once the head is known: what is said after that is heard', async () => {
    const { rooms, follow } = world()
    // in the journal only, as a room is that lives at another node
    rooms.writes('r', 'one')
    let answer = () => {}
    rooms.beforeRead = () =>
      new Promise((resolve) => {
        answer = resolve
      })
    const reader = follow()
    await turn()
    // an eager client would say it now, and it would count as past
    expect(reader.hasBegun).toBe(false)
    answer()
    await until('it has begun', () => reader.hasBegun)
    rooms.writes('r', 'two')()
    await until('it is heard', () => reader.seqs.length > 0)
    expect(reader.seqs).toEqual([2])
  })

  it('keeps a bounded amount for a reader that does not read, and reads the rest again', async () => {
    const { rooms, follow } = world()
    rooms.commits('r', 'one')
    const reader = follow({ rooms: from(0), native: false })
    await until('it has begun', () => reader.seqs.length === 1)
    reader.isSlow = true
    for (let n = 0; n < 400; n++) {
      rooms.commits('r', 'x'.repeat(2_000))
      if (n % 20 === 0) await turn()
    }
    expect(reader.seqs).toEqual([1])
    reader.wake()
    await until('it has all', () => reader.seqs.length === 401)
    expect(reader.seqs).toEqual(Array.from({ length: 401 }, (_, index) => index + 1))
  })

  it('falls back to the journal when a batch is missing', async () => {
    const { rooms, topics, follow } = world()
    rooms.commits('r', 'one')
    const reader = follow({ rooms: from(0) })
    await until('it has begun', () => reader.seqs.length === 1)
    rooms.commits('r', 'two')
    await until('it is live', () => reader.seqs.length === 2)
    rooms.writes('r', 'never told')
    rooms.commits('r', 'four')
    await until('it has all', () => reader.seqs.length === 4)
    rooms.commits('r', 'five')
    await until('it goes on', () => reader.seqs.length === 5)
    expect(reader.seqs).toEqual([1, 2, 3, 4, 5])
    expect(topics.size()).toEqual({ rooms: 1, followers: 1 })
  })

  it('does not miss that somebody left or joined while the rooms were asked for', async () => {
    const { rooms, follow } = world()
    rooms.commits('left', 'one')
    rooms.commits('joined', 'one')
    let answer = () => {}
    const reader = follow({
      userId: 'bob',
      shape: 'rooms',
      followNew: true,
      rooms: async () => {
        await new Promise<void>((resolve) => {
          answer = resolve
        })
        return new Map([['left', BEGINNING]])
      },
    })
    await turn()
    rooms.leaves('left', 'bob')
    rooms.joins('joined', 'bob')
    await turn()
    answer()
    await until('the joined room is there', () => reader.seqs.length === 1)
    rooms.commits('left', 'secret')
    rooms.commits('joined', 'heard')
    await until('the joined room is heard', () => reader.seqs.length === 2)
    await turn()
    expect(reader.seqs).toEqual([2, 3])
  })

  it('asks again who is a member when another node says that somebody moved', async () => {
    const { rooms, topics, follow } = world()
    for (const roomId of ['old', 'new', 'left meanwhile']) rooms.commits(roomId, 'one')
    let mine = ['old']
    const options = { userId: 'bob', shape: 'rooms', followNew: true, mine: async () => mine } as const
    const reader = follow({ ...options, rooms: from(1, 'old') })
    const single = follow({ userId: 'bob', rooms: from(1, 'old'), mine: options.mine })
    await turn()
    mine = ['old', 'new']
    topics.moved('new', ['bob'], [])
    await until('the new room begins', () => reader.seqs.length === 1)
    // He left without a batch of it here: the word of it was lost, and all are asked for again.
    mine = ['new']
    topics.recheck()
    await until('the feed of the room has ended', () => single.ended === null)
    rooms.commits('old', 'not for bob')
    rooms.commits('new', 'for bob')
    await until('he hears the new room', () => reader.seqs.length === 2)
    expect(reader.seqs).toEqual([1, 2])
    expect(topics.size()).toEqual({ rooms: 1, followers: 1 })
  })

  it('does not bring somebody back who leaves while it is asked', async () => {
    const { rooms, topics, follow } = world()
    rooms.commits('r', 'one')
    rooms.commits('other', 'one')
    let answer = (_rooms: readonly string[]) => {}
    const mine = () =>
      new Promise<readonly string[]>((resolve) => {
        answer = resolve
      })
    const reader = follow({
      userId: 'bob',
      shape: 'rooms',
      followNew: true,
      mine,
      rooms: from(1, 'other'),
    })
    await turn()
    topics.recheck()
    await turn()
    rooms.leaves('r', 'bob')
    await turn()
    answer(['r', 'other'])
    await turn()
    rooms.commits('r', 'secret')
    rooms.commits('other', 'heard')
    await until('he hears', () => reader.seqs.length > 0)
    expect(reader.seqs).toEqual([2])
  })

  it('ends with the refusal, and forgets everything about who stopped', async () => {
    const { topics, follow } = world()
    const refused = follow({ rooms: async () => refuse('NOT_A_MEMBER') })
    await until('it has ended', () => refused.ended)
    expect(refused.ended).toMatchObject({ reason: 'NOT_A_MEMBER' })
    const reader = follow()
    await turn()
    reader.stop()
    await turn()
    expect(topics.size()).toEqual({ rooms: 0, followers: 0 })
  })
})
