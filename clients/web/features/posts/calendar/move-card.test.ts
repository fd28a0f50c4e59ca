import { expect, test } from 'vitest'
import type { CalendarDay, PostCard } from '../../../app/posts-api.ts'
import { isMovable, movedCard, shiftLocal, withCard } from './move-card.ts'

const card = (id: string, localAt: string, timeZone = 'Europe/Berlin'): PostCard =>
  movedCard(
    {
      id,
      authorId: 'ann',
      head: 2,
      status: 'scheduled',
      text: 'hello',
      mediaIds: [],
      tags: [],
      approval: 'none',
      at: null,
      localAt,
      timeZone,
      createdAt: '2026-11-01T00:00:00Z',
      changedAt: '2026-11-01T00:00:00Z',
      inSeries: false,
      targets: [],
    },
    0,
    0,
  )

const day = (date: string, ...items: PostCard[]): CalendarDay => ({ date, count: items.length, items })

test('nine in the morning stays nine in the morning when clocks have jumped', () => {
  const before = card('p1', '2026-10-23T09:00')
  expect(before.at).toBe('2026-10-23T07:00:00.000Z')
  const after = movedCard(before, 3, 0)
  expect([after.localAt, after.at]).toEqual(['2026-10-26T09:00', '2026-10-26T08:00:00.000Z'])
  expect(shiftLocal('2026-12-31T23:50', 0, 15)).toBe('2027-01-01T00:05')
})

test('a card that moves leaves one day and comes in time order to another', () => {
  const moving = card('p1', '2026-11-23T09:00')
  const others = [card('p2', '2026-11-24T08:00'), card('p3', '2026-11-24T10:00')]
  const days = [day('2026-11-23', moving), day('2026-11-24', ...others), day('2026-11-25')]
  const after = withCard(days, movedCard(moving, 1, 0), 'Europe/Berlin')
  expect(after.map(({ count, items }) => [count, items.map(({ id }) => id)])).toEqual([
    [0, []],
    [3, ['p2', 'p1', 'p3']],
    [0, []],
  ])
  expect(after[2]).toBe(days[2])
})

test('which day it is depends on whose clocks one looks through', () => {
  const late = card('p1', '2026-11-23T23:30')
  const days = [day('2026-11-23', late), day('2026-11-24')]
  expect(withCard(days, late, 'Asia/Tokyo').map(({ count }) => count)).toEqual([0, 1])
})

test('a card that moves out of sight is counted nowhere any more', () => {
  const moving = card('p1', '2026-11-23T09:00')
  expect(withCard([day('2026-11-23', moving)], movedCard(moving, 9, 0), 'UTC')).toEqual([day('2026-11-23')])
})

test('what is out, or is going out, stays where it is', () => {
  const at = '2026-11-21T10:00:00Z'
  expect(isMovable({ at, status: 'scheduled' })).toBe(true)
  expect(isMovable({ at, status: 'inReview' })).toBe(true)
  expect(isMovable({ at, status: 'published' })).toBe(false)
  expect(isMovable({ at: null, status: 'draft' })).toBe(false)
})
