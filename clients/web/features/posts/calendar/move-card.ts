/** A card on another day: what the calendar shows at once while the server is asked. */
import { instantOf, localTimeOf } from '../../../../../engine/post/wall-clock.ts'
import type { CalendarDay, PostCard } from '../../../app/posts-api.ts'

/** What was planned, on the clocks of its own zone, so many days and minutes later. `2026-11-21T09:00` */
export function shiftLocal(localAt: string, days: number, minutes: number): string {
  const at = new Date(`${localAt.slice(0, 16)}Z`)
  return new Date(at.getTime() + (days * 1440 + minutes) * 60_000).toISOString().slice(0, 16)
}

/** `card` so many days and minutes later by its own clocks: its nine o'clock stays nine o'clock through nights on which clocks jump. */
export function movedCard(card: PostCard, days: number, minutes: number): PostCard {
  const { localAt, timeZone } = card
  if (localAt === null || timeZone === null) return card
  const next = shiftLocal(localAt, days, minutes)
  const at = instantOf({ localDateTime: next, timeZone, gap: 'after', overlap: 'first' })
  return { ...card, localAt: next, at }
}

/** The days with `card` where it now belongs, by the clocks of `timeZone`. Counts follow it. */
export function withCard(days: readonly CalendarDay[], card: PostCard, timeZone: string): CalendarDay[] {
  const date = card.at === null ? null : localTimeOf(card.at, timeZone).slice(0, 10)
  const before = days.find(({ items }) => items.some(({ id }) => id === card.id))?.date
  return days.map((day) => {
    const others = day.items.filter(({ id }) => id !== card.id)
    const isThere = day.date === date
    if (!isThere && day.date !== before) return day
    const items = isThere ? [...others, card].sort(byTime) : others
    return { ...day, items, count: day.count + Number(isThere) - Number(day.date === before) }
  })
}

function byTime(a: PostCard, b: PostCard): number {
  return (a.at ?? '').localeCompare(b.at ?? '') || a.id.localeCompare(b.id)
}

const SETTLED: ReadonlySet<PostCard['status']> = new Set([
  'publishing',
  'published',
  'partlyPublished',
  'failed',
  'cancelled',
])

/** Whether its time may still be changed. */
export function isMovable({ at, status }: Pick<PostCard, 'at' | 'status'>): boolean {
  return at !== null && !SETTLED.has(status)
}
