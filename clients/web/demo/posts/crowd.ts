/** `crowdOf`: as many posts as one wants, evenly over a month: the calendar is measured with 100,000 of them. */
import type { CalendarDay, PostCard } from '../../app/posts-api.ts'

const DAY_MINUTES = 1_440

/** One of `perDay` cards of a day, made when it is looked at. */
function crowdCard(date: string, index: number, perDay: number): PostCard {
  const minute = Math.floor((index / perDay) * DAY_MINUTES)
  const clock = `${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}`
  return {
    id: `crowd-${date}-${index}`,
    authorId: 'p-me',
    head: 2,
    status: index % 7 === 0 ? 'attention' : 'scheduled',
    text: `Post ${index + 1} of ${date}`,
    mediaIds: [],
    tags: [],
    approval: 'none',
    at: `${date}T${clock}:00.000Z`,
    localAt: `${date}T${clock}`,
    timeZone: 'UTC',
    createdAt: '2026-11-01T00:00:00.000Z',
    changedAt: '2026-11-01T00:00:00.000Z',
    inSeries: false,
    targets: (['x', 'linkedin'] as const).map((network, at) => ({
      targetId: `t${at + 1}`,
      toKind: 'account' as const,
      toId: `a-${network}`,
      network,
      life: 'scheduled',
      at: `${date}T${clock}:00.000Z`,
      url: null,
      trouble: null,
    })),
  }
}

/** The day with `count` more posts, of which it shows what it has room for. */
export function withCrowd(day: CalendarDay, count: number, perDay: number): CalendarDay {
  const room = Math.max(0, perDay - day.items.length)
  const more = Array.from({ length: Math.min(room, count) }, (_, index) => crowdCard(day.date, index, count))
  return { ...day, count: day.count + count, items: [...day.items, ...more] }
}
