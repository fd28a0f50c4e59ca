/** The two halves of the app, chats and posts: a switch in the sidebar, and a bar at the bottom of a phone. */
import { AtSign, CalendarDays, MessagesSquare } from 'lucide-react'
import { Link, useLocation } from 'wouter'
import { classes } from '../ui/classes.ts'
import { ACCOUNTS_PATH, CALENDAR_PATH } from './routes.ts'

const CHATS = { label: 'Chats', path: '/', Icon: MessagesSquare }
const POSTS = { label: 'Posts', path: CALENDAR_PATH, Icon: CalendarDays }
const ACCOUNTS = { label: 'Accounts', path: ACCOUNTS_PATH, Icon: AtSign }

/** For wide screens, on top of either sidebar. */
export function SectionSwitch() {
  const [location] = useLocation()
  const isPosting = location.startsWith(CALENDAR_PATH)
  return (
    <div className="px-3 pb-3 max-md:hidden">
      <div className="flex rounded-lg bg-wash-strong p-0.5">
        {[CHATS, POSTS].map(({ label, path, Icon }) => {
          const isHere = (path === CALENDAR_PATH) === isPosting
          return (
            <Link
              key={path}
              href={path}
              aria-current={isHere ? 'true' : undefined}
              className={classes(
                'flex h-8 flex-1 items-center justify-center gap-2 rounded-md text-sm font-medium transition-colors',
                isHere ? 'bg-raised text-ink shadow-sheet' : 'text-ink-soft hover:text-ink',
              )}
            >
              <Icon size={15} aria-hidden="true" />
              {label}
            </Link>
          )
        })}
      </div>
    </div>
  )
}

/** For narrow screens, below whatever is a list. */
export function BottomBar() {
  const [location] = useLocation()
  const isAt = (path: string) =>
    path === '/'
      ? !location.startsWith(CALENDAR_PATH)
      : path === ACCOUNTS_PATH
        ? location.startsWith(ACCOUNTS_PATH)
        : location.startsWith(CALENDAR_PATH) && !location.startsWith(ACCOUNTS_PATH)
  return (
    <nav
      aria-label="Sections"
      className="flex shrink-0 border-t border-line bg-sheet pb-[env(safe-area-inset-bottom)] md:hidden"
    >
      {[CHATS, POSTS, ACCOUNTS].map(({ label, path, Icon }) => (
        <Link
          key={path}
          href={path}
          aria-current={isAt(path) ? 'page' : undefined}
          className={classes(
            'flex h-14 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium -outline-offset-4',
            isAt(path) ? 'text-accent' : 'text-ink-faint',
          )}
        >
          <Icon size={21} strokeWidth={isAt(path) ? 2.3 : 1.9} aria-hidden="true" />
          {label}
        </Link>
      ))}
    </nav>
  )
}
