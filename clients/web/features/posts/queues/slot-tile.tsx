/** One weekly time: when, what sits in it next, and a menu to let it rest or take it out. */
import { CirclePause, CirclePlay, Ellipsis, PenLine, Trash2 } from 'lucide-react'
import { Link } from 'wouter'
import { localTimeOf } from '../../../../../engine/post/wall-clock.ts'
import type { ComingSlot, Slot } from '../../../app/api.ts'
import { newPostPath, postPath } from '../../../app/routes.ts'
import { classes } from '../../../ui/classes.ts'
import { Menu } from '../../../ui/menu.tsx'
import { Bone } from '../../../ui/skeleton.tsx'
import { wordsOf } from '../card-words.ts'
import { STATUS_LOOKS, TONE_DOTS } from '../status-look.ts'
import { dayOfMonth, zoneName } from '../time-words.ts'
import { useZone } from '../view-choice.ts'
import type { useSlotDeeds } from './use-queues.ts'
import type { comingIn } from './week.ts'

interface SlotTileProps {
  slot: Slot
  accountId: string
  /** Null: not known yet. */
  coming: ReturnType<typeof comingIn> | null
  /** Null: the reader only looks. */
  deeds: Pick<ReturnType<typeof useSlotDeeds>, 'pause' | 'remove'> | null
}

export function SlotTile({ slot, accountId, coming, deeds }: SlotTileProps) {
  const zone = useZone()
  const { localTime, timeZone, isPaused } = slot
  return (
    <div
      data-slot={slot.id}
      className={classes(
        'rounded-xl bg-wash py-1 pr-1 pl-2.5',
        isPaused && 'border border-dashed border-line',
      )}
    >
      <div className="flex h-7 items-center gap-1.5">
        <span className={classes('font-semibold tabular-nums', isPaused && 'text-ink-faint line-through')}>
          {localTime}
        </span>
        <span className="flex-1" />
        {deeds !== null && (
          <Menu
            label={`What to do with ${localTime}`}
            icon={<Ellipsis size={15} />}
            size="small"
            items={[
              isPaused
                ? { label: 'Go on', icon: <CirclePlay size={16} />, onSelect: () => deeds.pause.mutate(slot) }
                : {
                    label: 'Pause',
                    icon: <CirclePause size={16} />,
                    onSelect: () => deeds.pause.mutate(slot),
                  },
              {
                label: 'Take out',
                icon: <Trash2 size={16} />,
                danger: true,
                onSelect: () => deeds.remove.mutate(slot),
              },
            ]}
          />
        )}
      </div>
      {timeZone !== zone && (
        <p className="truncate pr-1.5 text-xs text-signal-ink" title={timeZone}>
          in {zoneName(timeZone)}
        </p>
      )}
      {isPaused ? (
        <p className="pb-1 text-xs text-ink-faint">Paused</p>
      ) : coming === null ? (
        <Bone className="mt-1 mr-2 mb-2 h-3" />
      ) : (
        coming.next && (
          <Next accountId={accountId} next={coming.next} laterCount={coming.laterCount} zone={zone} />
        )
      )}
    </div>
  )
}

interface NextProps {
  accountId: string
  next: ComingSlot
  laterCount: number
  zone: string
}

function Next({ accountId, next, laterCount, zone }: NextProps) {
  const day = dayOfMonth(next.localDateTime.slice(0, 10))
  return (
    <div className="space-y-0.5 pr-1.5 pb-1 text-xs">
      {next.posts.map((post) => (
        <Link key={post.id} href={postPath(post.id)} className="block rounded hover:underline">
          <span className="flex items-center gap-1.5 text-ink-faint">
            <span
              aria-hidden="true"
              className={classes('size-1.5 shrink-0 rounded-full', TONE_DOTS[STATUS_LOOKS[post.status].tone])}
            />
            <span className="truncate">
              {day}
              <span className="sr-only">, {STATUS_LOOKS[post.status].label}</span>
            </span>
          </span>
          <span className="line-clamp-2 break-words">{wordsOf(post)}</span>
        </Link>
      ))}
      {next.posts.length === 0 && (
        <Link
          href={newPostPath(localTimeOf(next.instant, zone), accountId)}
          className="flex items-center gap-1.5 rounded text-ink-faint hover:text-accent"
        >
          <span className="min-w-0 flex-1 truncate">{day}, free</span>
          <PenLine size={12} className="shrink-0" aria-hidden="true" />
          <span className="sr-only">: write for it</span>
        </Link>
      )}
      {laterCount > 0 && <p className="text-ink-faint">and {laterCount} later</p>}
    </div>
  )
}
