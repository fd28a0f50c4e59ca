/** The next times of a series as they will be, each of which can be left out; and what is left out, which can be taken back. */
import { X } from 'lucide-react'
import { instantOf, type WallClock } from '../../../../../engine/post/wall-clock.ts'
import { LIMITS } from '../../../../../engine/protocol/limits.ts'
import { dayAndTime, jumpWords, zoneName } from '../time-words.ts'
import { useZone } from '../view-choice.ts'
import { nextTimes, type Repeat } from './repeat.ts'
import { dateName } from './repeat-words.ts'

interface NextTimesProps {
  /** The first time, on whose clock all others come. */
  at: WallClock
  repeat: Repeat
  nowMs: number
  onSkip: (dates: readonly string[]) => void
}

const SHOWN = 5

export function NextTimes({ at, repeat, nowMs, onSkip }: NextTimesProps) {
  const { skip } = repeat
  const times = nextTimes(repeat, at, nowMs, SHOWN)
  return (
    <div className="mt-3 rounded-xl bg-wash px-3.5 py-3">
      <h3 className="text-sm font-medium">Then it goes out</h3>
      <ol className="mt-1" aria-live="polite">
        {times.map((localDateTime) => (
          <li key={localDateTime} className="flex min-h-8 items-center gap-2 text-sm">
            <Time at={{ ...at, localDateTime }} />
            {skip.length < LIMITS.seriesSkipsMax && (
              <button
                type="button"
                aria-label={`Not on ${dateName(localDateTime.slice(0, 10))}`}
                onClick={() => onSkip([...skip, localDateTime.slice(0, 10)].sort())}
                className="ml-auto h-7 shrink-0 rounded-md px-2 text-ink-faint hover:bg-wash-strong hover:text-ink"
              >
                Skip
              </button>
            )}
          </li>
        ))}
      </ol>
      {skip.length > 0 && (
        <ul className="mt-2 flex flex-wrap items-center gap-1.5 text-sm" aria-label="Left out">
          {skip.map((date) => (
            <li
              key={date}
              className="inline-flex items-center rounded-md bg-wash-strong py-0.5 pr-0.5 pl-2 text-ink-soft"
            >
              not on {dateName(date)}
              <button
                type="button"
                aria-label={`On ${dateName(date)} after all`}
                onClick={() => onSkip(skip.filter((other) => other !== date))}
                className="inline-flex size-6 items-center justify-center rounded text-ink-faint hover:text-ink"
              >
                <X size={13} />
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** On the clock of the post; on that of whoever looks, where it is another one; and what happens to it in a night of two clocks. */
function Time({ at }: { at: WallClock }) {
  const zone = useZone()
  const instant = instantOf(at)
  const jump = jumpWords(at)
  return (
    <span className="min-w-0">
      <span className="tabular-nums">
        {instant === null ? dateName(at.localDateTime.slice(0, 10)) : dayAndTime(instant, at.timeZone)}
      </span>
      {instant !== null && at.timeZone !== zone && (
        <span className="text-ink-faint">
          {' '}
          · {dayAndTime(instant, zone)} in {zoneName(zone)}
        </span>
      )}
      {jump && <span className="block text-signal-ink">{jump.says}</span>}
    </span>
  )
}
