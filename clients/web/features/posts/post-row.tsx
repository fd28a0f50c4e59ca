/** One post in a list: what it says, where it goes, when, and how it stands. */
import { Globe, Repeat } from 'lucide-react'
import { memo } from 'react'
import { Link } from 'wouter'
import type { ListedCard, PostCard } from '../../app/posts-api.ts'
import { postPath } from '../../app/routes.ts'
import { NetworkMark } from '../../ui/network-mark.tsx'
import { CardNumbers } from './card-numbers.tsx'
import { ownTimeOf, wordsOf } from './card-words.ts'
import { StatusChip } from './status-chip.tsx'
import { clockTime, dayAndTime } from './time-words.ts'
import { useZone } from './view-choice.ts'

const SIGNS_MAX = 6

interface PostRowProps {
  card: PostCard & Partial<ListedCard>
  /** Also the day, where the list is not by days. */
  showsDay?: boolean
}

export const PostRow = memo(function PostRow({ card, showsDay = false }: PostRowProps) {
  const zone = useZone()
  const { at, status, targets, tags } = card
  const elsewhere = ownTimeOf(card, zone)
  const trouble = targets.find((target) => target.trouble !== null)?.trouble
  return (
    <Link
      href={postPath(card.id)}
      className="mx-2 flex items-start gap-3 rounded-xl px-2 py-2.5 -outline-offset-2 transition-colors duration-100 [contain-intrinsic-size:auto_4rem] [content-visibility:auto] hover:bg-wash md:px-4"
    >
      <span
        className={`shrink-0 pt-px text-sm font-medium text-ink-soft tabular-nums ${showsDay ? 'w-32 max-md:hidden' : 'w-11'}`}
      >
        {at === null ? 'No time yet' : showsDay ? dayAndTime(at, zone) : clockTime(at, zone)}
      </span>
      <span className="min-w-0 flex-1">
        <span className="line-clamp-2 break-words">{wordsOf(card)}</span>
        <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 text-xs text-ink-faint">
          {showsDay && at !== null && <span className="md:hidden">{dayAndTime(at, zone)}</span>}
          <span className="flex gap-1">
            {targets.slice(0, SIGNS_MAX).map(({ targetId, network, toKind }) => (
              <NetworkMark key={targetId} network={network ?? (toKind as 'conversation')} size={15} />
            ))}
            {targets.length > SIGNS_MAX && `+${targets.length - SIGNS_MAX}`}
          </span>
          {elsewhere !== null && (
            <span className="inline-flex items-center gap-1 text-signal-ink">
              <Globe size={12} aria-hidden="true" />
              {elsewhere}
            </span>
          )}
          {card.inSeries && (
            <span className="inline-flex items-center gap-1">
              <Repeat size={12} aria-hidden="true" />
              comes again
            </span>
          )}
          {tags.map((tag) => (
            <span key={tag}>#{tag}</span>
          ))}
          {card.numbers && <CardNumbers numbers={card.numbers} />}
          {trouble && <span className="text-danger">{trouble}</span>}
        </span>
      </span>
      <StatusChip status={status} />
    </Link>
  )
})
