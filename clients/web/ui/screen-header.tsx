/** The top of a screen: the way back where only one screen fits, what this is, and what belongs to it. */
import { ArrowLeft } from 'lucide-react'
import type { ReactNode } from 'react'
import { Link } from 'wouter'

interface ScreenHeaderProps {
  title: string
  /** One line under the title. */
  detail: ReactNode
  /** Before the title. */
  picture?: ReactNode
  /** At the far end. */
  children?: ReactNode
}

export function ScreenHeader({ title, detail, picture, children }: ScreenHeaderProps) {
  return (
    <header className="flex h-15 shrink-0 items-center gap-2.5 border-b border-line pr-2 pl-4 max-md:pl-1.5">
      <Link
        href="/"
        aria-label="Back to all conversations"
        className="rounded-lg p-2.5 text-ink-soft md:hidden"
      >
        <ArrowLeft size={20} />
      </Link>
      {picture}
      <div className="min-w-0 flex-1">
        <h1 className="truncate text-md leading-tight font-semibold tracking-tight">{title}</h1>
        <p className="truncate text-xs text-ink-faint">{detail}</p>
      </div>
      {children}
    </header>
  )
}
