/** Takes the next free time of an account's weekly slots. */
import { useMutation } from '@tanstack/react-query'
import { CalendarCheck } from 'lucide-react'
import type { WallClock } from '../../../../../engine/post/wall-clock.ts'
import { useParley } from '../../../app/parley.ts'
import { errorText } from '../../../app/reasons.ts'
import { Button } from '../../../ui/button.tsx'
import { notify } from '../../../ui/notice.tsx'
import type { Draft } from './draft.ts'

interface SlotButtonProps {
  draft: Draft
  onChoose: (at: Pick<WallClock, 'localDateTime' | 'timeZone'>) => void
}

/** The slots of the first account it goes to. */
export function SlotButton({ draft, onChoose }: SlotButtonProps) {
  const { api } = useParley()
  const account = draft.targets.find(({ to }) => to.kind === 'account')?.to
  const ask = useMutation({
    mutationFn: (accountId: string) => api.slots.next.query({ accountId }),
    onSuccess(slot) {
      if (slot) onChoose({ localDateTime: slot.localDateTime.slice(0, 16), timeZone: slot.timeZone })
      else notify('That account has no weekly times yet')
    },
    onError: (error) => notify(errorText(error)),
  })
  if (account?.kind !== 'account') return null
  return (
    <Button look="quiet" busy={ask.isPending} onClick={() => ask.mutate(account.accountId)}>
      <CalendarCheck size={16} aria-hidden="true" />
      Next free slot
    </Button>
  )
}
