import { expect, test } from 'vitest'
import type { Plan, SocketPlan } from './plan.ts'
import { split } from './split.ts'

const socket = (counts: SocketPlan['counts'], path: string): SocketPlan => ({
  path,
  opening: [],
  readyAfter: 0,
  counts,
})

function planOf(listeners: number): Plan {
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

test('a small room stays with one process', () => {
  const plan = planOf(500)
  expect(split(plan)).toEqual({ crowd: plan, watch: null })
})

test('of a large room some listeners are watched apart, nobody is lost, and voices keep their sockets', () => {
  const { crowd, watch } = split(planOf(5_000))
  expect(watch?.sockets).toHaveLength(64)
  expect(watch?.voices).toEqual([])
  expect(watch?.expects).toEqual({ deliveries: 64 })
  expect(crowd.expects).toEqual({ deliveries: 4_936 })
  const paths = [...crowd.sockets, ...(watch?.sockets ?? [])].map(({ path }) => path)
  expect(new Set(paths).size).toBe(5_002)
  expect(crowd.voices.map(({ socket }) => crowd.sockets[socket]?.path)).toEqual([
    '/first-speaker',
    '/last-speaker',
  ])
})

test('many rooms are not split: a message there goes to few', () => {
  const plan = { ...planOf(5_000), expects: { deliveries: 10 } }
  expect(split(plan).watch).toBeNull()
})
