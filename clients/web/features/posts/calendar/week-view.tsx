/** A week by the hours of its days: height is time, and a card dragged down is a later one. */
import { useLayoutEffect } from 'react'
import { Link } from 'wouter'
import { must } from '../../../../../engine/kernel/assert.ts'
import { localTimeOf } from '../../../../../engine/post/wall-clock.ts'
import type { CalendarDay, PostCard } from '../../../app/posts-api.ts'
import { newPostPath } from '../../../app/routes.ts'
import { useNow } from '../../../app/use-now.ts'
import { classes } from '../../../ui/classes.ts'
import { longDay, weekdayName } from '../time-words.ts'
import { useZone } from '../view-choice.ts'
import { daysFrom, weekStart } from './dates.ts'
import { FIRST_DAY } from './first-day.ts'
import { lanesOf } from './lanes.ts'
import { isMovable } from './move-card.ts'
import { PostChip } from './post-chip.tsx'
import { useCalendar, useMove } from './use-calendar.ts'
import { useDrag } from './use-drag.ts'

const HOUR_PX = 52
const MINUTE_PX = HOUR_PX / 60
/** What a card covers. */
const CARD_MINUTES = 28
/** Cards a day that are asked for. */
const PER_DAY = 50
/** Nobody looks for posts at night first. */
const FIRST_HOUR = 7

interface WeekViewProps {
  /** Any day of it. */
  date: string
  today: string
  onOpenDay: (date: string) => void
}

export function WeekView({ date, today, onOpenDay }: WeekViewProps) {
  const from = weekStart(date, FIRST_DAY)
  const { byDate } = useCalendar({ from, days: 7, perDay: PER_DAY })
  const move = useMove()
  const cardOf = (id: string) =>
    [...byDate.values()].flatMap(({ items }) => items).find((card) => card.id === id)
  const drag = useDrag({
    columns: 7,
    rows: 1,
    minutePx: MINUTE_PX,
    canMove: (id) => isMovable(cardOf(id) ?? { at: null, status: 'draft' }),
    onMove: (id, days, minutes) =>
      move.mutate({ card: must(cardOf(id), 'it is on the screen'), days, minutes }),
  })
  const { scroller, taken } = drag
  useLayoutEffect(() => {
    scroller.current?.scrollTo(0, FIRST_HOUR * HOUR_PX)
  }, [scroller])
  const dates = daysFrom(from, 7)
  return (
    <div ref={scroller} className="h-full overflow-y-auto">
      <div className="sticky top-0 z-10 grid grid-cols-[3rem_repeat(7,minmax(0,1fr))] border-b border-line bg-sheet text-xs font-medium text-ink-faint">
        <span />
        {dates.map((day) => (
          <button
            key={day}
            type="button"
            onClick={() => onOpenDay(day)}
            className="flex items-center gap-1.5 px-2 py-2 hover:bg-wash"
          >
            {weekdayName(day)}
            <span
              className={classes(
                'inline-flex h-5 min-w-5 items-center justify-center rounded-full px-1 tabular-nums',
                day === today && 'bg-signal font-semibold text-on-signal',
              )}
            >
              {Number(day.slice(8))}
            </span>
            <span className="ml-auto font-normal tabular-nums">{byDate.get(day)?.count || ''}</span>
          </button>
        ))}
      </div>
      <div className="grid grid-cols-[3rem_1fr]">
        <Hours />
        <div
          ref={drag.grid}
          role="group"
          aria-label="Days"
          onPointerDown={drag.onPointerDown}
          onKeyDown={drag.onKeyDown}
          onBlur={drag.onBlur}
          className="relative grid grid-cols-7"
          style={{ height: 24 * HOUR_PX }}
        >
          {dates.map((day) => (
            <Column
              key={day}
              date={day}
              day={byDate.get(day)}
              isToday={day === today}
              takenId={taken?.cardId ?? null}
            />
          ))}
          <div
            ref={drag.marker}
            aria-hidden="true"
            className="pointer-events-none absolute top-0 left-0 bg-accent-wash opacity-0 ring-2 ring-accent ring-inset"
          />
          <p role="status" className="sr-only">
            {taken && shiftWords(taken.cells, taken.minutes)}
          </p>
        </div>
      </div>
    </div>
  )
}

function shiftWords(days: number, minutes: number): string {
  const side = days === 0 ? '' : `${Math.abs(days)} days ${days > 0 ? 'later' : 'earlier'} `
  return `${side}${minutes === 0 ? '' : `${Math.abs(minutes)} minutes ${minutes > 0 ? 'later' : 'earlier'}`}`
}

function Hours() {
  return (
    <div aria-hidden="true" className="text-right text-[0.6875rem] text-ink-faint tabular-nums">
      {Array.from({ length: 24 }, (_, hour) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its number
        <div key={hour} style={{ height: HOUR_PX }} className="relative">
          {hour > 0 && <span className="absolute -top-2 right-2">{String(hour).padStart(2, '0')}:00</span>}
        </div>
      ))}
    </div>
  )
}

interface ColumnProps {
  date: string
  day: CalendarDay | undefined
  isToday: boolean
  takenId: string | null
}

function Column({ date, day, isToday, takenId }: ColumnProps) {
  const zone = useZone()
  const minuteOf = (card: PostCard) => minutesOf(localTimeOf(card.at ?? '', zone))
  const { placed, hidden } = lanesOf(day?.items ?? [], minuteOf, CARD_MINUTES)
  return (
    <section
      aria-label={`${longDay(date)}, ${day?.count ?? 0} posts`}
      data-day={date}
      className="@container relative border-l border-line bg-[linear-gradient(var(--line)_1px,transparent_1px)]"
      style={{ backgroundSize: `100% ${HOUR_PX}px` }}
    >
      {Array.from({ length: 24 }, (_, hour) => (
        <Link
          // biome-ignore lint/suspicious/noArrayIndexKey: an hour is its number
          key={hour}
          href={newPostPath(`${date}T${String(hour).padStart(2, '0')}:00`)}
          tabIndex={-1}
          aria-label={`New post on ${longDay(date)} at ${hour}:00`}
          className="block hover:bg-wash"
          style={{ height: HOUR_PX }}
        />
      ))}
      {isToday && <NowLine zone={zone} />}
      {placed.map(({ item, minute, lane, lanes }) => (
        <PostChip
          key={item.id}
          card={item}
          zone={zone}
          isTaken={item.id === takenId}
          className="absolute mr-0.5 bg-raised shadow-sheet"
          style={{
            top: minute * MINUTE_PX + 1,
            left: `calc(${(lane / lanes) * 100}% + 2px)`,
            width: `calc(${100 / lanes}% - 4px)`,
          }}
        />
      ))}
      {[...hidden].map(([minute, count]) => (
        <span
          key={minute}
          className="absolute right-1 rounded bg-wash-strong px-1 text-[0.625rem] text-ink-soft"
          style={{ top: (minute + CARD_MINUTES) * MINUTE_PX }}
        >
          +{count}
        </span>
      ))}
    </section>
  )
}

function NowLine({ zone }: { zone: string }) {
  const nowMs = useNow(30_000)
  const minute = minutesOf(localTimeOf(new Date(nowMs).toISOString(), zone))
  return (
    <div
      aria-hidden="true"
      className="pointer-events-none absolute inset-x-0 z-[1] h-0.5 rounded-full bg-signal"
      style={{ top: minute * MINUTE_PX - 1 }}
    />
  )
}

/** Since midnight, of `2026-11-21T09:30`. */
function minutesOf(local: string): number {
  return Number(local.slice(11, 13)) * 60 + Number(local.slice(14, 16))
}
