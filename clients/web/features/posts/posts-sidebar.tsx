/** The left side of posts: a new one, the places to look, and what is filtered. */
import { AtSign, CalendarDays, FileUp, LayoutList, ListOrdered, NotebookPen, PenLine } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link, useLocation } from 'wouter'
import {
  ACCOUNTS_PATH,
  ALL_POSTS_PATH,
  CALENDAR_PATH,
  DRAFTS_PATH,
  IMPORT_PATH,
  newPostPath,
  QUEUES_PATH,
} from '../../app/routes.ts'
import { classes } from '../../ui/classes.ts'
import { Logo } from '../../ui/logo.tsx'
import { Filters } from './filters.tsx'
import { HoldSwitch } from './hold-switch.tsx'
import { chooseView, filterCount, useViewChoice } from './view-choice.ts'

const PLACES = [
  { label: 'Calendar', path: CALENDAR_PATH, Icon: CalendarDays },
  { label: 'All posts', path: ALL_POSTS_PATH, Icon: LayoutList },
  { label: 'Drafts', path: DRAFTS_PATH, Icon: NotebookPen },
  { label: 'Queues', path: QUEUES_PATH, Icon: ListOrdered },
  { label: 'Accounts', path: ACCOUNTS_PATH, Icon: AtSign },
  { label: 'Import', path: IMPORT_PATH, Icon: FileUp },
]

interface PostsSidebarProps {
  sections: ReactNode
  footer: ReactNode
}

export function PostsSidebar({ sections, footer }: PostsSidebarProps) {
  const [location] = useLocation()
  const here = placeOf(location)
  const view = useViewChoice()
  const count = filterCount(view)
  return (
    <nav aria-label="Posts" className="flex h-full min-h-0 flex-col">
      <div className="flex h-15 items-center pr-2 pl-4">
        <Logo size={28} />
        <span className="flex-1 pl-2 text-lg font-semibold tracking-tight">Parley</span>
      </div>
      {sections}
      <div className="px-3 pb-3">
        <Link
          href={newPostPath()}
          className="flex h-9 items-center justify-center gap-2 rounded-lg bg-accent font-medium text-on-accent transition-colors hover:bg-accent-hover"
        >
          <PenLine size={16} aria-hidden="true" />
          New post
        </Link>
      </div>
      <div className="px-2 pb-4">
        {PLACES.map(({ label, path, Icon }) => (
          <Link
            key={path}
            href={path}
            aria-current={here === path ? 'page' : undefined}
            className={classes(
              'flex h-9 items-center gap-2.5 rounded-lg px-2.5 font-medium transition-colors',
              here === path
                ? 'bg-accent-wash text-accent'
                : 'text-ink-soft hover:bg-wash-strong hover:text-ink',
            )}
          >
            <Icon size={17} aria-hidden="true" />
            {label}
          </Link>
        ))}
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-3">
        {count > 0 && (
          <button
            type="button"
            onClick={() => chooseView({ statuses: [], accountIds: [], tags: [] })}
            className="mb-2 ml-2.5 text-xs font-medium text-accent hover:underline"
          >
            Show everything again
          </button>
        )}
        <Filters />
      </div>
      <div className="p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
        <HoldSwitch />
        {footer}
      </div>
    </nav>
  )
}

/** The place of the list above in which an address lies. */
function placeOf(location: string): string | null {
  const inside = PLACES.slice(1).filter(({ path }) => location.startsWith(path))
  // drafts lie among all posts
  if (inside.length > 0) return inside.at(-1)?.path ?? null
  return /^\/posts(\/(month|week|list).*)?$/.test(location) ? CALENDAR_PATH : null
}
