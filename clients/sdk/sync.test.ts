import { beforeEach, describe, expect, test } from 'vitest'
import { type ManualClock, makeManualClock } from '../../engine/sim/manual-clock.ts'
import type { Ready } from './order.ts'
import { type Datum, makeSync, type Sync } from './sync.ts'
import { reset, sent } from './testing/events.ts'

/** What a test sees of the server's side of `sync.resume`. */
interface Resumed {
  readonly positions: Readonly<Record<string, string>>
  readonly on: { data(datum: Datum): void; ended(): void }
  isStopped: boolean
}

let clock: ManualClock
let resumed: Resumed[]
let delivered: string[]
let sync: Sync

const last = () => resumed.at(-1) as Resumed
const say = (roomId: string, seqs: number[], epoch = 'e1') =>
  last().on.data({ roomId, position: `${epoch}:${seqs.at(-1)}`, events: seqs.map((seq) => sent(seq)) })

function note(roomId: string, { reset, events }: Ready): void {
  if (reset !== null) delivered.push(`${roomId} reset ${reset.seq}`)
  delivered.push(...events.map(({ seq }) => `${roomId} ${seq}`))
}

beforeEach(() => {
  clock = makeManualClock()
  resumed = []
  delivered = []
  sync = makeSync({
    clock,
    random: () => 0.5,
    resume(positions, on) {
      const one: Resumed = { positions, on, isStopped: false }
      resumed.push(one)
      return () => {
        one.isStopped = true
      }
    },
    deliver: note,
  })
  sync.know('a', { epoch: 'e1', seq: 4 })
  sync.know('b', { epoch: 'e1', seq: 7 })
  sync.follow()
})

describe('resume', () => {
  test('names the positions of all rooms in one call', () => {
    expect(resumed.map(({ positions }) => positions)).toEqual([{ a: 'e1:4', b: 'e1:7' }])
  })

  test('starts again where it was once the connection is back', () => {
    say('a', [5, 6])
    sync.pause()
    expect(last().isStopped).toBe(true)
    sync.follow()
    expect(last().positions).toEqual({ b: 'e1:7', a: 'e1:6' })
    say('a', [6, 7])
    expect(delivered).toEqual(['a 5', 'a 6', 'a 7'])
  })

  test('starts again by itself when only the subscription has ended', () => {
    last().on.ended()
    clock.advance(15_000)
    expect(resumed).toHaveLength(2)
  })

  test('hears nothing from a subscription that is over', () => {
    const old = last()
    sync.pause()
    sync.follow()
    old.on.data({ roomId: 'a', position: 'e1:5', events: [sent(5)] })
    old.on.ended()
    clock.advance(60_000)
    expect(delivered).toEqual([])
    expect(resumed).toHaveLength(2)
  })
})

describe('a gap', () => {
  test('that closes within a second is none', () => {
    say('a', [6])
    clock.advance(999)
    say('a', [5])
    clock.advance(60_000)
    expect(delivered).toEqual(['a 5', 'a 6'])
    expect(resumed).toHaveLength(1)
  })

  test('that stays open is read again from before it', () => {
    say('a', [7])
    clock.advance(1_000)
    expect(resumed).toHaveLength(2)
    expect(resumed[0]?.isStopped).toBe(true)
    expect(last().positions).toMatchObject({ a: 'e1:4' })
    say('a', [5, 6, 7])
    clock.advance(60_000)
    expect(delivered).toEqual(['a 5', 'a 6', 'a 7'])
    expect(resumed).toHaveLength(2)
  })

  test('that is only told by a head is found too', () => {
    last().on.data({ roomId: 'a', position: 'e1:5', events: [] })
    sync.know('b', { epoch: 'e1', seq: 9 })
    clock.advance(1_000)
    expect(resumed).toHaveLength(2)
  })

  test('that the server cannot close is asked about ever more slowly', () => {
    say('a', [9])
    clock.advance(100_000)
    expect(resumed.length).toBeGreaterThan(4)
    expect(resumed.length).toBeLessThan(9)
  })
})

test('another epoch is resumed once more, and its reset replaces the room', () => {
  say('a', [1, 2], 'e2')
  expect(delivered).toEqual([])
  clock.advance(1_000)
  last().on.data({ roomId: 'a', position: 'e2:2', events: [reset(2)] })
  say('a', [3], 'e2')
  expect(delivered).toEqual(['a reset 2', 'a 3'])
  expect(sync.positionOf('a')).toEqual({ epoch: 'e2', seq: 3 })
})

test('a room we did not know begins with its reset', () => {
  last().on.data({ roomId: 'new', position: 'e1:40', events: [reset(40)] })
  say('new', [41])
  expect(delivered).toEqual(['new reset 40', 'new 41'])
})

test('a room that is forgotten is not resumed', () => {
  sync.forget('a')
  sync.pause()
  sync.follow()
  expect(last().positions).toEqual({ b: 'e1:7' })
})
