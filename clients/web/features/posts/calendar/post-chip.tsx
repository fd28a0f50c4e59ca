/** One post on one line of the calendar: how it stands, when, what it says, where it goes. */
import { Globe, Repeat } from 'lucide-react'
import { memo } from 'react'
import { Link } from 'wouter'
import type { PostCard } from '../../../app/posts-api.ts'
import { postPath } from '../../../app/routes.ts'
import { classes } from '../../../ui/classes.ts'
import { NetworkMark } from '../../../ui/network-mark.tsx'
import { ownTimeOf, wordsOf } from '../card-words.ts'
import { STATUS_LOOKS, TONE_DOTS } from '../status-look.ts'
import { clockTime } from '../time-words.ts'
import { isMovable } from './move-card.ts'

interface PostChipProps {
  card: PostCard
  /** The clocks that are looked through. */
  zone: string
  /** Taken by the keys. */
  isTaken?: boolean
  className?: string
  style?: React.CSSProperties
}

/** Networks shown by their signs; the others are a number. */
const SIGNS_MAX = 3

export const PostChip = memo(function PostChip({
  card,
  zone,
  isTaken = false,
  className,
  style,
}: PostChipProps) {
  const { label, tone } = STATUS_LOOKS[card.status]
  const time = card.at === null ? '' : clockTime(card.at, zone)
  const elsewhere = ownTimeOf(card, zone)
  const isOver = card.status === 'cancelled'
  return (
    <Link
      href={postPath(card.id)}
      draggable={false}
      data-card={card.id}
      aria-describedby={isMovable(card) ? 'calendar-keys' : undefined}
      aria-label={`${time} ${wordsOf(card)}, ${label}${elsewhere === null ? '' : `, ${elsewhere}`}${card.inSeries ? ', comes again' : ''}`}
      title={elsewhere ?? undefined}
      className={classes(
        'flex h-[1.375rem] min-w-0 items-center gap-1 rounded-md bg-wash px-1 text-xs leading-none select-none',
        'transition-colors duration-100 [-webkit-touch-callout:none] hover:bg-wash-strong',
        isMovable(card) && 'cursor-grab',
        isTaken && 'ring-2 ring-accent',
        isOver && 'opacity-60',
        className,
      )}
      style={style}
    >
      <span className={classes('size-1.5 shrink-0 rounded-full', TONE_DOTS[tone])} />
      <span className="shrink-0 font-medium text-ink-soft tabular-nums">{time}</span>
      {elsewhere !== null && <Globe size={11} className="shrink-0 text-signal-ink" aria-hidden="true" />}
      {card.inSeries && (
        <Repeat size={11} className="shrink-0 text-ink-faint @max-[6rem]:hidden" aria-hidden="true" />
      )}
      <span className={classes('min-w-0 flex-1 truncate leading-[1.375rem]', isOver && 'line-through')}>
        {wordsOf(card)}
      </span>
      <Signs card={card} />
    </Link>
  )
})

/** As many signs as leave room for words: one in a narrow day. */
function Signs({ card }: { card: PostCard }) {
  const kinds = [...new Set(card.targets.map(({ network, toKind }) => network ?? (toKind as 'conversation')))]
  const more = (shown: number, when: string) =>
    kinds.length > shown && (
      <span className={classes('pl-0.5 text-[0.625rem] text-ink-faint tabular-nums', when)}>
        +{kinds.length - shown}
      </span>
    )
  return (
    <span className="flex shrink-0 items-center gap-0.5 @max-[6rem]:hidden">
      {kinds.slice(0, SIGNS_MAX).map((kind, index) => (
        <span key={kind} className={index > 0 ? '@max-[11rem]:hidden' : undefined}>
          <NetworkMark network={kind} size={13} />
        </span>
      ))}
      {more(1, '@min-[11rem]:hidden')}
      {more(SIGNS_MAX, '@max-[11rem]:hidden')}
    </span>
  )
}
