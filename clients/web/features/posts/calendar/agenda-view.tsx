/** Two weeks as a list of days: what a phone shows first. */
import { CalendarPlus } from 'lucide-react'
import { Link } from 'wouter'
import { newPostPath } from '../../../app/routes.ts'
import { Empty } from '../../../ui/empty.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { PostRow } from '../post-row.tsx'
import { longDay } from '../time-words.ts'
import { daysFrom } from './dates.ts'
import { useCalendar } from './use-calendar.ts'

export const AGENDA_DAYS = 14
const PER_DAY = 12

interface AgendaViewProps {
  /** Its first day. */
  date: string
  today: string
  onOpenDay: (date: string) => void
}

export function AgendaView({ date, today, onOpenDay }: AgendaViewProps) {
  const { byDate, isLoading } = useCalendar({ from: date, days: AGENDA_DAYS, perDay: PER_DAY })
  if (isLoading) return <SkeletonRows count={6} label="Loading posts" />
  const days = daysFrom(date, AGENDA_DAYS).filter((day) => (byDate.get(day)?.count ?? 0) > 0)
  return (
    <div className="h-full overflow-y-auto pb-24">
      <div className="mx-auto max-w-3xl">
        {days.length === 0 && <NothingPlanned date={date} />}
        {days.map((day) => {
          const { items = [], count = 0 } = byDate.get(day) ?? {}
          const more = count - items.length
          return (
            <section key={day} aria-label={longDay(day)} data-day={day}>
              <h2 className="sticky top-0 z-[1] flex items-baseline gap-2 bg-sheet px-4 pt-4 pb-1.5 text-sm font-semibold md:px-6">
                {day === today ? 'Today' : longDay(day)}
                <span className="font-normal text-ink-faint tabular-nums">{count.toLocaleString()}</span>
              </h2>
              {items.map((card) => (
                <PostRow key={card.id} card={card} />
              ))}
              {more > 0 && (
                <button
                  type="button"
                  onClick={() => onOpenDay(day)}
                  className="mx-3 h-9 rounded-lg px-3 text-sm font-medium text-accent hover:bg-wash"
                >
                  {more.toLocaleString()} more on this day
                </button>
              )}
            </section>
          )
        })}
      </div>
    </div>
  )
}

function NothingPlanned({ date }: { date: string }) {
  return (
    <Empty
      icon={<CalendarPlus size={22} />}
      title="Nothing planned here"
      action={
        <Link
          href={newPostPath()}
          className="inline-flex h-9 items-center rounded-lg bg-accent px-3.5 font-medium text-on-accent hover:bg-accent-hover"
        >
          New post
        </Link>
      }
    >
      Nothing goes out in the two weeks from {longDay(date)}. Write something now, and choose when it goes
      out.
    </Empty>
  )
}
