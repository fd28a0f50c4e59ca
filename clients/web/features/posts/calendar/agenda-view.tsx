/** Two weeks as a list of days: what a phone shows first, and where many posts are changed at once. */
import { CalendarPlus } from 'lucide-react'
import { Link } from 'wouter'
import type { CalendarDay } from '../../../app/posts-api.ts'
import { newPostPath } from '../../../app/routes.ts'
import { Empty } from '../../../ui/empty.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { BulkBar } from '../bulk/bulk-bar.tsx'
import { ChooseAll } from '../bulk/choose-all.tsx'
import { SelectableRow } from '../bulk/selectable-row.tsx'
import { type Choosing, useSelection } from '../bulk/use-selection.ts'
import { longDay } from '../time-words.ts'
import { useViewChoice } from '../view-choice.ts'
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
  const span = { from: date, days: AGENDA_DAYS }
  const { byDate, isLoading, loadAll } = useCalendar({ ...span, perDay: PER_DAY })
  const days = daysFrom(date, AGENDA_DAYS).filter((day) => (byDate.get(day)?.count ?? 0) > 0)
  const all = days.flatMap((day) => byDate.get(day)?.items ?? [])
  const choosing = useSelection(all, useListKey(date))
  if (isLoading) return <SkeletonRows count={6} label="Loading posts" />
  return (
    <div className="relative h-full">
      <div className="h-full overflow-y-auto pb-28">
        <div className="mx-auto max-w-3xl">
          {days.length === 0 ? (
            <NothingPlanned date={date} />
          ) : (
            <ChooseAll choosing={choosing} shown={all.length} loadAll={loadAll} />
          )}
          {days.map((day) => (
            <Day
              key={day}
              date={day}
              isToday={day === today}
              posts={byDate.get(day)}
              choosing={choosing}
              onOpen={() => onOpenDay(day)}
            />
          ))}
        </div>
      </div>
      <BulkBar choosing={choosing} />
    </div>
  )
}

/** Names what is listed, so that nothing of another list stays chosen. */
function useListKey(date: string): string {
  const { statuses, accountIds, tags, zone } = useViewChoice()
  return JSON.stringify([date, statuses, accountIds, tags, zone])
}

interface DayProps {
  date: string
  isToday: boolean
  posts: CalendarDay | undefined
  choosing: Choosing
  onOpen: () => void
}

function Day({ date, isToday, posts, choosing, onOpen }: DayProps) {
  const { items = [], count = 0 } = posts ?? {}
  const more = count - items.length
  return (
    <section aria-label={longDay(date)} data-day={date}>
      <h2 className="sticky top-0 z-[1] flex items-baseline gap-2 bg-sheet px-4 pt-4 pb-1.5 text-sm font-semibold md:px-6">
        {isToday ? 'Today' : longDay(date)}
        <span className="font-normal text-ink-faint tabular-nums">{count.toLocaleString()}</span>
      </h2>
      {items.map((card) => (
        <SelectableRow
          key={card.id}
          card={card}
          isChosen={choosing.chosen.has(card.id)}
          onPick={choosing.pick}
        />
      ))}
      {more > 0 && (
        <button
          type="button"
          onClick={onOpen}
          className="mx-3 h-9 rounded-lg px-3 text-sm font-medium text-accent hover:bg-wash"
        >
          {more.toLocaleString()} more on this day
        </button>
      )}
    </section>
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
