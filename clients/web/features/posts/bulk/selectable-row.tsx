/** A post in a list, with the box that chooses it. */
import { memo } from 'react'
import type { PostCard } from '../../../app/posts-api.ts'
import { Checkbox } from '../../../ui/checkbox.tsx'
import { classes } from '../../../ui/classes.ts'
import { wordsOf } from '../card-words.ts'
import { PostRow } from '../post-row.tsx'

interface SelectableRowProps {
  card: PostCard
  isChosen: boolean
  onPick: (id: string, isRange: boolean) => void
  showsDay?: boolean
}

export const SelectableRow = memo(function SelectableRow({
  card,
  isChosen,
  onPick,
  showsDay = false,
}: SelectableRowProps) {
  return (
    <div
      className={classes('flex items-start pl-2 md:pl-4', isChosen && 'bg-accent-wash')}
      data-chosen={isChosen || undefined}
    >
      <Checkbox
        label={`Choose “${wordsOf(card).slice(0, 80)}”`}
        isOn={isChosen}
        onChange={(isRange) => onPick(card.id, isRange)}
        className="items-start! self-stretch px-2 pt-3"
      />
      <div className="-ml-2 min-w-0 flex-1">
        <PostRow card={card} showsDay={showsDay} />
      </div>
    </div>
  )
})
