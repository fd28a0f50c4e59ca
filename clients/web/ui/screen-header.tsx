/** The top of a screen: the way back where only one screen fits, what this is, and what belongs to it. */
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'
import { classes } from './classes.ts'

interface ScreenHeaderProps {
  title: string
  /** One line under the title. */
  detail: ReactNode
  /** Before the title. */
  picture?: ReactNode
  /** The way back on a phone; null where a bar at the bottom leads everywhere. */
  back?: { readonly href: string; readonly label: string } | null
  /** At the far end. */
  children?: ReactNode
}

const TO_CHATS = { href: '/', label: 'Back to all conversations' }

export function ScreenHeader({ title, detail, picture, back = TO_CHATS, children }: ScreenHeaderProps) {
  return (
    <header
      className={classes(
        'flex h-15 shrink-0 items-center gap-2.5 border-b border-line pr-2 pl-4',
        back && 'max-md:pl-1.5',
      )}
    >
      {back && (
        <Link href={back.href} aria-label={back.label} className="rounded-lg p-2.5 text-ink-soft md:hidden">
          <ArrowLeft size={20} />
        </Link>
      )}
      {picture}
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-md leading-tight font-semibold tracking-tight">{title}</h1>
        <p className="truncate text-xs text-ink-faint">{detail}</p>
      </div>
      {children}
    </header>
  )
}
