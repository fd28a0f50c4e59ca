/** The person at the foot of the sidebar: how it looks, and the way out. */
import { Activity, ChevronsUpDown, LogOut, Monitor, Moon, Sun } from 'lucide-react'
import { useRef, useState } from 'react'
import { Link } from 'wouter'
import { useMe, useObservable, useParley } from '../../app/parley.ts'
import { OPERATOR_ROUTE } from '../../app/routes.ts'
import { chooseTheme, type Theme, useTheme } from '../../app/theme.ts'
import { useMayOperate } from '../../app/use-may-operate.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classes } from '../../ui/classes.ts'
import { Popover } from '../../ui/popover.tsx'

const THEMES: { theme: Theme; label: string; Icon: typeof Sun }[] = [
  { theme: 'system', label: 'System', Icon: Monitor },
  { theme: 'light', label: 'Light', Icon: Sun },
  { theme: 'dark', label: 'Dark', Icon: Moon },
]

export function AccountMenu({ onSignOut }: { onSignOut: () => void }) {
  const me = useMe()
  const button = useRef<HTMLButtonElement>(null)
  const [open, setOpen] = useState(false)
  const mayOperate = useMayOperate()
  return (
    <>
      <button
        ref={button}
        type="button"
        aria-haspopup="dialog"
        aria-expanded={open}
        aria-label={`Account of ${me.name}`}
        onClick={() => setOpen(true)}
        className="flex w-full items-center gap-3 rounded-xl p-2 text-left transition-colors hover:bg-wash-strong"
      >
        <span className="relative">
          <Avatar id={me.id} name={me.name} size={32} />
          <ConnectionDot />
        </span>
        <span className="min-w-0 flex-1">
          <span className="block truncate leading-tight font-medium">{me.name}</span>
          <span className="block truncate text-xs text-ink-faint">{me.email}</span>
        </span>
        <ChevronsUpDown size={15} className="text-ink-faint" aria-hidden="true" />
      </button>
      {open && (
        <Popover
          anchor={button}
          onClose={() => setOpen(false)}
          label="Account"
          align="start"
          className="w-72"
        >
          <ThemeSwitch />
          <div className="my-1 h-px bg-line" />
          {mayOperate && (
            <Link
              href={OPERATOR_ROUTE}
              onClick={() => setOpen(false)}
              className="flex h-9 w-full items-center gap-2.5 rounded-lg px-2.5 hover:bg-wash-strong"
            >
              <Activity size={16} className="opacity-75" aria-hidden="true" />
              Cluster
            </Link>
          )}
          <button
            type="button"
            onClick={onSignOut}
            className="flex h-9 w-full items-center gap-2.5 rounded-lg px-2.5 hover:bg-wash-strong"
          >
            <LogOut size={16} className="opacity-75" aria-hidden="true" />
            Sign out
          </button>
        </Popover>
      )}
    </>
  )
}

function ThemeSwitch() {
  const theme = useTheme()
  return (
    <fieldset className="px-1.5 pt-1 pb-1.5">
      <legend className="float-left w-full px-1 pb-2 text-xs font-medium text-ink-faint">Appearance</legend>
      <div className="clear-both flex rounded-lg bg-wash-strong p-0.5">
        {THEMES.map(({ theme: value, label, Icon }) => (
          <label
            key={value}
            className={classes(
              'flex h-7 flex-1 cursor-pointer items-center justify-center gap-1.5 rounded-md text-xs font-medium transition-colors',
              'has-focus-visible:outline-2 has-focus-visible:outline-accent',
              theme === value ? 'bg-raised text-ink shadow-sheet' : 'text-ink-soft hover:text-ink',
            )}
          >
            <input
              type="radio"
              name="theme"
              className="sr-only"
              checked={theme === value}
              onChange={() => chooseTheme(value)}
            />
            <Icon size={13} aria-hidden="true" />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  )
}

function ConnectionDot() {
  const { state } = useObservable(useParley().connection)
  const live = state === 'live'
  return (
    <span
      className={classes(
        'absolute -right-0.5 -bottom-0.5 size-2.5 rounded-full border-2 border-ground box-content',
        live ? 'bg-accent' : 'bg-signal',
      )}
    >
      <span className="sr-only">{live ? 'connected' : 'not connected'}</span>
    </span>
  )
}
