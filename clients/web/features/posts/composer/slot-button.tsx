/** Takes the next free time of the weekly slots of an account; where several accounts have one, it asks whose. */
import { useMutation } from '@tanstack/react-query'
import { CalendarCheck } from 'lucide-react'
import { useRef, useState } from 'react'
import type { WallClock } from '../../../../../engine/post/wall-clock.ts'
import { useParley } from '../../../app/parley.ts'
import { errorText } from '../../../app/reasons.ts'
import { Button } from '../../../ui/button.tsx'
import { notify } from '../../../ui/notice.tsx'
import { Popover } from '../../../ui/popover.tsx'
import { dayAndTime } from '../time-words.ts'
import { useTargetNames } from '../use-target-name.ts'
import type { Draft } from './draft.ts'
import { type FreeSlot, freeSlots, namesOf } from './free-slots.ts'

interface SlotButtonProps {
  draft: Draft
  onChoose: (at: Pick<WallClock, 'localDateTime' | 'timeZone'>) => void
}

export function SlotButton({ draft, onChoose }: SlotButtonProps) {
  const { api } = useParley()
  const nameOf = useTargetNames()
  const button = useRef<HTMLButtonElement>(null)
  const [choices, setChoices] = useState<readonly FreeSlot[]>([])
  const accounts = draft.targets.flatMap(({ to }) => (to.kind === 'account' ? [to] : []))
  const take = (slot: FreeSlot) => {
    setChoices([])
    onChoose({ localDateTime: slot.localDateTime, timeZone: slot.timeZone })
    notify(`${dayAndTime(slot.instant, slot.timeZone)} is the next free slot of ${namesOf(slot, nameOf)}`)
  }
  const ask = useMutation({
    mutationFn: () =>
      Promise.all(
        accounts.map(async (to) => ({ to, slot: await api.slots.next.query({ accountId: to.accountId }) })),
      ),
    onSuccess(answers) {
      const found = freeSlots(answers)
      const [only] = found
      if (only === undefined)
        notify(
          accounts.length === 1
            ? 'That account has no weekly time that is free'
            : 'None of these accounts has a weekly time that is free',
        )
      else if (found.length === 1) take(only)
      else setChoices(found)
    },
    onError: (error) => notify(errorText(error)),
  })
  if (accounts.length === 0) return null
  return (
    <>
      <Button ref={button} look="quiet" busy={ask.isPending} onClick={() => ask.mutate()}>
        <CalendarCheck size={16} aria-hidden="true" />
        Next free slot
      </Button>
      {choices.length > 0 && (
        <Popover
          anchor={button}
          onClose={() => setChoices([])}
          label="Next free slots"
          align="start"
          className="w-72"
        >
          {choices.map((slot, index) => (
            <button
              key={`${slot.instant} ${slot.timeZone}`}
              type="button"
              autoFocus={index === 0}
              onClick={() => take(slot)}
              className="block w-full rounded-lg px-2.5 py-2 text-left hover:bg-wash-strong focus-visible:bg-wash-strong"
            >
              <span className="block font-medium tabular-nums">
                {dayAndTime(slot.instant, slot.timeZone)}
              </span>
              <span className="block truncate text-sm text-ink-faint">{namesOf(slot, nameOf)}</span>
            </button>
          ))}
        </Popover>
      )}
    </>
  )
}
