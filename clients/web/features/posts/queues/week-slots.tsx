/** A week of times: seven columns, and on a phone a list of the days that have any. */
import { Plus } from 'lucide-react'
import type { ComingSlot, Slot } from '../../../app/api.ts'
import { classes } from '../../../ui/classes.ts'
import { FIRST_DAY } from '../calendar/first-day.ts'
import { longWeekday, weekdayName } from '../time-words.ts'
import { SlotTile } from './slot-tile.tsx'
import type { useSlotDeeds } from './use-queues.ts'
import { comingIn, dateOfWeekday, weekOf } from './week.ts'

interface WeekSlotsProps {
  slots: readonly Slot[]
  /** Null: not known yet. */
  coming: readonly ComingSlot[] | null
  accountId: string
  /** Null: the reader only looks. */
  deeds: ReturnType<typeof useSlotDeeds> | null
  onAdd: (weekday: number) => void
}

export function WeekSlots({ slots, coming, accountId, deeds, onAdd }: WeekSlotsProps) {
  return (
    <ul className="grid border-t border-line max-lg:divide-y max-lg:divide-line lg:grid-cols-7 lg:divide-x lg:divide-line">
      {weekOf(slots, FIRST_DAY).map(({ weekday, slots: ofDay }) => {
        const day = dateOfWeekday(weekday)
        return (
          <li
            key={weekday}
            aria-label={longWeekday(day)}
            className={classes(
              'min-w-0 p-2 max-lg:flex max-lg:gap-3 max-lg:px-4',
              ofDay.length === 0 && 'max-lg:hidden',
            )}
          >
            <p
              aria-hidden="true"
              className="flex h-7 items-center px-1 text-xs font-medium text-ink-faint max-lg:w-9 max-lg:shrink-0"
            >
              {weekdayName(day)}
            </p>
            <div className="min-w-0 flex-1 space-y-1.5">
              {ofDay.map((slot) => (
                <SlotTile
                  key={slot.id}
                  slot={slot}
                  accountId={accountId}
                  coming={coming && comingIn(coming, slot.id)}
                  deeds={deeds}
                />
              ))}
              {deeds !== null && (
                <button
                  type="button"
                  aria-label={`Add a time on ${longWeekday(day)}`}
                  title={`Add a time on ${longWeekday(day)}`}
                  onClick={() => onAdd(weekday)}
                  className="flex h-8 w-full items-center justify-center rounded-xl border border-dashed border-line-strong text-ink-faint hover:bg-wash hover:text-ink max-lg:hidden"
                >
                  <Plus size={15} aria-hidden="true" />
                </button>
              )}
            </div>
          </li>
        )
      })}
    </ul>
  )
}
