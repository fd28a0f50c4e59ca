/** Adds a time on as many days of the week as one likes. */
import { type FormEvent, useId, useState } from 'react'
import { errorText } from '../../../app/reasons.ts'
import { Button } from '../../../ui/button.tsx'
import { classes } from '../../../ui/classes.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field } from '../../../ui/field.tsx'
import { FIRST_DAY } from '../calendar/first-day.ts'
import { longWeekday, weekdayName } from '../time-words.ts'
import { toggled, useZone } from '../view-choice.ts'
import { ZonePicker } from '../zone-picker.tsx'
import type { useSlotDeeds } from './use-queues.ts'
import { dateOfWeekday, weekdaysFrom } from './week.ts'

interface AddSlotsDialogProps {
  /** Of the account. */
  name: string
  /** Chosen at first; ISO 8601: 1 is Monday. */
  weekdays: readonly number[]
  add: ReturnType<typeof useSlotDeeds>['add']
  onClose: () => void
}

export function AddSlotsDialog({ name, weekdays: first, add, onClose }: AddSlotsDialogProps) {
  const lens = useZone()
  const [weekdays, setWeekdays] = useState(first)
  const [localTime, setLocalTime] = useState('09:00')
  const [timeZone, setTimeZone] = useState(lens)
  const isWhole = weekdays.length > 0 && /^\d\d:\d\d$/.test(localTime)
  const send = (event: FormEvent) => {
    event.preventDefault()
    if (isWhole && !add.isPending)
      add.mutate({ weekdays: [...weekdays], localTime, timeZone }, { onSuccess: onClose })
  }
  return (
    <Dialog title="Add times" onClose={onClose} width={440}>
      <form onSubmit={send} className="space-y-5 overflow-y-auto px-5 pb-5">
        <p className="text-ink-soft">At these times of every week {name} publishes what is queued for it.</p>
        <Weekdays chosen={weekdays} onChange={setWeekdays} />
        <div className="flex flex-wrap items-end gap-2">
          <Field
            label="Time"
            type="time"
            required
            data-autofocus
            value={localTime}
            onChange={(event) => setLocalTime(event.target.value)}
            className="w-36"
          />
          <ZonePicker
            label="Time zone of the slot"
            value={timeZone}
            at={new Date().toISOString()}
            onChange={setTimeZone}
            className="mb-0.5"
          />
        </div>
        {add.isError && (
          <p role="alert" className="text-sm text-danger">
            {errorText(add.error)}
          </p>
        )}
        <div className="flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" look="primary" disabled={!isWhole} busy={add.isPending}>
            {weekdays.length === 1 ? 'Add one time' : `Add ${weekdays.length} times`}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

interface WeekdaysProps {
  chosen: readonly number[]
  onChange: (weekdays: readonly number[]) => void
}

function Weekdays({ chosen, onChange }: WeekdaysProps) {
  const id = useId()
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium text-ink-soft">Days</legend>
      <div className="grid grid-cols-7 gap-1">
        {weekdaysFrom(FIRST_DAY).map((weekday) => {
          const day = dateOfWeekday(weekday)
          const isOn = chosen.includes(weekday)
          return (
            <label
              key={weekday}
              htmlFor={`${id}-${weekday}`}
              className={classes(
                'flex h-9 cursor-pointer items-center justify-center rounded-lg text-sm font-medium transition-colors',
                'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
                isOn ? 'bg-accent text-on-accent' : 'bg-wash-strong text-ink-soft hover:text-ink',
              )}
            >
              <input
                id={`${id}-${weekday}`}
                type="checkbox"
                aria-label={longWeekday(day)}
                className="sr-only"
                checked={isOn}
                onChange={() => onChange(toggled(chosen, weekday))}
              />
              {weekdayName(day)}
            </label>
          )
        })}
      </div>
    </fieldset>
  )
}
