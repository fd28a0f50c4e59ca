/** `CardNumbers`: how a post does, in a few words of its row in a list. */
import { Eye, Heart, MessageCircle } from 'lucide-react'
import type { ListedCard } from '../../app/posts-api.ts'
import { shortNumber, wholeNumber } from './post/number-words.ts'

const SIGNS = [
  { count: 'views', label: 'views', Sign: Eye },
  { count: 'likes', label: 'likes', Sign: Heart },
  { count: 'comments', label: 'comments', Sign: MessageCircle },
] as const

/** Nothing of what no network tells. */
export function CardNumbers({ numbers }: { numbers: NonNullable<ListedCard['numbers']> }) {
  return SIGNS.map(({ count, label, Sign }) => {
    const value = numbers[count]
    if (value === null) return null
    return (
      <span
        key={count}
        title={`${wholeNumber(value)} ${label}`}
        className="inline-flex items-center gap-1 tabular-nums"
      >
        <Sign size={12} aria-hidden="true" />
        {shortNumber(value)}
        <span className="sr-only"> {label}</span>
      </span>
    )
  })
}
