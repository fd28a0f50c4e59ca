/** The box above a list: chooses all that the filter finds, as far as one call takes them. */
import { useMutation } from '@tanstack/react-query'
import type { PostCard } from '../../../app/posts-api.ts'
import { errorText } from '../../../app/reasons.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { notify } from '../../../ui/notice.tsx'
import { Spinner } from '../../../ui/spinner.tsx'
import type { Choosing } from './use-selection.ts'

/** What a filter finds, up to LIMITS.bulkPostsMax, and whether there is more. */
export interface Found {
  readonly cards: readonly PostCard[]
  readonly isMore: boolean
}

interface ChooseAllProps {
  choosing: Choosing
  /** How many are on the screen. */
  shown: number
  loadAll: () => Promise<Found>
}

export function ChooseAll({ choosing, shown, loadAll }: ChooseAllProps) {
  const all = useMutation({
    mutationFn: loadAll,
    onSuccess({ cards, isMore }) {
      choosing.choose(cards)
      if (isMore) notify(`The first ${cards.length.toLocaleString()} are chosen; there are more`)
    },
    onError: (error) => notify(errorText(error)),
  })
  const { size } = choosing.chosen
  const isAll = size > 0 && size >= shown
  return (
    <div className="flex h-9 items-center gap-2 pl-4 text-sm text-ink-soft md:pl-6">
      <Checkbox
        isOn={isAll}
        isPartly={size > 0 && !isAll}
        disabled={all.isPending}
        onChange={() => (size > 0 ? choosing.clear() : all.mutate())}
      >
        {size > 0 ? 'Choose none' : 'Choose all'}
      </Checkbox>
      {all.isPending && <Spinner />}
    </div>
  )
}
