/** All posts of one day, for days with more than the calendar shows. */
import { Plus } from 'lucide-react'
import { Link } from 'wouter'
import { newPostPath } from '../../../app/routes.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import { SkeletonRows } from '../../../ui/skeleton.tsx'
import { PostRow } from '../post-row.tsx'
import { longDay } from '../time-words.ts'
import { useCalendar } from './use-calendar.ts'

/** More are for filters, not for eyes. */
const PER_DAY = 50

export function DayDialog({ date, onClose }: { date: string; onClose: () => void }) {
  const { byDate, isLoading } = useCalendar({ from: date, days: 1, perDay: PER_DAY })
  const { items = [], count = 0 } = byDate.get(date) ?? {}
  const hidden = count - items.length
  return (
    <Dialog title={longDay(date)} onClose={onClose} width={560}>
      <div className="min-h-0 overflow-y-auto pb-3" onClickCapture={closeOnLink(onClose)}>
        {isLoading && <SkeletonRows count={4} label="Loading the day" />}
        {!isLoading && count === 0 && (
          <p className="px-5 pb-4 text-ink-soft">Nothing is planned for this day.</p>
        )}
        {items.map((card) => (
          <PostRow key={card.id} card={card} />
        ))}
        {hidden > 0 && (
          <p className="px-5 py-3 text-sm text-ink-faint">
            and {hidden.toLocaleString()} more: filter by account, status or tag to see them.
          </p>
        )}
        <Link
          href={newPostPath(date)}
          className="mx-4 mt-2 inline-flex h-9 items-center gap-2 rounded-lg px-3 font-medium text-accent hover:bg-wash"
        >
          <Plus size={16} aria-hidden="true" />
          New post on this day
        </Link>
      </div>
    </Dialog>
  )
}

/** The dialog would stay over the page that a link in it leads to. */
function closeOnLink(onClose: () => void) {
  return (event: React.MouseEvent) => {
    if (event.target instanceof Element && event.target.closest('a')) setTimeout(onClose)
  }
}
