/** Where a series ends: never, after a date, or after a number of times. */
import type { WallClock } from '../../../../../engine/post/wall-clock.ts'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { shiftMonth } from '../calendar/dates.ts'
import type { RepeatEnd } from './repeat.ts'

interface EndFieldProps {
  end: RepeatEnd
  /** The first time. */
  at: WallClock
  onChange: (end: RepeatEnd) => void
}

/** Offered first. */
const MONTHS = 3
const TIMES = 10

export function EndField({ end, at, onChange }: EndFieldProps) {
  const first = at.localDateTime.slice(0, 10)
  const choose = (is: string) => {
    if (is === 'until') onChange({ is, date: shiftMonth(first, MONTHS) })
    else onChange(is === 'count' ? { is, count: TIMES } : { is: 'never' })
  }
  return (
    <div className="mt-2.5 flex flex-wrap items-center gap-2 text-sm text-ink-soft">
      Ends
      <select
        aria-label="Ends"
        value={end.is}
        onChange={(event) => choose(event.target.value)}
        className={`${INPUT_CLASSES} h-9 w-auto!`}
      >
        <option value="never">never</option>
        <option value="until">on a date</option>
        <option value="count">after a number of times</option>
      </select>
      {end.is === 'until' && (
        <input
          type="date"
          aria-label="Last day"
          min={first}
          value={end.date}
          onChange={(event) => event.target.value && onChange({ is: 'until', date: event.target.value })}
          className={`${INPUT_CLASSES} h-9 w-auto! tabular-nums`}
        />
      )}
      {end.is === 'count' && (
        <>
          <input
            type="number"
            aria-label="How many times more"
            min={1}
            max={LIMITS.seriesCountMax}
            value={end.count === 0 ? '' : end.count}
            onChange={(event) => onChange({ is: 'count', count: Math.trunc(Number(event.target.value)) })}
            className={`${INPUT_CLASSES} h-9 w-24! tabular-nums`}
          />
          times more
        </>
      )}
    </div>
  )
}
