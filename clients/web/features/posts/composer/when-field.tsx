/** When a post goes out: a time on somebody's clocks, what those clocks do that night, and what happens when it is late. */
import { CalendarClock, CalendarOff, Moon } from 'lucide-react'
import { useState } from 'react'
import { instantOf, isLocalDateTime, type WallClock } from '../../../../../engine/post/wall-clock.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button } from '../../../ui/button.tsx'
import { INPUT_CLASSES } from '../../../ui/field.tsx'
import { dayAndTime, fromNow, jumpWords, zoneName } from '../time-words.ts'
import { useZone } from '../view-choice.ts'
import { ZonePicker } from '../zone-picker.tsx'
import type { Draft } from './draft.ts'
import { LatenessField } from './lateness-field.tsx'
import { SlotButton } from './slot-button.tsx'
import { hasPassed, suggestedTime } from './wanted-time.ts'

interface WhenFieldProps {
  draft: Draft
  onChange: (change: Partial<Draft>) => void
}

export function WhenField({ draft, onChange }: WhenFieldProps) {
  const zone = useZone()
  const [before, setBefore] = useState<WallClock | null>(draft.at)
  const { at } = draft
  if (at === null) {
    return (
      <fieldset>
        <Legend />
        <div className="flex flex-wrap items-center gap-3">
          <p className="flex items-center gap-2 text-ink-soft">
            <CalendarOff size={17} aria-hidden="true" />
            No time yet: it stays a draft.
          </p>
          <Button onClick={() => onChange({ at: before ?? suggestedTime(null, zone, Date.now()) })}>
            <CalendarClock size={16} aria-hidden="true" />
            Choose a time
          </Button>
          <SlotButton
            draft={draft}
            onChoose={(slot) => onChange({ at: { gap: 'after', overlap: 'first', ...slot } })}
          />
        </div>
      </fieldset>
    )
  }
  const set = (change: Partial<WallClock>) => {
    setBefore({ ...at, ...change })
    onChange({ at: { ...at, ...change } })
  }
  return (
    <fieldset>
      <Legend />
      <div className="flex flex-wrap items-center gap-2">
        <input
          type="datetime-local"
          aria-label="Date and time"
          required
          value={at.localDateTime.slice(0, 16)}
          onChange={(event) => event.target.value && set({ localDateTime: event.target.value })}
          className={`${INPUT_CLASSES} h-10 w-auto! text-md tabular-nums`}
        />
        <ZonePicker
          label="Time zone of the post"
          value={at.timeZone}
          at={instantIn(at) ?? new Date().toISOString()}
          onChange={(timeZone) => set({ timeZone })}
        />
        <SlotButton draft={draft} onChoose={set} />
        <Button look="quiet" onClick={() => onChange({ at: null })}>
          No time yet
        </Button>
      </div>
      <Meaning at={at} onChange={set} />
      <LatenessField lateness={draft.lateness} onChange={(lateness) => onChange({ lateness })} />
    </fieldset>
  )
}

function Legend() {
  return <legend className="mb-2 text-sm font-medium text-ink-soft">When it goes out</legend>
}

/** What that time is: how long until then, what other clocks show, and a choice in a night on which clocks jump. */
function Meaning({ at, onChange }: { at: WallClock; onChange: (change: Partial<WallClock>) => void }) {
  const nowMs = useNow(30_000)
  const zone = useZone()
  const instant = instantIn(at)
  const jump = jumpWords(at)
  const isPast = instant !== null && hasPassed(at, nowMs)
  return (
    <div className="mt-2 space-y-2 text-sm" aria-live="polite">
      {instant !== null && (
        <p className={isPast ? 'text-danger' : 'text-ink-faint'}>
          {isPast ? 'That time has passed.' : `That is ${fromNow(instant, nowMs)}`}
          {!isPast && at.timeZone !== zone && `, ${dayAndTime(instant, zone)} in ${zoneName(zone)}`}
          {!isPast && '.'}
        </p>
      )}
      {jump && (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-xl bg-signal-wash px-3 py-2">
          <p className="flex min-w-0 flex-1 items-start gap-2">
            <Moon size={16} className="mt-0.5 shrink-0 text-signal-ink" aria-hidden="true" />
            {jump.says}
          </p>
          <select
            aria-label={jump.is === 'gap' ? 'Instead' : 'Which of the two'}
            value={jump.is === 'gap' ? at.gap : at.overlap}
            onChange={(event) =>
              onChange(
                jump.is === 'gap'
                  ? { gap: event.target.value as WallClock['gap'] }
                  : { overlap: event.target.value as WallClock['overlap'] },
              )
            }
            className={`${INPUT_CLASSES} h-8 w-auto!`}
          >
            {jump.is === 'gap' ? (
              <>
                <option value="after">As long after the jump</option>
                <option value="before">As long before the jump</option>
              </>
            ) : (
              <>
                <option value="first">The first time</option>
                <option value="second">The second time</option>
              </>
            )}
          </select>
        </div>
      )}
    </div>
  )
}

function instantIn(at: WallClock): string | null {
  return isLocalDateTime(at.localDateTime) ? instantOf(at) : null
}
