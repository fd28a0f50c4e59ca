import { describe, expect, it } from 'vitest'
import { type Count, type KnownFrame, makeAnswers, makeDeliveries, timeIn } from './counter.ts'
import type { Reading } from './plan.ts'

const ROOM = '0b5a3f1e-0000-4000-8000-000000000001'
const OTHER = '1c5a3f1e-0000-4000-8000-000000000002'

function frame(roomId: string, seq: number, texts: readonly string[]): Buffer {
  const events = texts.map((text) => ({ payload: { text } }))
  return Buffer.from(
    `{"id":"sync","result":{"type":"data","data":{"roomId":"${roomId}","position":"ab12:${seq}","events":${JSON.stringify(events)}}}}`,
  )
}

function counter(reading: Reading, rooms: readonly (readonly [string, number])[]) {
  const count: Count = { events: 0, faults: 0 }
  const known = new Map<string, KnownFrame>()
  const sockets = [makeDeliveries(reading, rooms, known, count), makeDeliveries(reading, rooms, known, count)]
  return {
    count,
    read: (socket: 0 | 1, bytes: Buffer) =>
      (sockets[socket] as (typeof sockets)[number])(bytes, 0, bytes.length, bytes.length),
  }
}

const BY_POSITION: Reading = { by: 'position', positionAfter: '"position":"' }

describe('counting by position', () => {
  it('counts a batch once for each socket that gets it', () => {
    const { count, read } = counter(BY_POSITION, [[ROOM, 4]])
    const batch = frame(ROOM, 7, ['~1', '~2', '~3'])
    expect([read(0, batch), read(1, batch)]).toEqual([3, 3])
    expect(read(0, frame(ROOM, 8, ['~4']))).toBe(1)
    expect(count.faults).toBe(0)
  })

  it('notices a frame that does not hold what its position promises', () => {
    const { count, read } = counter(BY_POSITION, [[ROOM, 4]])
    read(0, frame(ROOM, 7, ['~1', '~2']))
    expect(count.faults).toBe(1)
  })

  it('notices a frame that one socket has not got', () => {
    const { count, read } = counter(BY_POSITION, [[ROOM, 0]])
    const [first, second] = [frame(ROOM, 1, ['~1']), frame(ROOM, 2, ['~2'])]
    for (const bytes of [first, second]) read(0, bytes)
    read(1, second)
    expect(count.faults).toBe(1)
  })

  it('notices an event that came twice', () => {
    const { count, read } = counter(BY_POSITION, [[ROOM, 0]])
    const first = frame(ROOM, 1, ['~1'])
    expect(read(0, first)).toBe(1)
    expect(read(0, first)).toBe(0)
    expect(count.faults).toBe(1)
  })

  it('keeps rooms of one socket apart', () => {
    const rooms = [
      [ROOM, 4],
      [OTHER, 9],
    ] as const
    const { count, read } = counter(BY_POSITION, rooms)
    expect(read(0, frame(ROOM, 5, ['~1']))).toBe(1)
    expect(read(0, frame(OTHER, 11, ['~1', '~2']))).toBe(2)
    expect(count.faults).toBe(0)
  })
})

it('counts by bytes where events are packed as the server likes', () => {
  const { read } = counter({ by: 'bytes', eventBytes: 100 }, [])
  expect([read(0, Buffer.alloc(250)), read(0, Buffer.alloc(50)), read(0, Buffer.alloc(100))]).toEqual([
    2, 1, 1,
  ])
})

it('reads when an event was due, from anywhere in the frame', () => {
  const bytes = Buffer.from('[{"text":"~000000000000123 hi"},{"text":"~000000000000456 hi"}]')
  expect(timeIn(bytes, 0, bytes.length, 0)).toBe(123)
  expect(timeIn(bytes, 0, bytes.length, 0.4)).toBe(456)
  expect(timeIn(bytes, 0, bytes.length, 0.95)).toBe(123)
  expect(timeIn(Buffer.from('[]'), 0, 2, 0.5)).toBe(null)
})

it('tells answers, refusals and other frames apart', () => {
  const answerIn = makeAnswers({ by: 'frame', answerIdAt: 6, answerOk: ',"result"' })
  const read = (text: string) => answerIn(Buffer.from(text), 0, text.length)
  expect(read('{"id":1000000007,"result":{}}')).toBe(1_000_000_007)
  expect(read('{"id":1000000007,"error":{}}')).toBe(-1_000_000_007)
  expect(read('{"id":"sync","result":{}}')).toBe(0)
})
