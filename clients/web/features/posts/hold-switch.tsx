/** The switch that stops everything, with its question, and the banner while it is on. */
import { CirclePause, CirclePlay } from 'lucide-react'
import { useState } from 'react'
import { errorText } from '../../app/reasons.ts'
import { useMay } from '../../app/use-may.ts'
import { Button } from '../../ui/button.tsx'
import { Confirm } from '../../ui/confirm.tsx'
import { notify } from '../../ui/notice.tsx'
import { useHold } from './use-hold.ts'

export function HoldSwitch() {
  const { isHeld, change } = useHold()
  const { may } = useMay()
  const [isAsking, setAsking] = useState(false)
  if (!may.includes('holdAll')) return null
  const Icon = isHeld ? CirclePlay : CirclePause
  return (
    <>
      <button
        type="button"
        role="switch"
        aria-checked={isHeld}
        onClick={() => setAsking(true)}
        className="flex h-9 w-full items-center gap-2.5 rounded-lg px-2.5 text-sm text-ink-soft hover:bg-wash-strong hover:text-ink aria-checked:text-signal-ink"
      >
        <Icon size={17} aria-hidden="true" />
        {isHeld ? 'Let posts go out again' : 'Stop everything'}
      </button>
      {isAsking && (
        <Confirm
          title={isHeld ? 'Let posts go out again?' : 'Stop everything?'}
          verb={isHeld ? 'Let them go out' : 'Stop everything'}
          busy={change.isPending}
          error={change.isError ? errorText(change.error) : null}
          onConfirm={() => change.mutate(!isHeld, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        >
          {isHeld
            ? 'Posts whose time is still to come go out as planned. Those whose time passed meanwhile do what their lateness says: most of them ask first.'
            : 'No post of this organisation goes out, to any network or conversation, until somebody lets them. Nothing is lost, and nothing that is out already is taken back.'}
        </Confirm>
      )}
    </>
  )
}

export function HoldBanner() {
  const { isHeld, change } = useHold()
  const { may } = useMay()
  if (!isHeld) return null
  return (
    <div
      role="status"
      className="flex shrink-0 animate-appear items-center gap-2.5 border-b border-line bg-signal-wash px-5 py-2 text-sm max-md:px-4"
    >
      <CirclePause size={16} className="shrink-0 text-signal-ink" aria-hidden="true" />
      <p className="min-w-0 flex-1">
        <span className="font-medium">Everything is stopped.</span>{' '}
        <span className="text-ink-soft max-sm:hidden">No post goes out until somebody lets them.</span>
      </p>
      {may.includes('holdAll') && (
        <Button
          className="h-7 px-2.5 text-sm"
          busy={change.isPending}
          onClick={() => change.mutate(false, { onError: (error) => notify(errorText(error)) })}
        >
          Let them go out
        </Button>
      )}
    </div>
  )
}
