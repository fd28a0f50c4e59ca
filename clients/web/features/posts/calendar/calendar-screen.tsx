/** The calendar: its header, and the month, the week or the list below it. */
import {
  ChevronLeft,
  ChevronRight,
  Ellipsis,
  FileUp,
  LayoutList,
  ListFilter,
  ListOrdered,
  NotebookPen,
  PenLine,
} from 'lucide-react'
import { useState } from 'react'
import { Link, useLocation } from 'wouter'
import { localTimeOf } from '../../../../../engine/post/wall-clock.ts'
import {
  ALL_POSTS_PATH,
  calendarPath,
  DRAFTS_PATH,
  IMPORT_PATH,
  newPostPath,
  QUEUES_PATH,
} from '../../../app/routes.ts'
import { useNarrow } from '../../../app/use-narrow.ts'
import { useNow } from '../../../app/use-now.ts'
import { Button, IconButton } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Menu } from '../../../ui/menu.tsx'
import { Tabs } from '../../../ui/tabs.tsx'
import { Filters } from '../filters.tsx'
import { HoldBanner, HoldSwitch } from '../hold-switch.tsx'
import { longDay, monthName } from '../time-words.ts'
import { chooseView, filterCount, useViewChoice, useZone } from '../view-choice.ts'
import { ZonePicker } from '../zone-picker.tsx'
import { AGENDA_DAYS, AgendaView } from './agenda-view.tsx'
import { isDate, shiftDate, shiftMonth } from './dates.ts'
import { DayDialog } from './day-dialog.tsx'
import { MonthView } from './month-view.tsx'
import { WeekView } from './week-view.tsx'

const VIEWS = { month: MonthView, week: WeekView, list: AgendaView } as const
type View = keyof typeof VIEWS
const TABS = [
  { value: 'month', label: 'Month' },
  { value: 'week', label: 'Week' },
  { value: 'list', label: 'List' },
] as const
/** Seven columns of hours are too narrow for words on a phone. */
const NARROW_TABS = TABS.filter(({ value }) => value !== 'week')

interface CalendarScreenProps {
  /** As the address has them. */
  view: string | undefined
  date: string | undefined
}

export function CalendarScreen({ view: asked, date: askedDate }: CalendarScreenProps) {
  const zone = useZone()
  const nowIso = new Date(useNow(60_000)).toISOString()
  const today = localTimeOf(nowIso, zone).slice(0, 10)
  const [, navigate] = useLocation()
  const [openDay, setOpenDay] = useState<string | null>(null)
  const isNarrow = useNarrow()
  const view = viewOf(asked, isNarrow)
  const date = isDate(askedDate) ? askedDate : today
  const go = (next: View, at: string) => navigate(calendarPath(next, at))
  const Shown = VIEWS[view]
  return (
    <section aria-label="Calendar" className="flex h-full min-h-0 flex-col">
      <HoldBanner />
      <header className="flex shrink-0 flex-wrap items-center gap-x-1.5 gap-y-1 border-b border-line px-4 py-2.5 max-md:px-2.5 md:min-h-15">
        <h1 className="mr-1 pl-1 text-md font-semibold tracking-tight">{titleOf(view, date)}</h1>
        <IconButton label="Earlier" size="small" onClick={() => go(view, stepped(view, date, -1))}>
          <ChevronLeft size={18} />
        </IconButton>
        <IconButton label="Later" size="small" onClick={() => go(view, stepped(view, date, 1))}>
          <ChevronRight size={18} />
        </IconButton>
        {date !== today && (
          <Button look="quiet" className="h-8 px-2.5 text-sm" onClick={() => go(view, today)}>
            Today
          </Button>
        )}
        <span className="flex-1" />
        <ZonePicker
          label="Show times as in"
          value={zone}
          at={nowIso}
          onChange={(next) => chooseView({ zone: next })}
          className="max-md:order-last"
        />
        <FilterButton />
        <MorePlaces />
        <div className="w-52 max-md:order-last max-md:w-auto max-md:flex-1">
          <Tabs
            label="View"
            value={view}
            options={isNarrow ? NARROW_TABS : TABS}
            onChange={(next) => go(next, date)}
          />
        </div>
        <Link
          href={newPostPath()}
          aria-label="New post"
          className="inline-flex size-9 items-center justify-center rounded-lg bg-accent text-on-accent hover:bg-accent-hover md:hidden"
        >
          <PenLine size={17} />
        </Link>
      </header>
      <p id="calendar-keys" className="sr-only">
        Press Space to take the post, arrow keys to move it, Enter to drop it, Escape to put it back.
      </p>
      <div className="min-h-0 flex-1">
        <Shown date={date} today={today} onOpenDay={setOpenDay} />
      </div>
      {openDay !== null && <DayDialog date={openDay} onClose={() => setOpenDay(null)} />}
    </section>
  )
}

/** Where the sidebar would lead, on a phone. */
function MorePlaces() {
  const [, navigate] = useLocation()
  return (
    <span className="md:hidden">
      <Menu
        label="More"
        icon={<Ellipsis size={18} />}
        items={[
          { label: 'All posts', icon: <LayoutList size={16} />, onSelect: () => navigate(ALL_POSTS_PATH) },
          { label: 'Drafts', icon: <NotebookPen size={16} />, onSelect: () => navigate(DRAFTS_PATH) },
          { label: 'Queues', icon: <ListOrdered size={16} />, onSelect: () => navigate(QUEUES_PATH) },
          { label: 'Import', icon: <FileUp size={16} />, onSelect: () => navigate(IMPORT_PATH) },
        ]}
      />
    </span>
  )
}

/** The sidebar has the filters and the switch; without one, this does. */
function FilterButton() {
  const [isOpen, setOpen] = useState(false)
  const count = filterCount(useViewChoice())
  return (
    <span className="md:hidden">
      <IconButton
        label={count === 0 ? 'Filter' : `Filter, ${count} on`}
        pressed={count > 0}
        onClick={() => setOpen(true)}
      >
        <ListFilter size={18} />
      </IconButton>
      {isOpen && (
        <Dialog title="Filter" onClose={() => setOpen(false)}>
          <div className="overflow-y-auto px-3 pb-5">
            <HoldSwitch />
            <div className="my-3 h-px bg-line" />
            <Filters />
          </div>
        </Dialog>
      )}
    </span>
  )
}

/** A phone begins with the list. */
function viewOf(asked: string | undefined, isNarrow: boolean): View {
  if (asked === undefined || !(asked in VIEWS)) return isNarrow ? 'list' : 'month'
  return isNarrow && asked === 'week' ? 'list' : (asked as View)
}

function titleOf(view: View, date: string): string {
  return view === 'list' ? `From ${longDay(date)}` : monthName(date)
}

function stepped(view: View, date: string, by: 1 | -1): string {
  if (view === 'month') return shiftMonth(date, by)
  return shiftDate(date, by * (view === 'week' ? 7 : AGENDA_DAYS))
}
