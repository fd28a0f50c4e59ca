import { expect, test } from 'vitest'
import type { Plan, SocketPlan } from './plan.ts'
import { split } from './split.ts'

const socket = (counts: SocketPlan['counts'], path: string): SocketPlan => ({
  path,
  opening: [],
  readyAfter: 0,
  counts,
})
const pathsOf = ({ sockets }: Plan) => sockets.map(({ path }) => path)
const speakersOf = ({ voices, sockets }: Plan) => voices.map(({ socket }) => sockets[socket]?.path)

function oneRoom(listeners: number): Plan {
  const sockets = [
    socket('answers', '/first-speaker'),
    ...Array.from({ length: listeners }, (_, index) => socket('deliveries', `/${index}`)),
    socket('answers', '/last-speaker'),
  ]
  const voices = [
    { socket: 0, template: 'a' },
    { socket: sockets.length - 1, template: 'b' },
  ]
  return { url: 'http://x', sockets, voices, expects: { deliveries: listeners }, reading: { by: 'frame' } }
}

/** Two listeners a room, and a voice in each, two rooms to a speaker. */
function manyRooms(rooms: number): Plan {
  const listeners = Array.from({ length: rooms * 2 }, (_, index) =>
    socket('deliveries', `/room-${Math.floor(index / 2)}`),
  )
  const speakers = Array.from({ length: rooms / 2 }, (_, index) => socket('nothing', `/speaker-${index}`))
  const voices = Array.from({ length: rooms }, (_, room) => ({
    socket: listeners.length + (room % speakers.length),
    template: `/room-${room}`,
  }))
  return {
    url: 'http://x',
    sockets: [...listeners, ...speakers],
    voices,
    expects: { deliveries: 2 },
    reading: { by: 'frame' },
  }
}

test('a small room stays with one process', () => {
  const plan = oneRoom(100)
  expect(split(plan, 3)).toEqual([{ plan, share: 1 }])
})

test('in a large room one process speaks and watches, and others count', () => {
  const [front, ...counters] = split(oneRoom(5_000), 2)
  expect(front?.plan.expects).toEqual({ deliveries: 64 })
  expect(front && speakersOf(front.plan)).toEqual(['/first-speaker', '/last-speaker'])
  expect(front?.plan.rests).toBeUndefined()
  expect(counters.map(({ plan }) => plan.expects)).toEqual([{ deliveries: 2_468 }, { deliveries: 2_468 }])
  for (const { plan, share } of counters)
    expect({ share, ...plan }).toMatchObject({ share: 1, voices: [], rests: true })
  const all = split(oneRoom(5_000), 2).flatMap(({ plan }) => pathsOf(plan))
  expect(all).toHaveLength(5_002)
  expect(new Set(all).size).toBe(5_002)
})

test('of many rooms every process has some, with their voices and all their listeners', () => {
  const plan = manyRooms(10)
  expect(split(plan, 1)).toEqual([{ plan, share: 1 }])
  const parts = split(plan, 3)
  expect(parts.map(({ share }) => share)).toEqual([0.4, 0.3, 0.3])
  for (const { plan: own } of parts) {
    const rooms = own.voices.map(({ template }) => template)
    expect(new Set(pathsOf(own).filter((path) => path.startsWith('/room')))).toEqual(new Set(rooms))
    expect(own.sockets.filter(({ counts }) => counts === 'deliveries')).toHaveLength(rooms.length * 2)
    expect(speakersOf(own).every((path) => path?.startsWith('/speaker'))).toBe(true)
  }
  expect(parts.flatMap(({ plan: own }) => own.voices)).toHaveLength(10)
})

test('callers are shared out with their sockets', () => {
  const sockets = Array.from({ length: 5 }, (_, index) => socket('answers', `/${index}`))
  const voices = sockets.map((_, index) => ({ socket: index, template: `${index}` }))
  const parts = split({ url: '', sockets, voices, expects: 'answer', reading: { by: 'frame' } }, 2)
  expect(parts.map(({ plan }) => speakersOf(plan))).toEqual([
    ['/0', '/2', '/4'],
    ['/1', '/3'],
  ])
  expect(parts.map(({ share }) => share)).toEqual([0.6, 0.4])
})
