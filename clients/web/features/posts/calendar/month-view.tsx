/** A month as weeks of days with the first few posts of each; cards are dragged from day to day. */
import { Plus } from 'lucide-react'
import { useLayoutEffect } from 'react'
import { Link } from 'wouter'
import { must } from '../../../../../engine/kernel/assert.ts'
import type { CalendarDay } from '../../../app/posts-api.ts'
import { newPostPath } from '../../../app/routes.ts'
import { classes } from '../../../ui/classes.ts'
import { STATUS_LOOKS, TONE_DOTS } from '../status-look.ts'
import { longDay, weekdayName } from '../time-words.ts'
import { useZone } from '../view-choice.ts'
import { daysFrom, monthGrid } from './dates.ts'
import { cornerOf } from './drag-geometry.ts'
import { FIRST_DAY } from './first-day.ts'
import { isMovable } from './move-card.ts'
import { PostChip } from './post-chip.tsx'
import { type Calendar, useCalendar, useMove } from './use-calendar.ts'
import { type DragHandles, useDrag } from './use-drag.ts'

/** Cards a day; more are a number. */
export const PER_DAY = 4

interface MonthViewProps {
  /** Any day of it. */
  date: string
  today: string
  onOpenDay: (date: string) => void
}

export function MonthView({ date, today, onOpenDay }: MonthViewProps) {
  const { from, days: count } = monthGrid(date, FIRST_DAY)
  const calendar = useCalendar({ from, days: count, perDay: PER_DAY })
  const move = useMove()
  const cardOf = (id: string) =>
    [...calendar.byDate.values()].flatMap(({ items }) => items).find((card) => card.id === id)
  const drag = useDrag({
    columns: 7,
    rows: count / 7,
    minutePx: null,
    canMove: (id) => isMovable(cardOf(id) ?? { at: null, status: 'draft' }),
    onMove: (id, days, minutes) =>
      move.mutate({ card: must(cardOf(id), 'it is on the screen'), days, minutes }),
  })
  const dates = daysFrom(from, count)
  const { scroller } = drag
  // biome-ignore lint/correctness/useExhaustiveDependencies: another month begins at its own place
  useLayoutEffect(() => {
    const here = scroller.current?.querySelector<HTMLElement>('[aria-current="date"]')
    const week = here?.closest<HTMLElement>('[data-day]')?.offsetTop ?? 0
    // with the week before it in sight
    scroller.current?.scrollTo({ top: week - (scroller.current?.clientHeight ?? 0) / 3 })
  }, [scroller, from])
  return (
    <div ref={drag.scroller} className="flex h-full min-h-0 flex-col overflow-y-auto">
      <Weekdays dates={dates.slice(0, 7)} />
      <div
        ref={drag.grid}
        role="group"
        aria-label="Days"
        onPointerDown={drag.onPointerDown}
        onKeyDown={drag.onKeyDown}
        onBlur={drag.onBlur}
        className="relative grid flex-1 auto-rows-[minmax(4rem,1fr)] grid-cols-7 md:auto-rows-[minmax(8.75rem,1fr)]"
      >
        {dates.map((day) => (
          <Day
            key={day}
            date={day}
            day={calendar.byDate.get(day)}
            isOutside={day.slice(0, 7) !== date.slice(0, 7)}
            isToday={day === today}
            takenId={drag.taken?.cardId ?? null}
            onOpen={() => onOpenDay(day)}
          />
        ))}
        <div
          ref={drag.marker}
          aria-hidden="true"
          className="pointer-events-none absolute top-0 left-0 rounded-lg bg-accent-wash opacity-0 ring-2 ring-accent ring-inset"
        />
        <KeyMarker drag={drag} calendar={calendar} dates={dates} />
      </div>
    </div>
  )
}

function Weekdays({ dates }: { dates: string[] }) {
  return (
    <div className="sticky top-0 z-10 grid shrink-0 grid-cols-7 border-b border-line bg-sheet text-xs font-medium text-ink-faint">
      {dates.map((day) => (
        <div key={day} className="px-2 py-1.5 max-md:px-0 max-md:text-center">
          {weekdayName(day)}
        </div>
      ))}
    </div>
  )
}

interface DayProps {
  date: string
  day: CalendarDay | undefined
  isOutside: boolean
  isToday: boolean
  takenId: string | null
  onOpen: () => void
}

function Day({ date, day, isOutside, isToday, takenId, onOpen }: DayProps) {
  const zone = useZone()
  const more = day ? day.count - Math.min(day.items.length, PER_DAY) : 0
  return (
    <section
      aria-label={`${longDay(date)}, ${day?.count ?? 0} posts`}
      data-day={date}
      className={classes(
        'group @container flex min-w-0 flex-col gap-0.5 overflow-hidden border-r border-b border-line p-1 [&:nth-child(7n)]:border-r-0',
        isOutside && 'bg-wash text-ink-faint',
      )}
    >
      <div className="flex h-6 shrink-0 items-center gap-1 pl-1 max-md:justify-center max-md:pl-0">
        <button
          type="button"
          onClick={onOpen}
          aria-label={`All of ${longDay(date)}`}
          aria-current={isToday ? 'date' : undefined}
          className={classes(
            'inline-flex h-5 min-w-5 items-center justify-center rounded-full px-1 text-xs font-medium tabular-nums hover:bg-wash-strong',
            isToday && 'bg-signal font-semibold text-on-signal hover:bg-signal',
          )}
        >
          {Number(date.slice(8))}
        </button>
        <Link
          href={newPostPath(date)}
          aria-label={`New post on ${longDay(date)}`}
          className="ml-auto inline-flex size-5 items-center justify-center rounded-md text-ink-faint opacity-0 max-md:hidden group-hover:opacity-100 hover:bg-wash-strong hover:text-ink focus-visible:opacity-100"
        >
          <Plus size={14} />
        </Link>
      </div>
      {day?.items.slice(0, PER_DAY).map((card) => (
        <PostChip
          key={card.id}
          card={card}
          zone={zone}
          isTaken={card.id === takenId}
          className="shrink-0 max-md:hidden"
        />
      ))}
      <Dots day={day} onOpen={onOpen} />
      {more > 0 && (
        <button
          type="button"
          onClick={onOpen}
          className="h-5 max-md:hidden shrink-0 rounded-md px-1.5 text-left text-xs font-medium text-ink-faint hover:bg-wash-strong hover:text-ink"
        >
          +{more.toLocaleString()} more
        </button>
      )}
    </section>
  )
}

/** On a phone a day is too narrow for words: it says how much there is and how that stands, and opens. */
function Dots({ day, onOpen }: { day: CalendarDay | undefined; onOpen: () => void }) {
  if (!day || day.count === 0) return null
  return (
    <button
      type="button"
      onClick={onOpen}
      aria-label={`${day.count} posts on ${longDay(day.date)}`}
      className="flex flex-1 flex-col items-center gap-1.5 rounded-md pt-1 md:hidden"
    >
      <span className="flex gap-0.5">
        {day.items.slice(0, PER_DAY).map(({ id, status }) => (
          <span key={id} className={classes('size-1.5 rounded-full', TONE_DOTS[STATUS_LOOKS[status].tone])} />
        ))}
      </span>
      <span className="text-xs text-ink-faint tabular-nums">{day.count.toLocaleString()}</span>
    </button>
  )
}

/** Where a card that the keys have taken would land, drawn and said. */
function KeyMarker({ drag, calendar, dates }: { drag: DragHandles; calendar: Calendar; dates: string[] }) {
  const { taken } = drag
  const from = taken && dates.findIndex((date) => has(calendar, date, taken.cardId))
  const cell = taken && from !== null ? from + taken.cells : null
  const date = cell === null ? undefined : dates[cell]
  const box = drag.grid.current
  return (
    <>
      <p role="status" className="sr-only">
        {taken && (date ? `To ${longDay(date)}` : 'Outside of this month')}
      </p>
      {cell !== null && date && box && (
        <div
          aria-hidden="true"
          className="pointer-events-none absolute top-0 left-0 rounded-lg bg-accent-wash ring-2 ring-accent ring-inset"
          style={markerStyle(box, dates.length / 7, cell)}
        />
      )}
    </>
  )
}

function has(calendar: Calendar, date: string, cardId: string): boolean {
  return calendar.byDate.get(date)?.items.some(({ id }) => id === cardId) ?? false
}

function markerStyle(box: HTMLElement, rows: number, cell: number): React.CSSProperties {
  const cellWidth = box.clientWidth / 7
  const cellHeight = box.clientHeight / rows
  const { x, y } = cornerOf({ left: 0, top: 0, cellWidth, cellHeight, columns: 7, rows }, cell)
  return { width: cellWidth, height: cellHeight, transform: `translate(${x}px, ${y}px)` }
}
