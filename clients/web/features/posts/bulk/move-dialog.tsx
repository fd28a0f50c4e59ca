/** How many posts get another time: each by as much on its own clocks, or all the same one. */
import { type FormEvent, useState } from 'react'
import { isLocalDateTime } from '../../../../../engine/post/wall-clock.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Field, INPUT_CLASSES } from '../../../ui/field.tsx'
import { Select } from '../../../ui/select.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { suggestedTime } from '../composer/wanted-time.ts'
import { useZone } from '../view-choice.ts'
import { ZonePicker } from '../zone-picker.tsx'
import { countWords } from './report-words.ts'
import type { BulkDeed } from './use-bulk.ts'

const WAYS = [
  { value: 'by', label: 'Move by' },
  { value: 'to', label: 'Move to' },
] as const
const DIRECTIONS = [
  ['later', 'Later'],
  ['earlier', 'Earlier'],
] as const
const DAYS_MAX = 366
const HOURS_MAX = 1_000

interface MoveDialogProps {
  count: number
  isBusy: boolean
  onMove: (deed: BulkDeed) => void
  onClose: () => void
}

export function MoveDialog({ count, isBusy, onMove, onClose }: MoveDialogProps) {
  const zone = useZone()
  const [way, setWay] = useState<'by' | 'to'>('by')
  const [direction, setDirection] = useState<string>('later')
  const [days, setDays] = useState('1')
  const [hours, setHours] = useState('0')
  const [at, setAt] = useState(() => suggestedTime(null, zone, Date.now()))
  const sign = direction === 'later' ? 1 : -1
  const shift = { days: sign * Number(days), minutes: sign * Math.round(Number(hours) * 60) }
  const isGood = way === 'to' ? isLocalDateTime(at.localDateTime) : shift.days !== 0 || shift.minutes !== 0
  const move = (event: FormEvent) => {
    event.preventDefault()
    if (isGood && !isBusy) onMove(way === 'to' ? { do: 'moveTo', at } : { do: 'shift', ...shift })
  }
  return (
    <Dialog title={`Another time for ${countWords(count)}`} onClose={onClose} width={480}>
      <form onSubmit={move} className="overflow-y-auto px-5 pb-5">
        <Tabs label="How they are moved" value={way} options={WAYS} onChange={setWay} />
        {way === 'by' ? (
          <>
            <div className="mt-4 grid grid-cols-3 gap-3">
              <Select label="Which way" value={direction} options={DIRECTIONS} onChange={setDirection} />
              <Field
                label="Days"
                type="number"
                min={0}
                max={DAYS_MAX}
                step={1}
                required
                data-autofocus
                value={days}
                onChange={(event) => setDays(event.target.value)}
              />
              <Field
                label="Hours"
                type="number"
                min={0}
                max={HOURS_MAX}
                step={0.25}
                required
                value={hours}
                onChange={(event) => setHours(event.target.value)}
              />
            </div>
            <p className="mt-3 text-sm text-ink-faint">
              Each on the clocks of its own zone: nine o’clock stays nine o’clock, also when clocks change.
              Posts without a time are left as they are.
            </p>
          </>
        ) : (
          <>
            <div className="mt-4 flex flex-wrap items-center gap-2">
              <input
                type="datetime-local"
                aria-label="Date and time"
                required
                value={at.localDateTime.slice(0, 16)}
                onChange={(event) => setAt({ ...at, localDateTime: event.target.value })}
                className={`${INPUT_CLASSES} h-10 w-auto! text-md tabular-nums`}
              />
              <ZonePicker
                label="Time zone of the posts"
                value={at.timeZone}
                at={new Date().toISOString()}
                onChange={(timeZone) => setAt({ ...at, timeZone })}
              />
            </div>
            <p className="mt-3 text-sm text-ink-faint">
              All of them at once, also those that have no time yet. How late each may be stays as it is.
            </p>
          </>
        )}
        <div className="mt-5 flex justify-end gap-2">
          <Button look="quiet" onClick={onClose}>
            Leave them
          </Button>
          <Button look="primary" type="submit" disabled={!isGood} busy={isBusy}>
            Move {countWords(count)}
          </Button>
        </div>
      </form>
    </Dialog>
  )
}
